using System.Buffers.Binary;
using System.Numerics;
using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Png;

/// <summary>Writes an animated PNG: every frame covers the canvas and replaces the one before.</summary>
internal sealed class PngFrameWriter(Stream stream, FrameSequence sequence, EncodeOptions options)
    : FrameWriter(sequence)
{
    private readonly PngChunkWriter _chunks = new(stream);
    private PngEncoder? _frame;
    private uint _sequence;

    /// <inheritdoc/>
    private protected override IRowSink BeginFrame(ImageInfo info, FrameDelay delay)
    {
        bool isFirst = _frame is null;
        if (isFirst)
            PngEncoder.WriteHead(stream, _chunks, info, options, WriteControl);
        WriteFrameControl(info, delay);
        _frame?.Dispose();
        return _frame = new PngEncoder(info, options, new IdatWriteStream(_chunks, isFirst ? null : () => _sequence++), end: null);
    }

    /// <inheritdoc/>
    private protected override void CompleteFile() => _chunks.Write("IEND", []);

    /// <inheritdoc/>
    private protected override void Dispose(bool disposing) => _frame?.Dispose();

    private void WriteControl()
    {
        Span<byte> data = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(data, Sequence.Count);
        BinaryPrimitives.WriteInt32BigEndian(data[4..], Sequence.Plays);
        _chunks.Write("acTL", data);
    }

    private void WriteFrameControl(ImageInfo info, FrameDelay delay)
    {
        (ushort numerator, ushort denominator) = Fraction(delay, out bool isExact);
        if (!isExact)
            options.OnDetail?.Invoke("a delay that PNG cannot say exactly: rounded");
        Span<byte> data = stackalloc byte[PngFrame.Bytes];
        data.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(data, _sequence++);
        BinaryPrimitives.WriteInt32BigEndian(data[4..], info.Width);
        BinaryPrimitives.WriteInt32BigEndian(data[8..], info.Height);
        BinaryPrimitives.WriteUInt16BigEndian(data[20..], numerator);
        BinaryPrimitives.WriteUInt16BigEndian(data[22..], denominator);
        _chunks.Write("fcTL", data);
    }

    // The fraction itself if its reduced terms fit 16 bits; else one with the largest denominator that leaves the numerator in range.
    private static (ushort Numerator, ushort Denominator) Fraction(FrameDelay delay, out bool isExact)
    {
        int divisor = (int)BigInteger.GreatestCommonDivisor(delay.Numerator, delay.Denominator);
        (long numerator, long denominator) = (delay.Numerator / divisor, delay.Denominator / divisor);
        isExact = numerator <= ushort.MaxValue && denominator <= ushort.MaxValue;
        if (isExact)
            return ((ushort)numerator, (ushort)denominator);
        long scale = numerator > denominator ? Math.Max(1, ushort.MaxValue * denominator / numerator) : ushort.MaxValue;
        long rounded = ((2 * numerator * scale) + denominator) / (2 * denominator);
        return ((ushort)Math.Clamp(rounded, 1, ushort.MaxValue), (ushort)scale);
    }
}
