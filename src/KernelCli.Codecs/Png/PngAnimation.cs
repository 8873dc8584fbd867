using System.Buffers.Binary;
using KernelCli.Codecs.Frames;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>What happens to the region of a frame before the next one is drawn (dispose_op).</summary>
internal enum PngDispose : byte
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>It becomes transparent black.</summary>
    Background,

    /// <summary>It becomes what it was before the frame.</summary>
    Previous,
}

/// <summary>A frame control chunk, fcTL, and where the image data of the frame is.</summary>
/// <param name="X">The left column of the frame on the canvas.</param>
/// <param name="Y">Its top row.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Delay">How long it is shown.</param>
/// <param name="Dispose">What happens to it afterwards.</param>
/// <param name="IsBlended">Whether it is drawn over the canvas by its alpha (APNG_BLEND_OP_OVER) or replaces it.</param>
internal sealed record PngFrame(int X, int Y, int Width, int Height, FrameDelay Delay, PngDispose Dispose, bool IsBlended)
{
    /// <summary>The length of the data of fcTL.</summary>
    public const int Bytes = 26;

    /// <summary>The offset and length of each piece of compressed data.</summary>
    public List<(long Offset, int Length)> Data { get; } = [];

    /// <summary>Whether it covers the whole canvas.</summary>
    public bool Covers(PngHeader header) => (X, Y, Width, Height) == (0, 0, header.Width, header.Height);

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

        // A denominator of 0 stands for 100.
        int numerator = BinaryPrimitives.ReadUInt16BigEndian(data[20..]), denominator = BinaryPrimitives.ReadUInt16BigEndian(data[22..]);
        return new PngFrame((int)x, (int)y, (int)width, (int)height, new FrameDelay(numerator, denominator == 0 ? 100 : denominator),
            (PngDispose)data[24], data[25] == 1);
    }
}

/// <summary>The frames of an animated PNG, found by reading its chunks once to their end.</summary>
internal static class PngAnimation
{
    private const int SequenceBytes = 4;

    /// <summary>Lists the frames.</summary>
    /// <param name="reader">The file, seekable.</param>
    /// <param name="chunks">Its chunks, at the first IDAT chunk.</param>
    /// <param name="header">IHDR.</param>
    /// <param name="count">The number of frames that acTL gives.</param>
    /// <param name="first">The data of the fcTL chunk before the image data; null if that image is no frame.</param>
    /// <param name="options">Whether damage is tolerated.</param>
    /// <exception cref="ImageFormatException">Chunks are damaged, missing or out of order.</exception>
    public static List<PngFrame> Read(
        ByteReader reader, PngChunkReader chunks, PngHeader header, uint count, byte[]? first, DecodeOptions options)
    {
        var frames = new List<PngFrame>();
        try
        {
            if (count == 0)
                throw reader.Error("the animation has no frames");
            ReadChunks(chunks, header, first, frames);
            if (frames.Count != count)
                throw reader.Error($"the animation has {frames.Count} frames, {count} were announced");
        }
        catch (ImageFormatException exception) when (options.OnDamage is not null)
        {
            options.OnDamage(exception);
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
        if (!chunks.SkipChecked())
            throw new ImageFormatException("PNG", chunks.DataOffset, "the CRC of chunk fdAT is wrong");
        return BinaryPrimitives.ReadUInt32BigEndian(number);
    }

    /// <summary>A frame as a PNG file of its own.</summary>
    /// <exception cref="ImageFormatException">The file ends too early.</exception>
    public static Stream ToStill(
        ByteReader reader, PngFrame frame, PngHeader header, byte[]? palette, byte[]? transparency, ImageLimits limits)
    {
        long bytes = 0;
        foreach ((_, int length) in frame.Data)
            bytes += length;
        limits.CheckMemory(bytes);
        var file = new MemoryStream();
        file.Write(PngCodec.Signature);
        var chunks = new PngChunkWriter(file);
        chunks.Write("IHDR", (header with { Width = frame.Width, Height = frame.Height }).ToBytes());
        if (palette is not null)
            chunks.Write("PLTE", palette);
        if (transparency is not null)
            chunks.Write("tRNS", transparency);
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
