using System.Buffers.Binary;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Gif;

/// <summary>The blocks of a GIF, from the header to the trailer: the canvas, its frames, and how often they play.</summary>
internal sealed class GifFile
{
    private const byte Extension = 0x21, Picture = 0x2C, Trailer = 0x3B;
    private const byte GraphicControl = 0xF9, Comment = 0xFE, Application = 0xFF;

    // What the list keeps for a frame, with a color table of its own.
    private const int FrameBytes = 1024;

    private readonly ByteReader _reader;
    private readonly DecodeOptions _options;
    private readonly MetadataCollector _metadata;
    private readonly List<GifFrame> _frames = [];
    private GifColorTable _globalColors = new([]);
    private int _transparent = -1;
    private int _delay;
    private int _disposal;

    private GifFile(ByteReader reader, DecodeOptions options) => (_reader, _options, _metadata) = (reader, options, new(options));

    /// <summary>The width of the canvas in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>The height of the canvas in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>How often an animation plays: 0 for ever, 1 once.</summary>
    public int Plays { get; private set; } = 1;

    /// <summary>The frames, at least one.</summary>
    public IReadOnlyList<GifFrame> Frames => _frames;

    /// <summary>Reads all blocks without decoding pixels.</summary>
    /// <param name="reader">The file, at its first byte; a pipe is read into memory.</param>
    /// <param name="options">The limits, and whether frames before the damage are used.</param>
    /// <exception cref="ImageFormatException">The file is damaged or ends before its trailer.</exception>
    /// <exception cref="ImageLimitException">The canvas or a frame exceeds the limits.</exception>
    public static GifFile Read(ByteReader reader, DecodeOptions options)
    {
        var file = new GifFile(reader, options);
        file.ReadHeader();
        if (!reader.CanSeek)
            reader.Keep(options.Limits);
        try
        {
            file.ReadBlocks();
            if (file._frames.Count == 0)
                throw reader.Error("there is no picture in it");
        }
        catch (ImageFormatException damage) when (file._frames.Count > 0)
        {
            options.ReportDamage(damage);
        }
        return file;
    }

    /// <summary>The size, the layout and the metadata of the canvas while the first <paramref name="count"/> frames are shown.</summary>
    public ImageInfo Describe(int count)
    {
        // The first frame is drawn on a transparent canvas, and "previous" brings that canvas back.
        GifFrame first = _frames[0];
        bool isGray = true, hasAlpha = !first.Covers(Width, Height) || (count > 1 && first.Disposal is FrameDisposal.Previous);
        for (int i = 0; i < count; i++)
        {
            isGray &= _frames[i].Colors.IsGray;
            hasAlpha |= i < count - 1 && _frames[i].Disposal is FrameDisposal.Background;
        }
        PixelLayout layout = (isGray, hasAlpha) switch
        {
            (true, false) => PixelLayout.Gray,
            (true, true) => PixelLayout.GrayAlpha,
            (false, false) => PixelLayout.Rgb,
            _ => PixelLayout.Rgba,
        };
        return new ImageInfo(Width, Height, new PixelFormat(layout, SampleType.UInt8))
        {
            Metadata = _metadata.Metadata with { Frames = _frames.Count },
        };
    }

    private void ReadHeader()
    {
        Span<byte> header = stackalloc byte[13];
        _reader.ReadExactly(header, "the header");
        (Width, Height) = (BinaryPrimitives.ReadUInt16LittleEndian(header[6..]), BinaryPrimitives.ReadUInt16LittleEndian(header[8..]));
        if (Width == 0 || Height == 0)
            throw new ImageFormatException(_reader.Format, 6, $"a canvas of {Width}x{Height} pixels");
        _options.Limits.CheckPixels(Width, Height);
        _options.Limits.CheckRow(Width, (int)PixelLayout.Rgba);
        if (ReadColors(header[10]) is { } colors)
            _globalColors = colors;
    }

    private void ReadBlocks()
    {
        while (true)
        {
            switch (_reader.ReadByte("a block or the trailer"))
            {
                case Trailer:
                    return;
                case Extension:
                    ReadExtension();
                    break;
                case Picture:
                    ReadPicture();
                    break;
                case byte other:
                    throw new ImageFormatException(_reader.Format, _reader.Offset - 1, $"there is no block of type {other}");
            }
        }
    }

