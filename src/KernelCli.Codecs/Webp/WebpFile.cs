using System.Buffers.Binary;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Webp;

/// <summary>The chunks of a WebP (RFC 9649, section 2): the canvas, its frames, the metadata.</summary>
internal sealed class WebpFile
{
    private const int ChunkHeaderBytes = 8;
    private const int FrameHeaderBytes = 16;

    // What the list keeps for a frame.
    private const int FrameBytes = 128;

    private readonly ByteReader _reader;
    private readonly DecodeOptions _options;
    private readonly MetadataCollector _metadata;
    private readonly List<WebpFrame> _frames = [];
    private bool _hasCanvas;

    private WebpFile(ByteReader reader, DecodeOptions options) => (_reader, _options, _metadata) = (reader, options, new(options));

    /// <summary>The width of the canvas in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>The height of the canvas in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Whether the file is an animation, perhaps of one frame.</summary>
    public bool IsAnimated { get; private set; }

    /// <summary>How often an animation plays: 0 for ever, 1 once.</summary>
    public int Plays { get; private set; } = 1;

    /// <summary>The frames, at least one.</summary>
    public IReadOnlyList<WebpFrame> Frames => _frames;

    /// <summary>Reads all chunks without decoding pixels.</summary>
    /// <param name="reader">The file, at its first byte; a pipe is read into memory.</param>
    /// <param name="options">The limits, and whether frames before the damage are used.</param>
    /// <exception cref="ImageFormatException">The file is damaged or cut short.</exception>
    /// <exception cref="ImageLimitException">The canvas exceeds the limits.</exception>
    public static WebpFile Read(ByteReader reader, DecodeOptions options)
    {
        var file = new WebpFile(reader, options);
        if (!reader.CanSeek)
            reader.Keep(options.Limits);
        try
        {
            file.ReadChunks();
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
        // The first frame is drawn on a transparent canvas; viewers do not use the background colour of the file.
        WebpFrame first = _frames[0];
        bool hasAlpha = (first.Left, first.Top, first.Width, first.Height) != (0, 0, Width, Height);
        for (int i = 0; i < count; i++)
            hasAlpha |= _frames[i].HasAlpha || (i < count - 1 && _frames[i].IsRemoved);
        return new ImageInfo(Width, Height, new PixelFormat(hasAlpha ? PixelLayout.Rgba : PixelLayout.Rgb, SampleType.UInt8))
        {
            Metadata = _metadata.Metadata with { Frames = _frames.Count },
        };
    }

    private void ReadChunks()
    {
        Span<byte> riff = stackalloc byte[12];
        _reader.ReadExactly(riff, "the header");

        // The length counts the bytes after it.
        long end = BinaryPrimitives.ReadUInt32LittleEndian(riff[4..]) + (long)ChunkHeaderBytes;
        WebpPiece alpha = default;
        while (_reader.Offset < end)
        {
            (string type, long length) = ReadChunkHeader(end);
            long next = _reader.Offset + length;
            switch (type)
            {
                case "VP8X" when !_hasCanvas && _frames.Count == 0:
                    ReadCanvas(length);
                    break;
                case "ANIM" when IsAnimated:
                    ReadAnimation(length);
                    break;
                case "ANMF" when IsAnimated:
                    ReadFrame(length);
                    break;
                case "ALPH" when !IsAnimated:
                    alpha = new WebpPiece(_reader.Offset, length);
                    break;
                case "VP8 " or "VP8L" when !IsAnimated && _frames.Count == 0:
                    AddStill(WebpFrame.ReadHeader(_reader, length, type == "VP8L", alpha));
                    break;
                case "ICCP" or "EXIF" or "XMP ":
                    ReadMetadata(type, length);
                    break;
            }
            SkipTo(next, length, end);
        }
    }

    private (string Type, long Length) ReadChunkHeader(long end)
    {
        long start = _reader.Offset;
        if (end - start < ChunkHeaderBytes)
            throw _reader.Error($"{end - start} bytes where a chunk should be");
        Span<byte> header = stackalloc byte[ChunkHeaderBytes];
        _reader.ReadExactly(header, "a chunk");
        long length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        if (length > end - _reader.Offset)
            throw new ImageFormatException(_reader.Format, start, $"a chunk of {length} bytes where {end - _reader.Offset} are left");
        return (string.Create(4, header[0] | (header[1] << 8) | (header[2] << 16) | (header[3] << 24), (name, bytes) =>
        {
            for (int i = 0; i < name.Length; i++)
                name[i] = (char)(byte)(bytes >> (8 * i));
        }), length);
    }

    // A chunk of odd length is followed by a byte of padding, which the last one of a file may lack.
    private void SkipTo(long next, long length, long end)
    {
        _reader.Skip(next - _reader.Offset, "the rest of a chunk");
        if (length % 2 != 0 && next < end)
            _reader.Skip(1, "the padding of a chunk");
    }

    private void ReadCanvas(long length)
    {
        Span<byte> header = stackalloc byte[10];
        if (length < header.Length)
            throw _reader.Error($"a VP8X chunk of {length} bytes");
        _reader.ReadExactly(header, "a VP8X chunk");
        (_hasCanvas, IsAnimated) = (true, (header[0] & 2) != 0);
        SetCanvas(Read24(header[4..]) + 1, Read24(header[7..]) + 1);
    }

    private void SetCanvas(int width, int height)
    {
        _options.Limits.CheckPixels(width, height);
        _options.Limits.CheckRow(width, (int)PixelLayout.Rgba);
        (Width, Height) = (width, height);
    }

    private void AddStill(WebpFrame still)
    {
        if (!_hasCanvas)
            SetCanvas(still.Width, still.Height);
        else if ((still.Width, still.Height) != (Width, Height))
            throw _reader.Error($"a picture of {still.Width}x{still.Height} pixels on a canvas of {Width}x{Height}");
        _frames.Add(still);
    }

    private void ReadAnimation(long length)
    {
        Span<byte> header = stackalloc byte[6];
        if (length < header.Length)
            throw _reader.Error($"an ANIM chunk of {length} bytes");
        _reader.ReadExactly(header, "an ANIM chunk");
        Plays = BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
    }

    private void ReadFrame(long length)
    {
        Span<byte> header = stackalloc byte[FrameHeaderBytes];
        if (length < header.Length)
            throw _reader.Error($"an ANMF chunk of {length} bytes");
        long start = _reader.Offset, end = start + length;
        _reader.ReadExactly(header, "an ANMF chunk");
        int left = 2 * Read24(header), top = 2 * Read24(header[3..]), width = Read24(header[6..]) + 1, height = Read24(header[9..]) + 1;
        if (left + width > Width || top + height > Height)
            throw new ImageFormatException(_reader.Format, start,
                $"a frame of {width}x{height} pixels at {left},{top} on a canvas of {Width}x{Height}");
        WebpPiece alpha = default;
        WebpFrame? frame = null;
        while (frame is null && _reader.Offset < end)
        {
            (string type, long bytes) = ReadChunkHeader(end);
            long next = _reader.Offset + bytes;
            if (type == "ALPH")
                alpha = new WebpPiece(_reader.Offset, bytes);
            else if (type is "VP8 " or "VP8L")
                frame = WebpFrame.ReadHeader(_reader, bytes, type == "VP8L", alpha);
            SkipTo(next, bytes, end);
        }
        if (frame is null || (frame.Width, frame.Height) != (width, height))
            throw new ImageFormatException(_reader.Format, start, $"an ANMF chunk without a picture of {width}x{height} pixels");
        _options.Limits.CheckMemory((long)FrameBytes * (_frames.Count + 1));
        _frames.Add(frame with
        {
            Left = left,
            Top = top,
            Delay = Read24(header[12..]),
            IsRemoved = (header[15] & 1) != 0,
            IsBlended = (header[15] & 2) == 0,
        });
    }

    private void ReadMetadata(string type, long length)
    {
        string what = type switch { "ICCP" => "an ICC profile", "EXIF" => "EXIF", _ => "XMP" };
        if (!_metadata.TryAdmit(length, what))
            return;
        byte[] data = _reader.ReadBlock(length, what);
        if (type == "ICCP")
            _metadata.AddProfile(data);
        else if (type == "EXIF")
            _metadata.AddExif(data);
        else
            _metadata.AddXmp(data);
    }

    private static int Read24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
