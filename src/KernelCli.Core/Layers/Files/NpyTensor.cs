using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.Layers.Files;

/// <summary>Tensors as NumPy arrays in C order.</summary>
internal static class NpyTensor
{
    /// <summary>Reads an array of plain numbers of any shape.</summary>
    public static Tensor Read(string word, Stream stream, ImageLimits limits)
    {
        try
        {
            byte[] preamble = new byte[NpyHeader.PreambleBytes];
            stream.ReadExactly(preamble);
            byte[] bytes = new byte[NpyHeader.LengthOf(preamble)];
            preamble.CopyTo(bytes, 0);
            stream.ReadExactly(bytes.AsSpan(preamble.Length));
            NpyHeader header = NpyHeader.Parse(bytes);
            return Numbers(word, stream, header, limits);
        }
        catch (Exception exception) when (exception is EndOfStreamException or ImageFormatException or UnsupportedImageException)
        {
            throw KernelFormatException.InFile(word, 0, exception is EndOfStreamException
                ? "the file ends before its array"
                : exception.Message);
        }
    }

    /// <summary>Writes a tensor as float32.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        stream.Write(NpyHeader.Create(BitConverter.IsLittleEndian ? "<f4" : ">f4", tensor.Shape));
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(tensor.Values.AsSpan());
        byte[]? copy = null;
        for (int piece = Math.Min(1 << 20, bytes.Length); !bytes.IsEmpty; bytes = bytes[Math.Min(piece, bytes.Length)..])
            stream.Write(QuietNaN.Unify(bytes[..Math.Min(piece, bytes.Length)], ref copy));
    }

    private static Tensor Numbers(string word, Stream stream, NpyHeader header, ImageLimits limits)
    {
        long count = header.Shape.Aggregate(1L, (product, side) => Math.Min(long.MaxValue >> 33, product) * side);
        limits.CheckMemory((long)Int128.Min((Int128)count * (sizeof(float) + header.ItemBytes), long.MaxValue));
        if (count > Array.MaxLength / 8)
            throw KernelFormatException.InFile(word, 0, $"an array of shape {Tensor.Text(header.Shape)} is too large");
        long left = stream.Length - stream.Position;
        if (left != count * header.ItemBytes)
            throw KernelFormatException.InFile(word, 0,
                $"shape {Tensor.Text(header.Shape)} needs {count * header.ItemBytes} bytes, the file has {left}");
        byte[] bytes = new byte[count * header.ItemBytes];
        stream.ReadExactly(bytes);
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)header.ReadNumber(bytes.AsSpan(i * header.ItemBytes));
        return new Tensor(header.Shape, values);
    }
}
