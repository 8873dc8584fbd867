using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Pnm;

/// <summary>Reads a PFM, whose rows are stored bottom to top.</summary>
internal sealed class PfmDecoder : RowSource
{
    private readonly ByteReader _reader;
    private readonly BottomUpRows _rows;
    private readonly bool _isBigEndian;
    private readonly PnmPictureCounter _sequence;

    public PfmDecoder(ByteReader reader, PnmHeader header, DecodeOptions options)
    {
        (_reader, _isBigEndian) = (reader, header.Scale > 0);
        Info = new ImageInfo(header.Width, header.Height, new PixelFormat((PixelLayout)header.Channels, SampleType.Float32));
        _sequence = new PnmPictureCounter(reader, options);
        Info = _sequence.CountAhead(header, Info);
        _rows = new BottomUpRows(reader, Info.RowBytes, Info.Height, options);
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        _rows.Row(y).CopyTo(row);
        Span<uint> samples = MemoryMarshal.Cast<byte, uint>(row);
        if (_isBigEndian == BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(samples, samples);
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        _rows.Row(Info.Height - 1);
        Info = _sequence.CountRemaining(Info);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _reader.Dispose();
}
