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
internal sealed class GifWriter(Stream stream, FrameSequence sequence, EncodeOptions options)
    : FrameWriter(sequence)
{
    private const int MaxSide = ushort.MaxValue;

    // The extension stores repeats, one less than plays, in 16 bits.
    private const int MaxPlays = ushort.MaxValue + 1;

    private readonly HashSet<string> _notes = [];
    private ImageInfo? _info;
    private byte[] _globalColors = [];
    private int _delay;

    /// <summary>The limits for frames that are kept in memory.</summary>
    public ImageLimits Limits => options.Limits;

    /// <inheritdoc/>
    private protected override IRowSink BeginFrame(ImageInfo info, FrameDelay delay)
    {
        int side = Math.Max(info.Width, info.Height);
        if (side > MaxSide)
            throw new ImageLimitException("pixels on a side of a GIF", MaxSide, side, "write another format");
        _delay = delay.ToUnits(GifFrame.UnitsPerSecond, ushort.MaxValue, out bool isExact);
        if (!isExact)
            Detail("GIF holds delays in hundredths of a second: rounded");
        _info = info;
        return info.Format.Layout is PixelLayout.Gray ? new GifGraySink(this, info) : new GifColorSink(this, info);
    }

    /// <inheritdoc/>
    private protected override void CompleteFile()
    {
        stream.WriteByte(0x3B);
        stream.Flush();
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
        if (Written == 0)
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

    /// <summary>Tells the caller once what the format cannot hold.</summary>
    public void Note(string text)
    {
        if (_notes.Add(text))
            options.OnNote?.Invoke(text);
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
        if (Sequence.Count == 1 || Sequence.Plays == 1)
            return;
        if (Sequence.Plays > MaxPlays)
            Note($"GIF holds at most {MaxPlays} plays of an animation: {Sequence.Plays} are left at that");
        Span<byte> repeats = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(repeats, (ushort)(Sequence.Plays == 0 ? 0 : Math.Min(Sequence.Plays, MaxPlays) - 1));
        stream.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, .. repeats, 0]);
    }

    // Frames replace each other. Where they have transparent pixels, the one before is removed first.
    private void WriteControl(int transparent)
    {
        if (Sequence.Count == 1 && transparent < 0 && _delay == 0)
            return;
        int disposal = _info!.Format.HasAlpha ? GifFrame.RestoreToBackground : GifFrame.DoNotDispose;
        Span<byte> control = stackalloc byte[8];
        (control[0], control[1], control[2]) = (0x21, 0xF9, 4);
        control[3] = (byte)((Sequence.Count == 1 ? 0 : disposal << 2) | (transparent < 0 ? 0 : 1));
        BinaryPrimitives.WriteUInt16LittleEndian(control[4..], (ushort)_delay);
        control[6] = (byte)Math.Max(0, transparent);
        stream.Write(control);
    }

    private static int BitsOf(int entries) => Math.Max(1, BitOperations.Log2((uint)Math.Max(1, entries - 1)) + 1);
}