    private void ReadExtension()
    {
        byte label = _reader.ReadByte("the type of an extension");
        switch (label)
        {
            case GraphicControl:
                ReadGraphicControl();
                break;
            case Application:
                ReadApplication();
                break;
            case Comment:
                GifMetadata.ReadComment(_reader, _metadata);
                break;
            default:
                SkipBlocks();
                break;
        }
    }

    private void ReadGraphicControl()
    {
        byte length = _reader.ReadByte("a graphic control extension");
        if (length != 4)
            throw _reader.Error($"a graphic control extension of {length} bytes");
        Span<byte> control = stackalloc byte[4];
        _reader.ReadExactly(control, "a graphic control extension");
        _disposal = (control[0] >> 2) & 7;
        _delay = BinaryPrimitives.ReadUInt16LittleEndian(control[1..]);
        _transparent = (control[0] & 1) != 0 ? control[3] : -1;
        SkipBlocks();
    }

    private void ReadApplication()
    {
        byte length = _reader.ReadByte("an application extension");
        byte[] name = _reader.ReadBlock(length, "an application extension");
        if (name.AsSpan().SequenceEqual("NETSCAPE2.0"u8) || name.AsSpan().SequenceEqual("ANIMEXTS1.0"u8))
            ReadLoop();
        else
            GifMetadata.ReadApplication(_reader, name, _metadata);
    }

    // A block of three bytes: 1, and how often the animation is repeated after it has played once.
    private void ReadLoop()
    {
        Span<byte> block = stackalloc byte[255];
        for (byte length; (length = _reader.ReadByte("the loop extension")) > 0;)
        {
            _reader.ReadExactly(block[..length], "the loop extension");
            if (length == 3 && block[0] == 1)
                Plays = BinaryPrimitives.ReadUInt16LittleEndian(block[1..]) is var repeats && repeats == 0 ? 0 : repeats + 1;
        }
    }

    private void ReadPicture()
    {
        Span<byte> descriptor = stackalloc byte[9];
        _reader.ReadExactly(descriptor, "an image descriptor");
        int width = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[4..]),
            height = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[6..]);
        if (width == 0 || height == 0)
            throw _reader.Error($"a frame of {width}x{height} pixels");
        _options.Limits.CheckPixels(width, height);
        GifColorTable colors = ReadColors(descriptor[8]) ?? _globalColors;
        byte bits = _reader.ReadByte("the size of codes");
        if (bits is < 2 or > 8)
            throw _reader.Error($"codes of {bits} bits: they have 2 to 8");
        _options.Limits.CheckMemory((long)FrameBytes * (_frames.Count + 1));
        _frames.Add(new GifFrame
        {
            Left = BinaryPrimitives.ReadUInt16LittleEndian(descriptor),
            Top = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[2..]),
            Width = width,
            Height = height,
            IsInterlaced = (descriptor[8] & 0x40) != 0,
            Colors = colors,
            DataOffset = _reader.Offset,
            CodeBits = bits,
            Transparent = _transparent,

            // Some old programs write 4, the third bit, for "previous", and viewers follow them.
            Disposal = _disposal switch
            {
                GifFrame.RestoreToBackground => FrameDisposal.Background,
                GifFrame.RestoreToPrevious or 4 => FrameDisposal.Previous,
                _ => FrameDisposal.Keep,
            },
            Delay = _delay,
        });
        (_transparent, _delay, _disposal) = (-1, 0, 0);
        SkipBlocks();
    }

    // The color table that flags announce, or null.
    private GifColorTable? ReadColors(byte flags)
    {
        if ((flags & 0x80) == 0)
            return null;
        Span<byte> table = stackalloc byte[3 * GifColorTable.Entries];
        table = table[..(3 * (2 << (flags & 7)))];
        _reader.ReadExactly(table, "a color table");
        return new GifColorTable(table);
    }

    private void SkipBlocks()
    {
        for (byte length; (length = _reader.ReadByte("a data block")) > 0;)
            _reader.Skip(length, "a data block");
    }
}
