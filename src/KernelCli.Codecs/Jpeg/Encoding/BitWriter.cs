using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Entropy-coded bits: bytes of ones are followed by a stuffed zero.</summary>
internal sealed class BitWriter(Stream stream)
{
    // A block is at most 64 codes of 27 bits, all of them stuffed.
    private const int MostBlockBytes = 512;

    private readonly byte[] _bytes = new byte[1 << 16];
    private int _count;
    private ulong _bits;
    private int _free = 64;

    /// <summary>Appends the low bits of a number, at most 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(uint value, int bits)
    {
        _free -= bits;
        if (_free >= 0)
        {
            _bits |= (ulong)value << _free;
            return;
        }
        Emit(_bits | ((ulong)value >> -_free));
        _free += 64;
        _bits = (ulong)value << _free;
    }

    /// <summary>Makes room for a block.</summary>
    public void Require()
    {
        if (_count + MostBlockBytes > _bytes.Length)
            Flush();
    }

    /// <summary>Fills the last byte with ones.</summary>
    public void Align()
    {
        int bits = 64 - _free;
        int whole = (bits + 7) / 8;
        ulong last = _bits | (((1UL << ((8 * whole) - bits)) - 1) << (64 - (8 * whole)));
        for (int i = 0; i < whole; i++)
            PutByte((byte)(last >> (56 - (8 * i))));
        (_bits, _free) = (0, 64);
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

    // A byte of ones is where adding one carries out of a byte whose top bit was set.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Emit(ulong bits)
    {
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
