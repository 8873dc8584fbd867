using System.Buffers.Binary;
using System.Diagnostics;
using KernelCli.Codecs.Frames;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>A frame control chunk, fcTL, and where the image data of the frame is.</summary>
/// <param name="Area">The part of the canvas that the frame covers, and dispose_op.</param>
/// <param name="Delay">How long it is shown.</param>
/// <param name="IsBlended">Whether it is blended with the canvas by its alpha (APNG_BLEND_OP_OVER); otherwise it replaces it.</param>
internal sealed record PngFrame(FrameArea Area, FrameDelay Delay, bool IsBlended)
{
    /// <summary>The length of the data of fcTL.</summary>
    public const int Bytes = 26;

    /// <summary>The offset and length of each piece of compressed data.</summary>
    public List<(long Offset, int Length)> Data { get; } = [];

    /// <summary>Whether it covers the whole canvas.</summary>
    public bool Covers(PngHeader header) => (Area.Width, Area.Height) == (header.Width, header.Height);

    /// <summary>Reads the data of fcTL after its sequence number.</summary>
    /// <exception cref="ImageFormatException">The frame is empty or outside the canvas, or an operation is unknown.</exception>
    public static PngFrame Parse(ReadOnlySpan<byte> data, PngHeader header, long offset)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data[4..]), height = BinaryPrimitives.ReadUInt32BigEndian(data[8..]),
            x = BinaryPrimitives.ReadUInt32BigEndian(data[12..]), y = BinaryPrimitives.ReadUInt32BigEndian(data[16..]);
        if (width == 0 || height == 0 || (long)x + width > header.Width || (long)y + height > header.Height)
            throw new ImageFormatException("PNG", offset, $"a frame of {width}x{height} at {x},{y} is not inside the picture");
        if (data[24] > 2 || data[25] > 1)
            throw new ImageFormatException("PNG", offset, $"a frame has dispose_op {data[24]} and blend_op {data[25]}, which do not exist");

        // A denominator of 0 means 100.
        int numerator = BinaryPrimitives.ReadUInt16BigEndian(data[20..]), denominator = BinaryPrimitives.ReadUInt16BigEndian(data[22..]);
        FrameDisposal disposal = data[24] switch { 0 => FrameDisposal.Keep, 1 => FrameDisposal.Background, _ => FrameDisposal.Previous };
        return new PngFrame(new FrameArea((int)x, (int)y, (int)width, (int)height, disposal),
            new FrameDelay(numerator, denominator == 0 ? 100 : denominator), data[25] == 1);
    }
}

/// <summary>The frames of an animated PNG, found by reading its chunks once to their end.</summary>
internal static class PngAnimation
{
    private const int SequenceBytes = 4;

    /// <summary>
    /// Opens the frames of an animation. A default image that is no frame is left out with a note: only programs that do not know
    /// animations show it.
    /// </summary>
    /// <param name="decoder">The file, whose chunks were read up to the image data.</param>
    /// <param name="reader">The same file; owned by the result.</param>
    /// <param name="options">Limits, and whether damage is tolerated.</param>
    /// <exception cref="ImageFormatException">Chunks are damaged, missing or out of order.</exception>
    public static FrameReader Open(PngDecoder decoder, ByteReader reader, DecodeOptions options)
    {
        Debug.Assert(decoder.Animation is not null);
        (uint count, uint plays) = decoder.Animation.Value;
        if (!reader.CanSeek)
            reader.Keep(options.Limits);
        List<PngFrame> frames = Read(reader, decoder, count, options);
        if (decoder.FirstFrameControl is null)
            options.OnNote?.Invoke("the picture beside the animation, which only programs without animations show: left out");
        return new AnimationReader(new PngCanvas(reader, decoder, frames, options), frames.Select(frame => frame.Delay),
            (int)Math.Min(plays, int.MaxValue), reader);
    }

