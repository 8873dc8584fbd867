using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KernelCli.Codecs.Jpeg.Syntax;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Computes the parts of a block's Huffman symbols (T.81, F.1.2).</summary>
internal static unsafe class BlockSymbols
{
    /// <summary>The symbol of sixteen zeros, ZRL.</summary>
    public const int SixteenZeros = 0xF0;

    /// <summary>The symbol after which all coefficients of the block are 0, EOB.</summary>
    public const int EndOfBlock = 0;

    /// <summary>A mask of the non-zero coefficients: bit k for coefficient k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mask(short* block)
    {
        ulong mask = 0;
        for (int i = 0; i < ZigZag.Count; i += 16)
        {
            Vector128<short> low = Vector128.Equals(Vector128.Load(block + i), Vector128<short>.Zero);
            Vector128<short> high = Vector128.Equals(Vector128.Load(block + i + 8), Vector128<short>.Zero);
            Vector128<byte> zero = Vector128.Narrow(low, high).AsByte();
            mask |= (ulong)(~zero.ExtractMostSignificantBits() & 0xFFFF) << i;
        }
        return mask;
    }

    /// <summary>The number of bits in a value's magnitude; 0 for 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Size(int value)
    {
        // Signs are nearly random, so a branch would be mispredicted half of the time.
        int sign = value >> 31;
        return 32 - BitOperations.LeadingZeroCount((uint)((value ^ sign) - sign));
    }

    /// <summary>
    /// The extra bits of a value: the low <paramref name="size"/> bits of it, or of value - 1 if it is negative.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Extra(int value, int size) => (uint)(value + (value >> 31)) & ((1u << size) - 1);
}
