using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Gif;

/// <summary>
/// Writes frames of the whole canvas. The color table of the first frame is the global one; a frame with another has a local one.
/// </summary>
internal sealed class GifWriter(Stream stream, FrameSequence sequence, EncodeOptions options) : FrameWriter
{
    private const int MaxSide = ushort.MaxValue;
    private const int UnitsPerSecond = 100;

    // The extension stores repeats, one less than plays, in 16 bits.
    private const int MaxPlays = ushort.MaxValue + 1;

    private readonly HashSet<string> _notes = [];
    private ImageInfo? _info;
    private byte[] _globalColors = [];
    private int _delay;
    private int _begun;
    private int _written;
    private bool _completed;

    /// <summary>The limits for frames that are kept in memory.</summary>
    public ImageLimits Limits => options.Limits;

    /// <inheritdoc/>
    public override IRowSink Begin(ImageInfo info, FrameDelay delay)
    {
        if (_begun != _written || _begun == sequence.Count)
            throw new InvalidOperationException(_begun == sequence.Count
                ? $"all {sequence.Count} frames were begun" : "the frame before is not complete");
        if (_info is not null && (_info.Width, _info.Height, _info.Format) != (info.Width, info.Height, info.Format))
            throw new ArgumentException($"the frames of a GIF have one size and format, the first {_info.Width}x{_info.Height} "
                + $"{_info.Format}, this one {info.Width}x{info.Height} {info.Format}", nameof(info));
        int side = Math.Max(info.Width, info.Height);
        if (side > MaxSide)
            throw new ImageLimitException("pixels on a side of a GIF", MaxSide, side, "write another --format");
        _delay = delay.ToUnits(UnitsPerSecond, ushort.MaxValue, out bool isExact);
        if (!isExact)
            Detail("GIF holds delays in hundredths of a second: rounded");
        (_info, _begun) = (_info ?? info, _begun + 1);
        return info.Format.Layout is PixelLayout.Gray ? new GifGraySink(this, info) : new GifColorSink(this, info);
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        if (_completed)
            return;
        if (_written < sequence.Count)
            throw new InvalidOperationException($"the file has {sequence.Count} frames, and {_written} were written");
        stream.WriteByte(0x3B);
        stream.Flush();
        _completed = true;
    }

    /// <summary>Writes what precedes the pixels of a frame.</summary>
    /// <param name="colors">Red, green and blue of each entry.</param>
    /// <param name="transparent">The index of transparent pixels, or -1.</param>
    public GifLzwEncoder BeginPixels(ReadOnlySpan<byte> colors, int transparent)
    {
        Debug.Assert(_info is not null && colors.Length % 3 == 0 && transparent <= colors.Length / 3, "the frame was begun");
        int entries = Math.Max(colors.Length / 3, transparent + 1), bits = BitsOf(entries);
        byte[] table = new byte[3 << bits];
        colors.CopyTo(table);
        if (_written == 0)
            WriteStart(_info, _globalColors = table, bits);
        bool isLocal = !table.AsSpan().SequenceEqual(_globalColors);
        WriteControl(transparent);
        Span<byte> descriptor = stackalloc byte[10];
        descriptor[0] = 0x2C;
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[5..], (ushort)_info.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[7..], (ushort)_info.Height);
        descriptor[9] = (byte)(isLocal ? 0x80 | (bits - 1) : 0);
        stream.Write(descriptor);
        if (isLocal)
            stream.Write(table);

        // Pixels of one bit have codes of two.
        return new GifLzwEncoder(stream, Math.Max(2, bits));
    }

    /// <summary>Counts a frame whose pixels are written.</summary>
    public void EndPixels() => _written++;

    /// <summary>Tells the caller once what the format cannot hold.</summary>
    public void Note(string text)
    {
        if (_notes.Add(text))
            options.OnNote?.Invoke(text);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private void Detail(string text)
    {
        if (_notes.Add(text))
            options.OnDetail?.Invoke(text);
    }

    private void WriteStart(ImageInfo info, ReadOnlySpan<byte> table, int bits)
    {
        Span<byte> header = stackalloc byte[13];
        "GIF89a"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)info.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], (ushort)info.Height);

        // A global table of 2 to the power of bits, of samples of eight bits.
        header[10] = (byte)(0x80 | 0x70 | (bits - 1));
        stream.Write(header);
        stream.Write(table);
        WriteLoop();
        MetadataLoss.Report(options, "GIF", info.Metadata, MetadataKinds.Comments);
        foreach (ImageText text in info.Metadata.Texts)
            if (options.KeepMetadata && text.Keyword == ImageText.Comment)
                GifMetadata.WriteComment(stream, text.Text);
    }

    private void WriteLoop()
    {
        if (sequence.Count == 1 || sequence.Plays == 1)
            return;
        if (sequence.Plays > MaxPlays)
            Note($"GIF holds at most {MaxPlays} plays of an animation: {sequence.Plays} are left at that");
        Span<byte> repeats = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(repeats, (ushort)(sequence.Plays == 0 ? 0 : Math.Min(sequence.Plays, MaxPlays) - 1));
        stream.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, .. repeats, 0]);
    }

    // Frames replace each other. Where they have transparent pixels, the one before is removed first.
    private void WriteControl(int transparent)
    {
        if (sequence.Count == 1 && transparent < 0 && _delay == 0)
            return;
        GifDisposal disposal = _info!.Format.HasAlpha ? GifDisposal.Background : GifDisposal.Keep;
        Span<byte> control = stackalloc byte[8];
        (control[0], control[1], control[2]) = (0x21, 0xF9, 4);
        control[3] = (byte)((sequence.Count == 1 ? 0 : (int)disposal << 2) | (transparent < 0 ? 0 : 1));
        BinaryPrimitives.WriteUInt16LittleEndian(control[4..], (ushort)_delay);
        control[6] = (byte)Math.Max(0, transparent);
        stream.Write(control);
    }

    private static int BitsOf(int entries) => Math.Max(1, BitOperations.Log2((uint)Math.Max(1, entries - 1)) + 1);
}