    private static List<PngFrame> Read(ByteReader reader, PngDecoder decoder, uint count, DecodeOptions options)
    {
        var frames = new List<PngFrame>();
        try
        {
            if (count == 0)
                throw reader.Error("the animation has no frames");
            ReadChunks(decoder.Chunks, decoder.Header, decoder.FirstFrameControl, frames);
            if (frames.Count != count)
                throw reader.Error($"the animation has {frames.Count} frames, {count} were announced");
        }
        catch (ImageFormatException damage)
        {
            options.ReportDamage(damage);
        }

        // Of a damaged file, the frames that have data.
        frames.RemoveAll(frame => frame.Data.Count == 0);
        return frames.Count > 0 ? frames : throw reader.Error("the animation has no frames");
    }

    private static void ReadChunks(PngChunkReader chunks, PngHeader header, byte[]? first, List<PngFrame> frames)
    {
        uint sequence = 0;
        if (first is not null)
            Begin(first, chunks.DataOffset);
        for (; chunks.Type != "IEND"; chunks.Next())
        {
            switch (chunks.Type)
            {
                case "IDAT" when first is not null && frames.Count == 1:
                    Add(chunks.DataOffset, chunks.Length);
                    chunks.Skip();
                    break;
                case "fcTL":
                    Begin(chunks.ReadAll(), chunks.DataOffset);
                    break;
                case "fdAT" when chunks.Length >= SequenceBytes && frames.Count > 0:
                    CheckSequence(ReadSequence(chunks), chunks.DataOffset);
                    Add(chunks.DataOffset + SequenceBytes, chunks.Length - SequenceBytes);
                    break;
                case "fdAT":
                    throw new ImageFormatException("PNG", chunks.DataOffset, "data of a frame, without a frame before it");
                default:
                    chunks.Skip();
                    break;
            }
        }
        chunks.Skip();

        void Begin(byte[]? data, long offset)
        {
            if (data is not { Length: PngFrame.Bytes })
                throw new ImageFormatException("PNG", offset, "chunk fcTL is damaged");
            if (frames.Count > 0 && frames[^1].Data.Count == 0)
                throw new ImageFormatException("PNG", offset, $"frame {frames.Count} has no data");
            CheckSequence(BinaryPrimitives.ReadUInt32BigEndian(data), offset);
            frames.Add(PngFrame.Parse(data, header, offset));
        }

        void Add(long offset, long length)
        {
            if (length > 0)
                frames[^1].Data.Add((offset, (int)length));
        }

        void CheckSequence(uint number, long offset)
        {
            if (number != sequence++)
                throw new ImageFormatException("PNG", offset, $"a chunk of the animation has number {number}, expected {sequence - 1}");
        }
    }

    private static uint ReadSequence(PngChunkReader chunks)
    {
        Span<byte> number = stackalloc byte[SequenceBytes];
        for (int done = 0; done < number.Length;)
            done += chunks.Read(number[done..]);
        if (!chunks.Skip())
            throw new ImageFormatException("PNG", chunks.DataOffset, "the CRC of chunk fdAT is wrong");
        return BinaryPrimitives.ReadUInt32BigEndian(number);
    }

    /// <summary>A frame as a PNG file of its own.</summary>
    /// <exception cref="ImageFormatException">The file ends too early.</exception>
    public static Stream ToStill(ByteReader reader, PngFrame frame, PngDecoder decoder, ImageLimits limits)
    {
        long bytes = 0;
        foreach ((_, int length) in frame.Data)
            bytes += length;
        limits.CheckMemory(bytes);
        var file = new MemoryStream();
        file.Write(PngCodec.Signature);
        var chunks = new PngChunkWriter(file);
        chunks.Write("IHDR", (decoder.Header with { Width = frame.Area.Width, Height = frame.Area.Height }).ToBytes());
        if (decoder.Palette is not null)
            chunks.Write("PLTE", decoder.Palette);
        if (decoder.Transparency is not null)
            chunks.Write("tRNS", decoder.Transparency);
        foreach ((long offset, int length) in frame.Data)
        {
            byte[] data = new byte[length];
            if (!reader.TryReadAt(offset, data))
                throw new ImageFormatException("PNG", offset, "the file ends within a frame");
            chunks.Write("IDAT", data);
        }
        chunks.Write("IEND", []);
        file.Position = 0;
        return file;
    }
}
