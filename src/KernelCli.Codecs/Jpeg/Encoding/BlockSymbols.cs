using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KernelCli.Codecs.Jpeg.Syntax;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>What the symbols of a block are made of (T.81, F.1.2).</summary>
internal static unsafe class BlockSymbols
{
    /// <summary>The symbol of sixteen zeros.</summary>
    public const int SixteenZeros = 0xF0;

    /// <summary>The symbol after which all coefficients are 0.</summary>
    public const int EndOfBlock = 0;

    /// <summary>Which coefficients are not 0: bit k for coefficient k.</summary>
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

    /// <summary>The bits that a number's magnitude takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Size(int value)
    {
        // Signs are as good as random: a branch on them would be guessed wrong half of the time.
        int sign = value >> 31;
        return 32 - BitOperations.LeadingZeroCount((uint)((value ^ sign) - sign));
    }

    /// <summary>The extra bits of a number: itself, or for negative ones one less, in as many bits as its size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Extra(int value, int size) => (uint)(value + (value >> 31)) & ((1u << size) - 1);
}
