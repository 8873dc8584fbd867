using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// Writes the pages of a file: the header, and for each page its strips and then its directory, to which the header or the directory before
/// it points. It is a BigTIFF if the pages may need offsets of more than 32 bits.
/// </summary>
internal sealed class TiffWriter : FrameWriter
{
    // Metadata, directories, and the tables of strips.
    private const long Reserve = 64 << 20;

    private readonly TiffOutput _output;
    private readonly EncodeOptions _options;
    private TiffPageSink? _page;
    private long _pointer;
    private bool? _isBig;

    /// <param name="stream">Where the file goes; left open.</param>
    /// <param name="sequence">How many pages follow.</param>
    /// <param name="options">Compression and metadata.</param>
    public TiffWriter(Stream stream, FrameSequence sequence, EncodeOptions options)
        : base(sequence, storesPages: true) =>
        (_output, _options) = (new TiffOutput(stream), options);

    /// <inheritdoc/>
    private protected override IRowSink BeginFrame(ImageInfo info, FrameDelay delay)
    {
        if (_isBig is null)
        {
            bool isBig = NeedsBig(info);
            byte[] header = TiffDirectoryBuilder.Header(isBig, 0);
            _output.Write(header);
            (_isBig, _pointer) = (isBig, header.Length - (isBig ? 8 : 4));
        }
        return _page = new TiffPageSink(this, info, _options, _isBig.Value);
    }

    /// <inheritdoc/>
    private protected override void CompleteFile() => _output.Complete();

    /// <summary>Adds the data of a strip.</summary>
    /// <returns>Where it is.</returns>
    internal long AddStrip(ReadOnlySpan<byte> data)
    {
        long offset = _output.Offset;
        CheckEnd(offset + data.Length);
        _output.Write(data);
        return offset;
    }

    /// <summary>Adds the directory of the page that was begun, and ends it.</summary>
    internal void EndPage(TiffDirectoryBuilder fields)
    {
        if (Sequence.Count > 1)
        {
            const int isPageOfSeveral = 2;
            fields.AddLongs(TiffTag.SubfileType, isPageOfSeveral);
            if (Sequence.Count <= ushort.MaxValue)
                fields.AddShorts(TiffTag.PageNumber, Written, Sequence.Count);
        }

        // Directories begin at even offsets.
        if (_output.Offset % 2 == 1)
            _output.Write([0]);
        long offset = _output.Offset;
        byte[] directory = fields.ToBytes(offset, out int nextAt);
        CheckEnd(offset + directory.Length);
        _output.Write(directory);
        byte[] pointer = new byte[fields.OffsetBytes];
        TiffDirectoryBuilder.WriteOffset(pointer, offset, _isBig == true);
        _output.Replace(_pointer, pointer);
        (_pointer, _page) = (offset + nextAt, null);
    }

    /// <inheritdoc/>
    private protected override void Dispose(bool disposing)
    {
        _page?.Dispose();
        _output.Dispose();
    }

    private bool NeedsBig(ImageInfo info)
    {
        double raw = (double)info.RowBytes * info.Height * Sequence.Count;

        // Noise grows: a byte takes up to 12 bits of LZW, and a thousandth more deflated.
        double most = raw * (_options.TiffCompression is TiffCompression.Lzw ? 1.6 : 1.01);
        return most + Reserve > uint.MaxValue;
    }

    private void CheckEnd(long end)
    {
        if (_isBig == false && end > uint.MaxValue)
            throw new ImageLimitException("bytes in a TIFF file", uint.MaxValue, end, "write the pages into several files");
    }
}
