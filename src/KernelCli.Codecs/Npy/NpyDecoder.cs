using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Npy;

/// <summary>Reads a NumPy array row by row: u1, u2, f4, and f8 narrowed to float32.</summary>
internal sealed class NpyDecoder : RowSource
{
    private readonly ByteReader _reader;
    private readonly NpyHeader _header;
    private readonly byte[] _doubles;

    public NpyDecoder(ByteReader reader, ImageLimits limits)
    {
        _reader = reader;
        byte[] preamble = new byte[NpyHeader.PreambleBytes];
        reader.ReadExactly(preamble, "the header");
        byte[] header = new byte[NpyHeader.LengthOf(preamble)];
        preamble.CopyTo(header, 0);
        reader.ReadExactly(header.AsSpan(preamble.Length), "the header");
        _header = NpyHeader.Parse(header);

        int[] shape = _header.Shape;
        if (shape.Length is not (2 or 3) || (shape.Length == 3 && shape[2] is < 1 or > 4))
            throw new UnsupportedImageException(
                $"an array of shape ({string.Join(", ", shape)}): a picture is (rows, columns) or (rows, columns, 1 to 4)");
        if (shape[0] == 0 || shape[1] == 0)
            throw new ImageFormatException("NPY", 10, $"an empty array of shape ({string.Join(", ", shape)})");
        SampleType sample = (_header.Kind, _header.ItemBytes) switch
        {
            ('u', 1) => SampleType.UInt8,
            ('u', 2) => SampleType.UInt16,
            ('f', 4 or 8) => SampleType.Float32,
            _ => throw new UnsupportedImageException($"an array of {_header.Kind}{_header.ItemBytes}: a picture is u1, u2, f4 or f8"),
        };
        var format = new PixelFormat((PixelLayout)(shape.Length == 3 ? shape[2] : 1), sample);
        limits.CheckPixels(shape[1], shape[0]);
        limits.CheckRow(shape[1], format.Channels * _header.ItemBytes);
        Info = new ImageInfo(shape[1], shape[0], format);
        _doubles = new byte[_header.ItemBytes == 8 ? Info.RowSamples * 8 : 0];
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (_header.ItemBytes == 8)
        {
            _reader.ReadExactly(_doubles, "numbers");
            Span<float> singles = MemoryMarshal.Cast<byte, float>(row);
            for (int i = 0; i < singles.Length; i++)
                singles[i] = (float)_header.ReadNumber(_doubles.AsSpan(8 * i));
            return;
        }
        _reader.ReadExactly(row, "numbers");
        if (_header.IsBigEndian != BitConverter.IsLittleEndian)
            return;
        if (_header.ItemBytes == 2)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(row), MemoryMarshal.Cast<byte, ushort>(row));
        else if (_header.ItemBytes == 4)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(row), MemoryMarshal.Cast<byte, uint>(row));
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        _reader.Skip((long)(Info.Height - RowsRead) * Info.RowSamples * _header.ItemBytes, "numbers");
        if (_reader.TryReadByte() >= 0)
            throw _reader.Error("the file continues after the array");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _reader.Dispose();
}
