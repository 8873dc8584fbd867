using System.Diagnostics;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Webp.Lossless;

/// <summary>The bits of a lossless picture, the lowest of each byte first.</summary>
/// <param name="data">The bytes.</param>
/// <param name="start">The index of the first byte.</param>
/// <param name="offset">The offset of <paramref name="data"/> in the file, for messages.</param>
internal sealed class LosslessBits(byte[] data, int start, long offset)
{
    private int _next = start;
    private ulong _bits;
    private int _count;

    /// <summary>The next bits without consuming them, the first one lowest; zeros after the end.</summary>
    /// <param name="count">From 0 to 24.</param>
    public uint Peek(int count)
    {
        Debug.Assert(count is >= 0 and <= 24, "as many bits are there after a refill");
        if (_count < count)
            Fill();
        return (uint)_bits & ((1u << count) - 1);
    }

    /// <summary>Consumes bits.</summary>
    /// <exception cref="ImageFormatException">There are fewer.</exception>
    public void Skip(int count)
    {
        if (_count < count)
            throw Error("the data of a picture ends too early");
        _bits >>= count;
        _count -= count;
    }

    /// <summary>Reads a number.</summary>
    /// <param name="count">Its bits, from 0 to 24.</param>
    /// <exception cref="ImageFormatException">There are fewer.</exception>
    public int Read(int count)
    {
        uint value = Peek(count);
        Skip(count);
        return (int)value;
    }

    /// <summary>Reads a bit.</summary>
    /// <exception cref="ImageFormatException">There is none.</exception>
    public bool ReadFlag() => Read(1) != 0;

    /// <summary>An error at the bytes that are read now.</summary>
    public ImageFormatException Error(string problem) => new("WebP", offset + _next - (_count / 8), problem);

    private void Fill()
    {
        for (; _count <= 56 && _next < data.Length; _count += 8)
            _bits |= (ulong)data[_next++] << _count;
    }
}
