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
    private readonly int _count;
    private readonly EncodeOptions _options;
    private TiffPageSink? _page;
    private long _pointer;
    private bool? _isBig;
    private int _pages;

    /// <param name="stream">Where the file goes; left open.</param>
    /// <param name="count">How many pages follow.</param>
    /// <param name="options">Compression and metadata.</param>
    public TiffWriter(Stream stream, int count, EncodeOptions options) =>
        (_output, _count, _options) = (new TiffOutput(stream), count, options);

    /// <inheritdoc/>
    /// <exception cref="ImageLimitException">The file would pass 4 GiB, which the size of its first page did not show.</exception>
    public override IRowSink Begin(ImageInfo info, FrameDelay delay) => Begin(info, isOnly: false);

    /// <summary>Begins the only page; completing or disposing it does the same with the file.</summary>
    public IRowSink BeginOnly(ImageInfo info) => Begin(info, isOnly: true);

    /// <inheritdoc/>
    public override void Complete()
    {
        if (_pages < _count)
            throw new InvalidOperationException($"the file has {_count} pages, and {_pages} were written");
        _output.Complete();
    }

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
    internal void EndPage(TiffDirectoryBuilder fields, bool isOnly)
    {
        if (_count > 1)
        {
            const int isPageOfSeveral = 2;
            fields.AddLongs(TiffTag.SubfileType, isPageOfSeveral);
            if (_count <= ushort.MaxValue)
                fields.AddShorts(TiffTag.PageNumber, _pages, _count);
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
        _pages++;
        if (isOnly)
            Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _page?.Dispose();
        _output.Dispose();
    }

    private TiffPageSink Begin(ImageInfo info, bool isOnly)
    {
        if (_page is not null)
            throw new InvalidOperationException("the page before is not complete");
        if (_pages == _count)
            throw new InvalidOperationException($"the file has {_count} pages, and all of them were written");
        if (info.Format.Sample is SampleType.Int16)
            throw new ArgumentException($"tiff holds no pixels of {info.Format}", nameof(info));
        if (_isBig is null)
        {
            bool isBig = NeedsBig(info);
            byte[] header = TiffDirectoryBuilder.Header(isBig, 0);
            _output.Write(header);
            (_isBig, _pointer) = (isBig, header.Length - (isBig ? 8 : 4));
        }
        return _page = new TiffPageSink(this, info, _options, _isBig.Value, isOnly);
    }

    private bool NeedsBig(ImageInfo info)
    {
        double raw = (double)info.RowBytes * info.Height * _count;

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
