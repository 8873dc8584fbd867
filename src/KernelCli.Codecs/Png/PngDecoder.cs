using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Png;

/// <summary>Reads a PNG row by row; an interlaced one is decoded into memory first.</summary>
internal sealed class PngDecoder : RowSource
{
    private readonly ByteReader _reader;
    private readonly PngChunkReader _chunks;
    private readonly PngHeader _header;
    private readonly PngRowExpander _expander;
    private readonly PngScanlines _lines;
    private readonly DecodeOptions _options;
    private readonly PngMetadataReader _metadata;
    private BufferedImage? _image;

    /// <param name="reader">The file; owned.</param>
    /// <param name="options">Limits and other options.</param>
    /// <param name="readsFrames">Whether the frames of an animation are read too, so that they are not refused here.</param>
    public PngDecoder(ByteReader reader, DecodeOptions options, bool readsFrames = false)
    {
        (_reader, _options, _chunks) = (reader, options, new PngChunkReader(reader, options));
        reader.Skip(PngCodec.Signature.Length, "the signature");
        _header = ReadHeader();

        byte[]? palette = null, transparency = null;
        var metadata = _metadata = new PngMetadataReader(_header, options);
        for (_chunks.Next(); _chunks.Type != "IDAT"; _chunks.Next())
        {
            switch (_chunks.Type)
            {
                case "PLTE":
                    palette = ReadPalette(palette);
                    break;
                case "tRNS" when _chunks.Length <= 256:
                    transparency = _chunks.ReadAll();
                    break;
                case "IEND":
                    throw new ImageFormatException("PNG", _chunks.DataOffset, "the file has no image data");
                case "CgBI":
                    throw new UnsupportedImageException("an Apple CgBI file, which is no standard PNG: convert it with xcrun pngcrush "
                        + "-revert-iphone-optimizations");
                default:
                    if (!_chunks.IsAncillary)
                        throw new UnsupportedImageException($"a PNG with the critical chunk {_chunks.Type}, which is not known");
                    metadata.ReadChunk(_chunks);
                    break;
            }
        }
        if (_header.ColorType is PngColorType.Palette && palette is null)
            throw new ImageFormatException("PNG", _chunks.DataOffset, "expected a palette before the image data");

        (Palette, Transparency) = (palette, transparency);
        int pictures = PngTrailer.Read(reader, _chunks, metadata, options);
        _expander = new PngRowExpander(_header, palette, transparency);
        Info = new ImageInfo(_header.Width, _header.Height, _expander.Format) { Metadata = metadata.Metadata };
        if (!readsFrames || Animation is null)
            CheckPictureCount(pictures);
        if (_header.IsInterlaced)
            options.Limits.CheckMemory((long)Info.RowBytes * Info.Height);
        _lines = new PngScanlines(_header, reader, _chunks, options.Threads > 1 && !readsFrames);
        _lines.StartPass();
    }

    /// <summary>IHDR.</summary>
    public PngHeader Header => _header;

    /// <summary>PLTE, or null.</summary>
    public byte[]? Palette { get; }

    /// <summary>tRNS, or null.</summary>
    public byte[]? Transparency { get; }

    /// <summary>The chunks of the file, at the first IDAT chunk until the first row is read.</summary>
    public PngChunkReader Chunks => _chunks;

    /// <inheritdoc cref="PngMetadataReader.Animation"/>
    public (uint Frames, uint Plays)? Animation => _metadata.Animation;

    /// <inheritdoc cref="PngMetadataReader.FirstFrameControl"/>
    public byte[]? FirstFrameControl => _metadata.FirstFrameControl;

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (_header.IsInterlaced)
            (_image ??= ReadInterlaced()).Row(y).CopyTo(row);
        else
            _expander.Expand(_lines.Next(_header.Width), _header.Width, row);
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        if (_header.IsInterlaced)
            _image ??= ReadInterlaced();
        else
            for (int y = RowsRead; y < Info.Height; y++)
                _lines.Next(_header.Width);
        _lines.Finish();

