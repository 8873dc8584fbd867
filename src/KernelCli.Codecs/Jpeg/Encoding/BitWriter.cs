using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Entropy-coded bits: bytes of ones are followed by a stuffed zero.</summary>
internal sealed class BitWriter(Stream stream)
{
    // A block is at most 64 codes of 27 bits, all of them stuffed.
    private const int MaxBlockBytes = 512;

    private readonly byte[] _bytes = new byte[1 << 16];
    private int _count;

    /// <summary>Bits that are not eight bytes yet, from the top.</summary>
    public ulong Pending { get; set; }

    /// <summary>Room for more of them.</summary>
    public int Free { get; set; } = 64;

    /// <summary>Makes room for a block.</summary>
    public void Require()
    {
        if (_count + MaxBlockBytes > _bytes.Length)
            Flush();
    }

    /// <summary>Fills the last byte with ones.</summary>
    public void Align()
    {
        int bits = 64 - Free, whole = (bits + 7) / 8;
        ulong last = Pending | (((1UL << ((8 * whole) - bits)) - 1) << (64 - (8 * whole)));
        for (int i = 0; i < whole; i++)
            PutByte((byte)(last >> (56 - (8 * i))));
        (Pending, Free) = (0, 64);
    }

    /// <summary>Writes a marker between aligned bits.</summary>
    public void PutMarker(int marker)
    {
        (_bytes[_count], _bytes[_count + 1]) = (0xFF, (byte)marker);
        _count += 2;
    }

    /// <summary>Writes out what is complete.</summary>
    public void Flush()
    {
        stream.Write(_bytes.AsSpan(0, _count));
        _count = 0;
    }

    /// <summary>Writes eight bytes, the first from the top.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Emit(ulong bits)
    {
        // A byte of ones is where adding one carries out of a byte whose top bit was set.
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
