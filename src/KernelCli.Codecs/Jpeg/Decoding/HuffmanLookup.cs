using System.Runtime.CompilerServices;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// A Huffman table prepared for decoding. One lookup by the next <see cref="Bits"/> bits gives a complete AC coefficient:
/// the run of zeros before it, its value, and the length of its code and extra bits. If these are too long, a second
/// table gives the symbol of the code, and codes that are too long for that one are found by a search by length.
/// </summary>
internal sealed unsafe class HuffmanLookup
{
    /// <summary>Number of bits that index the lookup tables.</summary>
    public const int Bits = 10;

    /// <summary>The run of an entry that ends the block; it exceeds all other runs.</summary>
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
            // Codes of one length are consecutive, so the first one gives the offset from code to symbol index.
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
    /// AC coefficients by the next <see cref="Bits"/> bits. An entry has the length of code and extra bits in bits 0 to 7
    /// (0 if it exceeds <see cref="Bits"/>), the run of zeros in bits 8 to 15 and the coefficient in bits 16 to 31.
    /// </summary>
    public int* Coefficients => (int*)_coefficients.Pointer;

    /// <summary>
    /// Symbols by the next <see cref="Bits"/> bits. An entry has the length of the code in bits 0 to 7 (0 if it exceeds
    /// <see cref="Bits"/>) and its symbol in bits 8 to 15.
    /// </summary>
    public ushort* Symbols => (ushort*)_symbols.Pointer;

    /// <summary>
    /// Finds the code at the top of the next 32 bits. Returns its length in bits 0 to 7 and its symbol in bits 8 to 15, or
    /// 0 if no code matches.
    /// </summary>
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

    /// <summary>
    /// The signed number that extra bits encode (T.81, figure F.12): it is negative if their first bit is 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Extend(int bits, int size)
    {
        // The mask is all ones if the first bit is 0. A branch would be mispredicted half of the time.
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
            // Sixteen zeros (ZRL) are stored as a run of 15 and a coefficient of 0. Other symbols of size 0 end the block.
            new Span<int>(Coefficients + first, count).Fill(((run == 15 ? 15 : EndOfBlock) << 8) | length);
            return;
        }
        int rest = Bits - length - size;
        for (int extra = 0; rest >= 0 && extra < 1 << size; extra++)
            new Span<int>(Coefficients + first + (extra << rest), 1 << rest)
                .Fill((Extend(extra, size) << 16) | (run << 8) | (length + size));
    }
}
