using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Writes entropy-coded bits, with a zero byte stuffed after each byte FF.</summary>
internal sealed class BitWriter(Stream stream)
{
    // More than the largest block takes: 64 codes of 27 bits, with every byte stuffed, are 432 bytes.
    private const int MaxBlockBytes = 512;

    private readonly byte[] _bytes = new byte[1 << 16];
    private int _count;

    /// <summary>The bits that do not fill eight bytes yet, from the top.</summary>
    public ulong Pending { get; set; }

    /// <summary>Number of unused bits in <see cref="Pending"/>.</summary>
    public int Free { get; set; } = 64;

    /// <summary>Makes room for a block.</summary>
    public void Require()
    {
        if (_count + MaxBlockBytes > _bytes.Length)
            Flush();
    }

    /// <summary>Moves the pending bits to the buffer, with the last byte padded with ones.</summary>
    public void Align()
    {
        int bits = 64 - Free, whole = (bits + 7) / 8;
        ulong last = Pending | (((1UL << ((8 * whole) - bits)) - 1) << (64 - (8 * whole)));
        for (int i = 0; i < whole; i++)
            PutByte((byte)(last >> (56 - (8 * i))));
        (Pending, Free) = (0, 64);
    }

    /// <summary>Writes a marker; the bits must be aligned.</summary>
    public void PutMarker(int marker)
    {
        (_bytes[_count], _bytes[_count + 1]) = (0xFF, (byte)marker);
        _count += 2;
    }

    /// <summary>Writes the buffer to the stream; pending bits are kept.</summary>
    public void Flush()
    {
        stream.Write(_bytes.AsSpan(0, _count));
        _count = 0;
    }

    /// <summary>Writes eight bytes, most significant first, with stuffing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Emit(ulong bits)
    {
        // Adding one to each byte clears a set top bit only in bytes FF, and by their carry in bytes FE above them.
        const ulong tops = 0x8080808080808080, ones = 0x0101010101010101;
        if ((bits & tops & ~(bits + ones)) == 0)
        {
            BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(_count), bits);
            _count += 8;
            return;
        }
        for (int shift = 56; shift >= 0; shift -= 8)
            PutByte((byte)(bits >> shift));
    }

    private void PutByte(byte value)
    {
        _bytes[_count++] = value;
        if (value == 0xFF)
            _bytes[_count++] = 0;
    }
}