        // The IDAT stream has advanced to the first chunk after the image data.
        while (_chunks.Type != "IEND")
        {
            if (!_chunks.IsAncillary && _chunks.Type is not "IDAT")
                throw new ImageFormatException("PNG", _chunks.DataOffset, $"chunk {_chunks.Type} after the image data");
            SkipLateChunk();
            _chunks.Next();
        }
        _chunks.Skip();
        if (!_reader.CanSeek && _reader.Peek() == PngCodec.Signature[0])
            CheckPictureCount(2);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_lines.Close())
            _reader.Dispose();
    }

    // PngTrailer has already read the chunks after the image data, except in a long pipe, where it is too late to use them.
    private void SkipLateChunk()
    {
        if (!_reader.CanSeek && _chunks.Type == "eXIf" && _chunks.Length <= _options.Limits.MaxMetadata)
        {
            if (_chunks.ReadAll() is { } exif && ExifBlock.ReadOrientation(exif) is not Orientation.Normal)
                throw new UnsupportedImageException("a PNG whose EXIF turns it comes after the image data, where a pipe as long as "
                    + "this tells it too late: give the file's name");
            _metadata.ReportLate("eXIf");
            return;
        }
        if (!_reader.CanSeek && PngMetadataReader.IsKnown(_chunks.Type) && _chunks.Type is not "fcTL")
            _metadata.ReportLate(_chunks.Type);
        _chunks.Skip();
    }

    // Counts the pictures of concatenated files and the frames of an animation.
    private void CheckPictureCount(int files)
    {
        int pictures = (int)Math.Min(int.MaxValue, (long)Info.Metadata.Frames + files - 1);
        _options.CheckPictureCount(pictures, "PNG", "for instance with ffmpeg -i IN.png OUT-%d.png");
        Info = Info with { Metadata = Info.Metadata with { Frames = pictures } };
    }

    private PngHeader ReadHeader()
    {
        _chunks.Next();
        if (_chunks.Type != "IHDR" || _chunks.Length != PngHeader.Bytes)
            throw new ImageFormatException("PNG", _chunks.DataOffset, "expected chunk IHDR of 13 bytes first");
        return PngHeader.Parse(_chunks.ReadAll(), _chunks.DataOffset, _options.Limits);
    }

    private byte[] ReadPalette(byte[]? earlier)
    {
        if (earlier is not null || _chunks.Length % 3 != 0 || _chunks.Length == 0 || _chunks.Length > 256 * 3)
            throw new ImageFormatException("PNG", _chunks.DataOffset, $"a second palette, or one of {_chunks.Length} bytes");
        return _chunks.ReadAll()!;
    }

    private BufferedImage ReadInterlaced()
    {
        var image = new BufferedImage(Info, _options.Limits);
        try
        {
            ReadPasses(image);
        }
        catch (ImageFormatException exception) when (_options.OnDamage is not null)
        {
            _options.OnDamage(exception);
        }
        return image;
    }

    private void ReadPasses(BufferedImage image)
    {
        int pixel = Info.Format.BytesPerPixel;
        byte[] row = new byte[Info.RowBytes];
        foreach ((int startX, int startY, int stepX, int stepY) in PngInterlace.Passes)
        {
            int width = PngInterlace.Count(Info.Width, startX, stepX), height = PngInterlace.Count(Info.Height, startY, stepY);
            _lines.StartPass();
            for (int y = 0; y < height && width > 0; y++)
            {
                _expander.Expand(_lines.Next(width), width, row);
                Span<byte> to = image.Row(startY + (y * stepY));
                for (int x = 0; x < width; x++)
                    row.AsSpan(x * pixel, pixel).CopyTo(to[((startX + (x * stepX)) * pixel)..]);
            }
        }
    }
}
