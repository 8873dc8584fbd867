using System.Buffers.Binary;
using System.Text;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests;

public sealed class NpyTests
{
    [Theory]
    [InlineData("|u1", 1)]
    [InlineData("<u2", 2)]
    [InlineData(">u2", 2)]
    [InlineData("<f4", 4)]
    [InlineData(">f4", 4)]
    [InlineData("<f8", 8)]
    [InlineData(">f8", 8)]
    public void Every_number_type_is_read_in_both_byte_orders(string type, int bytes)
    {
        byte[] file = [.. NpyHeader.Create(type, 2, 3), .. Enumerable.Range(0, 6).SelectMany(i => Number(type, bytes, i))];
        Decoded decoded = Decoded.Read(file);
        Assert.Equal((3, 2), (decoded.Info.Width, decoded.Info.Height));
        for (int i = 0; i < 6; i++)
            Assert.Equal(i, bytes switch
            {
                1 => decoded.Samples[i],
                2 => BitConverter.ToUInt16(decoded.Samples, 2 * i),
                _ => BitConverter.ToSingle(decoded.Samples, 4 * i),
            });
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", "Fortran order")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }", "type '|O'")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 2), }", "i4")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "shape (2)")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2, 9), }", "shape (2, 2, 9)")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }", "empty array")]
    [InlineData("{'descr': '<f4', 'shape': (2, 2), }", "fortran_order")]
    public void What_is_no_picture_is_refused_with_a_reason(string header, string expected)
    {
        byte[] file = [.. NpyHeader.Magic, 1, 0, 0, 0, .. Encoding.Latin1.GetBytes(header + "\n"), .. new byte[64]];
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)(header.Length + 1));
        Exception exception = Assert.ThrowsAny<Exception>(() => Decoded.Read(file));
        Assert.True(exception is ImageFormatException or UnsupportedImageException);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Number(string type, int bytes, int value)
    {
        byte[] number = bytes switch
        {
            1 => [(byte)value],
            2 => BitConverter.GetBytes((ushort)value),
            4 => BitConverter.GetBytes((float)value),
            _ => BitConverter.GetBytes((double)value),
        };
        if (type[0] == '>')
            Array.Reverse(number);
        return number;
    }
}
