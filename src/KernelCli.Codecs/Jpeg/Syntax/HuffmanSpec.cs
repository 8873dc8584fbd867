namespace KernelCli.Codecs.Jpeg.Syntax;

/// <summary>A Huffman table as a file gives it.</summary>
/// <param name="Counts">The number of codes of each length, 1 to 16 bits.</param>
/// <param name="Symbols">The symbols in the order of their codes.</param>
internal sealed record HuffmanSpec(byte[] Counts, byte[] Symbols)
{
    /// <summary>The longest code, in bits.</summary>
    public const int MaxLength = 16;

    /// <summary>
    /// Whether the counts fit the code lengths, so that each code of n bits is less than 2^n, and match the symbols, of which
    /// there are at most 256.
    /// </summary>
    public bool IsValid
    {
        get
        {
            int code = 0, symbols = 0;
            for (int length = 1; length <= MaxLength; length++)
            {
                code += Counts[length - 1];
                symbols += Counts[length - 1];
                if (code > 1 << length)
                    return false;
                code <<= 1;
            }
            return symbols == Symbols.Length && symbols <= 256;
        }
    }

    /// <summary>Each code with its length and symbol, shortest first.</summary>
    public IEnumerable<(int Code, int Length, byte Symbol)> Codes()
    {
        int code = 0, next = 0;
        for (int length = 1; length <= MaxLength; length++)
        {
            for (int i = 0; i < Counts[length - 1]; i++)
                yield return (code++, length, Symbols[next++]);
            code <<= 1;
        }
    }
}
