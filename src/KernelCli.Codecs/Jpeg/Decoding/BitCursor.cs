using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// A place in entropy-coded bytes. The next bits stand at the top of a register; at least 32 of them after
/// <see cref="Refill"/>.
/// </summary>
internal unsafe struct BitCursor
{
    /// <summary>The bits, from the top; what is below the count is already part of the next bytes, or 0.</summary>
    public ulong Bits;

    /// <summary>Bits that count.</summary>
    public int Count;

    /// <summary>The byte to take next.</summary>
    public byte* Next;

    /// <summary>Takes in whole bytes as far as they fit. Eight bytes are read.</summary>
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

    /// <summary>The next bits, 1 to 32 of them, without taking them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Peek(int bits) => (uint)(Bits >> (64 - bits));

    /// <summary>Skips bits that are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int bits)
    {
        Bits <<= bits;
        Count -= bits;
    }

    /// <summary>The next bits, 0 to 16 of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadBits(int bits)
    {
        Refill();
        int value = bits == 0 ? 0 : (int)Peek(bits);
        Skip(bits);
        return value;
    }

    /// <summary>The symbol of the next code, or -1 where there is no such code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadSymbol(HuffmanLookup table)
    {
        Refill();
        int entry = table.Find(Peek(32));
        Skip(entry & 0xFF);
        return entry == 0 ? -1 : entry >> 8;
    }
}
