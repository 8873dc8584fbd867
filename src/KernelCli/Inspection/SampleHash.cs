using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KernelCli.Cli.Output;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Inspection;

/// <summary>
/// A sink that computes the SHA-256 of a picture's samples: rows top to bottom, channels interleaved, no padding, 16
/// bit big-endian, float32 little-endian with one bit pattern for NaN. Each row is also passed on to the next sink, if
/// there is one.
/// </summary>
internal sealed class SampleHash(ImageInfo info, IRowSink? next = null) : IRowSink
{
    private readonly Sha256 _hash = new();
    private byte[] _row = new byte[info.RowBytes];
    private byte[]? _unified;

    /// <inheritdoc/>
    public void WriteRow(ReadOnlySpan<byte> row)
    {
        next?.WriteRow(row);
        SampleType sample = info.Format.Sample;
        if (sample is SampleType.Float32)
            row = QuietNaN.Unify(row, ref _unified);
        bool swaps = (sample is SampleType.UInt16 && BitConverter.IsLittleEndian)
            || (sample is SampleType.Float32 && !BitConverter.IsLittleEndian);
        if (!swaps)
        {
            _hash.Append(row);
            return;
        }
        if (sample is SampleType.UInt16)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(row), MemoryMarshal.Cast<byte, ushort>(_row.AsSpan()));
        else
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(row), MemoryMarshal.Cast<byte, uint>(_row.AsSpan()));
        _hash.Append(_row);
    }

    /// <summary>Continues with the rows of another picture, whose samples follow those hashed so far.</summary>
    public void Continue(ImageInfo other, IRowSink? sink = null)
    {
        (info, next) = (other, sink);
        if (_row.Length != info.RowBytes)
            _row = new byte[info.RowBytes];
    }

    /// <inheritdoc/>
    public void Complete() => next?.Complete();

    /// <summary>The hash in lower-case hexadecimal digits.</summary>
    public string Finish() => _hash.Finish();

    /// <inheritdoc/>
    public void Dispose() => next?.Dispose();
}
