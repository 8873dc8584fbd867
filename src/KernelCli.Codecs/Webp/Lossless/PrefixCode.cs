using System.Diagnostics;

namespace KernelCli.Codecs.Webp.Lossless;

/// <summary>
/// A canonical prefix code (RFC 9649, 3.7.2). Codes of up to 8 bits are looked up; longer ones are counted through by length.
/// </summary>
internal sealed class PrefixCode
{
    private const int MaxLength = 15;
    private const int LookupBits = 8;

    // The order in which the lengths of the code for lengths are stored.
    private static ReadOnlySpan<byte> LengthOrder => [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    // Symbols with a code, by length, then by value; of each length their number.
    private readonly ushort[] _symbols;
    private readonly ushort[] _counts = new ushort[MaxLength + 1];

    // For the next bits: the symbol times 16 plus the length of its code, or 0 if the code is longer.
    private readonly ushort[] _lookup;
    private readonly int _lookupBits;

    private PrefixCode(ReadOnlySpan<byte> lengths, LosslessBits bits)
    {
        int longest = 0, used = 0;
        foreach (byte length in lengths)
        {
            _counts[length]++;
            longest = Math.Max(longest, length);
            used += length > 0 ? 1 : 0;
        }
        _counts[0] = 0;
        _symbols = new ushort[used];
        Sort(lengths);
        if (used == 1)
            _lookup = [(ushort)(_symbols[0] << 4)];
        else
        {
            // Of all strings of the greatest length each has exactly one code at its beginning.
            long open = 1;
            for (int length = 1; length <= longest && open >= 0; length++)
                open = (2 * open) - _counts[length];
            if (open != 0 || used == 0)
                throw bits.Error("lengths that make no prefix code");
            _lookupBits = Math.Min(longest, LookupBits);
            _lookup = new ushort[1 << _lookupBits];
            FillLookup();
        }
    }

    /// <summary>Bytes of its tables.</summary>
    public int Bytes => sizeof(ushort) * (_symbols.Length + _counts.Length + _lookup.Length);

    /// <summary>Reads the lengths of a code.</summary>
    /// <param name="bits">The data.</param>
    /// <param name="alphabet">The number of symbols.</param>
    /// <exception cref="Primitives.ImageFormatException">They make no code.</exception>
    public static PrefixCode Read(LosslessBits bits, int alphabet)
    {
        Debug.Assert(alphabet < 1 << 12, "a symbol and its length fit 16 bits");
        byte[] lengths = new byte[alphabet];
        if (bits.ReadFlag())
            ReadSimple(bits, lengths);
        else
            ReadLengths(bits, lengths);
        return new PrefixCode(lengths, bits);
    }

    /// <summary>Reads a symbol.</summary>
    public int ReadSymbol(LosslessBits bits)
    {
        int entry = _lookup[bits.Peek(_lookupBits)];
        if (_symbols.Length == 1 || entry != 0)
        {
            bits.Skip(entry & 15);
            return entry >> 4;
        }
        uint next = bits.Peek(MaxLength);
        int code = 0, first = 0, index = 0;
        for (int length = 1; length <= MaxLength; length++)
        {
            code |= (int)(next >> (length - 1)) & 1;
            int count = _counts[length];
            if (code < first + count)
            {
                bits.Skip(length);
                return _symbols[index + code - first];
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw new UnreachableException("the code is complete");
    }

    // One or two symbols of one bit each.
    private static void ReadSimple(LosslessBits bits, byte[] lengths)
    {
        bool hasTwo = bits.ReadFlag();
        Set(bits.Read(bits.ReadFlag() ? 8 : 1));
        if (hasTwo)
            Set(bits.Read(8));

        void Set(int symbol)
        {
            if (symbol >= lengths.Length)
                throw bits.Error($"symbol {symbol} of {lengths.Length}");
            lengths[symbol] = 1;
        }
    }

    private static void ReadLengths(LosslessBits bits, byte[] lengths)
    {
        byte[] ofLengths = new byte[LengthOrder.Length];
        int count = 4 + bits.Read(4);
        if (count > ofLengths.Length)
            throw bits.Error($"{count} lengths of lengths");
        for (int i = 0; i < count; i++)
            ofLengths[LengthOrder[i]] = (byte)bits.Read(3);
        var code = new PrefixCode(ofLengths, bits);
        int left = bits.ReadFlag() ? 2 + bits.Read(2 + (2 * bits.Read(3))) : lengths.Length;
        if (left > lengths.Length)
            throw bits.Error($"{left} lengths of {lengths.Length} symbols");
        byte previous = 8;
        for (int symbol = 0; symbol < lengths.Length && left > 0; left--)
        {
            int value = code.ReadSymbol(bits);
            if (value < 16)
            {
                lengths[symbol++] = (byte)value;
                previous = value > 0 ? (byte)value : previous;
                continue;
            }
            (int repeats, byte length) = value switch
            {
                16 => (3 + bits.Read(2), previous),
                17 => (3 + bits.Read(3), (byte)0),
                _ => (11 + bits.Read(7), (byte)0),
            };
            if (repeats > lengths.Length - symbol)
                throw bits.Error($"{repeats} lengths where {lengths.Length - symbol} are left");
            lengths.AsSpan(symbol, repeats).Fill(length);
            symbol += repeats;
        }
    }

    private void Sort(ReadOnlySpan<byte> lengths)
    {
        Span<int> next = stackalloc int[MaxLength + 2];
        for (int length = 1; length <= MaxLength; length++)
            next[length + 1] = next[length] + _counts[length];
        for (int symbol = 0; symbol < lengths.Length; symbol++)
            if (lengths[symbol] > 0)
                _symbols[next[lengths[symbol]]++] = (ushort)symbol;
    }

    private void FillLookup()
    {
        int code = 0, index = 0;
        for (int length = 1; length <= _lookupBits; length++, code <<= 1)
            for (int i = 0; i < _counts[length]; i++, code++, index++)
            {
                // The first bit of a code is the highest, and the lowest of what is read.
                int reversed = 0;
                for (int bit = 0; bit < length; bit++)
                    reversed |= ((code >> bit) & 1) << (length - 1 - bit);
                for (int at = reversed; at < _lookup.Length; at += 1 << length)
                    _lookup[at] = (ushort)((_symbols[index] << 4) | length);
            }
    }
}
