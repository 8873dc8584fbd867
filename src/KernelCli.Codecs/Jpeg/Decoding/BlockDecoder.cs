using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KernelCli.Codecs.Jpeg.Syntax;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Decodes or skips one block of a sequential scan (T.81, F.2.2).</summary>
internal static unsafe class BlockDecoder
{
    // DC differences of 8-bit samples need at most 11 bits. Sizes up to 15 are accepted, because they can be decoded
    // safely; larger ones are treated as damage.
    private const int MaxDcSize = 15;

    private static readonly byte* Natural = CopyOrder();

    /// <summary>Decodes a block.</summary>
    /// <param name="cursor">The bits.</param>
    /// <param name="dc">The DC table.</param>
    /// <param name="ac">The AC table.</param>
    /// <param name="prediction">The DC value of the component's previous block; replaced by that of this block.</param>
    /// <param name="block">64 zeros, which are overwritten with the coefficients row by row.</param>
    /// <returns>
    /// The zigzag index of the last non-zero coefficient, 0 if there is only DC, or -1 if the bits are invalid.
    /// </returns>
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
                entry = ReadLongSymbol(ref bits, ac);
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

            // A run of sixteen zeros ends with a coefficient of 0 here, which does not count as the last one.
            int value = entry >> 16;
            Debug.Assert(natural[k] < ZigZag.Count);
            block[natural[k]] = (short)value;
            last = value != 0 ? k : last;
        }
        cursor = bits;
        return last;
    }

    /// <summary>Skips a block whose coefficients are not needed.</summary>
    /// <returns>0, or -1 if the bits are invalid.</returns>
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
                entry = ReadLongSymbol(ref bits, ac);
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

    /// <summary>Adds the next DC difference to a prediction. Returns false if the bits are invalid.</summary>
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

    // Reads a symbol and its extra bits that are too long for the lookup of coefficients. Returns the run of zeros in bits
    // 0 to 7 and the coefficient in bits 8 to 23, or -1 if no code matches.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ReadLongSymbol(ref BitCursor bits, HuffmanLookup ac)
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
