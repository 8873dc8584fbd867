using System.Buffers.Binary;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.ImageSharp;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Webp;

/// <summary>
/// Writes lossless frames of the whole canvas, each of which replaces the one before. The header holds the length of the file, so the
/// encoded frames are kept until the last one is complete.
/// </summary>
internal sealed class WebpWriter(Stream stream, FrameSequence sequence, EncodeOptions options)
    : FrameWriter(sequence)
{
    // Width and height have 14 bits.
    private const int MaxSide = 1 << 14;

    private const int UnitsPerSecond = 1000;
    private const int MaxDelay = (1 << 24) - 1;
    private const int MaxPlays = ushort.MaxValue;

    // What the library takes for a pixel while it searches for repetitions, measured.
    private const int EncodingBytes = 72;

    private readonly List<(byte[] Picture, int Delay)> _frames = [];
    private readonly HashSet<string> _details = [];
    private ImageInfo? _info;
    private int _delay;
    private long _bytes;

    /// <inheritdoc/>
    private protected override IRowSink BeginFrame(ImageInfo info, FrameDelay delay)
    {
        int side = Math.Max(info.Width, info.Height);
        if (side > MaxSide)
            throw new ImageLimitException("pixels on a side of a WebP", MaxSide, side, "write another format");
        options.Limits.CheckMemory(_bytes + (info.Pixels * EncodingBytes));
        _delay = delay.ToUnits(UnitsPerSecond, MaxDelay, out bool isExact);
        if (!isExact && _details.Add("delay"))
            options.OnDetail?.Invoke("WebP holds delays in milliseconds: rounded");
        _info ??= info;
        return new WebpFrameSink(info, options, Add);
    }

    /// <inheritdoc/>
    private protected override void CompleteFile()
    {
        var metadata = new WebpMetadata(_info!, options);
        using var head = new MemoryStream();
        head.Write("RIFF\0\0\0\0WEBP"u8);
        if (metadata.Flags != 0 || Sequence.Count > 1)
            WriteCanvas(head, metadata);
        using var tail = new MemoryStream();
        metadata.WriteAfterPictures(tail);
        long length = head.Length + tail.Length;
        foreach ((byte[] picture, _) in _frames)
            length += FrameHeader(picture, 0).Length + picture.Length + (picture.Length % 2);
        if (length - 8 > uint.MaxValue)
            throw new ImageLimitException("bytes in a WebP file", uint.MaxValue, length - 8, "write another format");
        BinaryPrimitives.WriteUInt32LittleEndian(head.GetBuffer().AsSpan(4), (uint)(length - 8));
        head.WriteTo(stream);
        foreach ((byte[] picture, int delay) in _frames)
        {
            stream.Write(FrameHeader(picture, delay));
            stream.Write(picture);
            if (picture.Length % 2 != 0)
                stream.WriteByte(0);
        }
        tail.WriteTo(stream);
        stream.Flush();
    }

    /// <inheritdoc/>
    private protected override void Dispose(bool disposing) => _frames.Clear();

    private void Add(byte[] picture)
    {
        options.Limits.CheckMemory(_bytes += picture.Length);
        _frames.Add((picture, _delay));
    }

    private void WriteCanvas(MemoryStream head, WebpMetadata metadata)
    {
        Span<byte> canvas = stackalloc byte[10];
        canvas[0] = (byte)(metadata.Flags | (Sequence.Count > 1 ? 2 : 0) | (_info!.Format.HasAlpha ? 16 : 0));
        BinaryPrimitives.WriteInt32LittleEndian(canvas[4..], _info.Width - 1);
        BinaryPrimitives.WriteUInt16LittleEndian(canvas[7..], (ushort)(_info.Height - 1));
        WebpChunks.Write(head, "VP8X"u8, canvas);
        metadata.WriteBeforePictures(head);
        if (Sequence.Count == 1)
            return;
        if (Sequence.Plays > MaxPlays)
            options.OnNote?.Invoke($"WebP holds at most {MaxPlays} plays of an animation: {Sequence.Plays} are left at that");

        // A background of four bytes, which viewers do not use, then the plays.
        Span<byte> animation = stackalloc byte[6];
        BinaryPrimitives.WriteUInt16LittleEndian(animation[4..], (ushort)Math.Min(Sequence.Plays, MaxPlays));
        WebpChunks.Write(head, "ANIM"u8, animation);
    }

    // The header of a VP8L chunk, in an animation after that of the ANMF chunk around it: position 0, size less 1, delay, and
    // flags of which 2 replaces pixels instead of blending them.
    private byte[] FrameHeader(byte[] picture, int delay)
    {
        byte[] chunk = new byte[8];
        "VP8L"u8.CopyTo(chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), picture.Length);
        if (Sequence.Count == 1)
            return chunk;
        byte[] frame = new byte[8 + 16];
        "ANMF"u8.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), 16 + chunk.Length + picture.Length + (picture.Length % 2));
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(14), _info!.Width - 1);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(17), _info.Height - 1);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(20), delay | (2 << 24));
        return [.. frame, .. chunk];
    }
}

/// <summary>Has the library encode a frame, and takes the picture out of its file.</summary>
internal sealed class WebpFrameSink(ImageInfo info, EncodeOptions options, Action<byte[]> add)
    : ImageSharpSink(info, "webp", options.Limits)
{
    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        using MemoryStream file = Encode(ImageSharpSettings.LosslessWebp(options.Compression));
        var reader = new ByteReader(file, "WebP");
        WebpFrame frame = WebpFile.Read(reader, DecodeOptions.Default with { Limits = options.Limits }).Frames[0];
        byte[] picture = file.GetBuffer().AsSpan((int)frame.Picture.Offset, (int)frame.Picture.Length).ToArray();

        // Bit 36 tells whether alpha is used, which the library sets only if a pixel is transparent.
        if (Info.Format.HasAlpha)
            picture[4] |= 1 << 4;
        add(picture);
    }
}

/// <summary>Writes the chunks of a RIFF file.</summary>
internal static class WebpChunks
{
    /// <summary>Writes a chunk, padded to an even length.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        stream.Write(type);
        stream.Write(length);
        stream.Write(data);
        if (data.Length % 2 != 0)
            stream.WriteByte(0);
    }

    /// <summary>Writes the length of a file that is in memory into its header.</summary>
    public static void SetLength(MemoryStream file) =>
        BinaryPrimitives.WriteUInt32LittleEndian(file.GetBuffer().AsSpan(4), (uint)(file.Length - 8));
}
