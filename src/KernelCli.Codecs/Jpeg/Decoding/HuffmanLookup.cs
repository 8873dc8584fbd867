using System.Runtime.CompilerServices;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// A Huffman table made for decoding. One look at the next bits of the stream gives a whole coefficient: the zeros before it, its value
/// with its extra bits, and the length of both together; where they are longer than the look, a symbol, or a search by length.
/// </summary>
internal sealed unsafe class HuffmanLookup
{
    /// <summary>Bits that one look takes in.</summary>
    public const int Bits = 10;

    /// <summary>The advance of an entry that ends the block.</summary>
    public const int EndOfBlock = 0x7F;

    private readonly AlignedBuffer _coefficients = new((1 << Bits) * sizeof(int));
    private readonly AlignedBuffer _symbols = new((1 << Bits) * sizeof(short));
    private readonly ulong[] _limits = new ulong[HuffmanSpec.MaxLength + 1];
    private readonly int[] _offsets = new int[HuffmanSpec.MaxLength + 1];
    private readonly byte[] _values;

    /// <param name="spec">A valid table.</param>
    public HuffmanLookup(HuffmanSpec spec)
    {
        _values = spec.Symbols;
        int index = 0;
        foreach ((int code, int length, byte symbol) in spec.Codes())
        {
            // The first code of each length starts it; codes of a length follow each other.
            if (_limits[length] == 0)
                _offsets[length] = index - code;
            _limits[length] = (ulong)(code + 1) << (32 - length);
            if (length <= Bits)
                Enter(code, length, symbol);
            index++;
        }
        for (int length = 1; length <= HuffmanSpec.MaxLength; length++)
            _limits[length] = Math.Max(_limits[length], _limits[length - 1]);
    }

    /// <summary>
    /// By the next bits: the length of code and extra bits in bits 0 to 7 (0: longer than the look), coefficients to pass over in 8 to 15,
    /// the coefficient in 16 to 31.
    /// </summary>
    public int* Coefficients => (int*)_coefficients.Pointer;

    /// <summary>By the next bits: the length of the code in bits 0 to 7 (0: longer than the look), its symbol in 8 to 15.</summary>
    public ushort* Symbols => (ushort*)_symbols.Pointer;

    /// <summary>The code at the head of the next 32 bits: its length in bits 0 to 7, its symbol in 8 to 15; 0 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(uint next)
    {
        int entry = Symbols[next >> (32 - Bits)];
        return entry != 0 ? entry : FindLong(next);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindLong(uint next)
    {
        for (int length = Bits + 1; length <= HuffmanSpec.MaxLength; length++)
            if (next < _limits[length])
                return (_values[_offsets[length] + (int)(next >> (32 - length))] << 8) | length;
        return 0;
    }

    /// <summary>The number that extra bits stand for (T.81, figure F.12): those that start with 0 are negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Extend(int bits, int size)
    {
        // Without a branch, which would be guessed wrong half of the time: all ones where the first bit is 0.
        int negative = (bits >> (size - 1)) - 1;
        return bits + (negative & (1 - (1 << size)));
    }

    private void Enter(int code, int length, byte symbol)
    {
        int first = code << (Bits - length), count = 1 << (Bits - length);
        new Span<ushort>(Symbols + first, count).Fill((ushort)((symbol << 8) | length));
        (int run, int size) = (symbol >> 4, symbol & 15);
        if (size == 0)
        {
            // Fifteen zeros and one more are a coefficient of 0 after a run of 15; all other runs without a size end the block.
            new Span<int>(Coefficients + first, count).Fill(((run == 15 ? 15 : EndOfBlock) << 8) | length);
            return;
        }
        int rest = Bits - length - size;
        for (int extra = 0; rest >= 0 && extra < 1 << size; extra++)
            new Span<int>(Coefficients + first + (extra << rest), 1 << rest)
                .Fill((Extend(extra, size) << 16) | (run << 8) | (length + size));
    }
}
