namespace KernelCli.Codecs.Tiff;

/// <summary>A range of a file as a stream.</summary>
/// <param name="file">The file; left open.</param>
/// <param name="offset">The first byte.</param>
/// <param name="length">How many bytes; fewer where the file ends.</param>
/// <param name="reversesBits">Whether the bits of each byte are stored from the least significant one (FillOrder 2).</param>
internal sealed class TiffWindow(TiffFile file, long offset, long length, bool reversesBits) : ForwardStream
{
    private long _done;

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        Span<byte> part = buffer[..(int)Math.Min(buffer.Length, length - _done)];
        int count = file.ReadSome(offset + _done, part);
        _done += count;
        if (reversesBits)
            foreach (ref byte value in part[..count])
                value = Reversed(value);
        return count;
    }

    private static byte Reversed(int value)
    {
        value = ((value & 0x55) << 1) | ((value >> 1) & 0x55);
        value = ((value & 0x33) << 2) | ((value >> 2) & 0x33);
        return (byte)((value << 4) | (value >> 4));
    }
}
