using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// A position in entropy-coded bytes. The next bits are at the top of a 64-bit register, at least 32 of them after
/// <see cref="Refill"/>.
/// </summary>
internal unsafe struct BitCursor
{
    /// <summary>
    /// The next bits, from the top. The bits below the first <see cref="Count"/> repeat those at <see cref="Next"/>, or
    /// are 0.
    /// </summary>
    public ulong Bits;

    /// <summary>Number of valid bits.</summary>
    public int Count;

    /// <summary>The byte to take next.</summary>
    public byte* Next;

    /// <summary>Whether more bits were consumed than there are before <paramref name="end"/>.</summary>
    public readonly bool IsPast(byte* end) => Next - (Count >> 3) > end;

    /// <summary>Number of complete bytes before <paramref name="end"/> of which no bit was consumed.</summary>
    public readonly long Unread(byte* end) => Math.Max(0, end - (Next - (Count >> 3)));

    /// <summary>
    /// If fewer than 32 bits are valid, loads as many bytes as fit. It reads eight bytes at <see cref="Next"/>, even if fewer
    /// fit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        if (Count >= 32)
            return;
        ulong bytes = *(ulong*)Next;
        Bits |= (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(bytes) : bytes) >> Count;
        Next += (63 - Count) >> 3;
        Count |= 56;
    }

    /// <summary>Returns the next 1 to 32 bits without consuming them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Peek(int bits) => (uint)(Bits >> (64 - bits));

    /// <summary>Consumes at most <see cref="Count"/> bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int bits)
    {
        Debug.Assert((uint)bits <= (uint)Count, "only bits that the register holds are skipped");
        Bits <<= bits;
        Count -= bits;
    }

    /// <summary>Reads the next 0 to 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadBits(int bits)
    {
        Refill();
        int value = bits == 0 ? 0 : (int)Peek(bits);
        Skip(bits);
        return value;
    }

    /// <summary>Reads the next code and returns its symbol, or -1 if the bits match no code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadSymbol(HuffmanLookup table)
    {
        Refill();
        int entry = table.Find(Peek(32));
        Skip(entry & 0xFF);
        return entry == 0 ? -1 : entry >> 8;
    }
}
