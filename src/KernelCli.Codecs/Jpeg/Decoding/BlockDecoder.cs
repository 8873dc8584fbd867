using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KernelCli.Codecs.Jpeg.Syntax;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>One block of a sequential scan (T.81, F.2.2).</summary>
internal static unsafe class BlockDecoder
{
    // The largest first coefficient of 8-bit samples needs 11 bits for its difference; tables with larger sizes are damaged.
    private const int MaxDcSize = 15;

    private static readonly byte* Natural = CopyOrder();

    /// <summary>Decodes a block.</summary>
    /// <param name="cursor">The bits.</param>
    /// <param name="dc">Table of the first coefficient.</param>
    /// <param name="ac">Table of the others.</param>
    /// <param name="prediction">The component's first coefficient before, and after.</param>
    /// <param name="block">64 zeros, which become coefficients row by row.</param>
    /// <returns>The last place in coded order that was written, or -1 where the bits make no sense.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(ref BitCursor cursor, HuffmanLookup dc, HuffmanLookup ac, ref int prediction, short* block)
    {
        BitCursor bits = cursor;
        if (!ReadDifference(ref bits, dc, ref prediction))
            return -1;
        block[0] = (short)prediction;
        byte* natural = Natural;
        int* coefficients = ac.Coefficients;
        int last = 0;
        for (int k = 1; k < ZigZag.Count; k++)
        {
            bits.Refill();
            int entry = coefficients[bits.Peek(HuffmanLookup.Bits)];
            if ((entry & 0xFF) == 0)
            {
                entry = TakeLong(ref bits, ac);
                if (entry < 0)
                    return -1;
                (k, entry) = (k + (entry & 0xFF), entry << 8);
            }
            else
            {
                bits.Skip(entry & 0xFF);
                k += (entry >> 8) & 0xFF;
            }
            if (k >= ZigZag.Count)
            {
                if (k < HuffmanLookup.EndOfBlock)
                    return -1;
                break;
            }

            // Sixteen zeros are a coefficient of 0 here, which does not count.
            int value = entry >> 16;
            block[natural[k]] = (short)value;
            last = value != 0 ? k : last;
        }
        cursor = bits;
        return last;
    }

    /// <summary>Skips a block whose coefficients are not wanted.</summary>
    /// <inheritdoc cref="Decode"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Skip(ref BitCursor cursor, HuffmanLookup dc, HuffmanLookup ac)
    {
        BitCursor bits = cursor;
        int prediction = 0;
        if (!ReadDifference(ref bits, dc, ref prediction))
            return -1;
        int* coefficients = ac.Coefficients;
        for (int k = 1; k < ZigZag.Count; k++)
        {
            bits.Refill();
            int entry = coefficients[bits.Peek(HuffmanLookup.Bits)];
            if ((entry & 0xFF) == 0)
            {
                entry = TakeLong(ref bits, ac);
                if (entry < 0)
                    return -1;
                k += entry & 0xFF;
            }
            else
            {
                bits.Skip(entry & 0xFF);
                k += (entry >> 8) & 0xFF;
            }
            if (k is >= ZigZag.Count and < HuffmanLookup.EndOfBlock)
                return -1;
        }
        cursor = bits;
        return 0;
    }

    /// <summary>Adds the next difference to a prediction; false where the bits make no sense.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool ReadDifference(ref BitCursor bits, HuffmanLookup dc, ref int prediction)
    {
        int size = bits.ReadSymbol(dc);
        if ((uint)size > MaxDcSize)
            return false;
        if (size != 0)
            prediction += HuffmanLookup.Extend(bits.ReadBits(size), size);
        return true;
    }

    // A symbol and its extra bits, longer than one look: zeros to pass over in bits 0 to 7, the coefficient in 8 to 23. -1 for nonsense.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int TakeLong(ref BitCursor bits, HuffmanLookup ac)
    {
        int symbol = bits.ReadSymbol(ac);
        if (symbol < 0)
            return -1;
        (int run, int size) = (symbol >> 4, symbol & 15);
        if (size == 0)
            return run == 15 ? 15 : HuffmanLookup.EndOfBlock;
        int value = HuffmanLookup.Extend(bits.ReadBits(size), size);
        return ((value & 0xFFFF) << 8) | run;
    }

    private static byte* CopyOrder()
    {
        byte* order = (byte*)NativeMemory.Alloc((nuint)ZigZag.Natural.Length);
        ZigZag.Natural.CopyTo(new Span<byte>(order, ZigZag.Natural.Length));
        return order;
    }
}
