using KernelCli.Codecs.Jpeg.Syntax;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>A Huffman table made for encoding.</summary>
internal sealed class HuffmanCodes
{
    private readonly uint[] _entries = new uint[256];

    public HuffmanCodes(HuffmanSpec spec)
    {
        Spec = spec;
        foreach ((int code, int length, byte symbol) in spec.Codes())
            _entries[symbol] = ((uint)code << 8) | (uint)length;
    }

    /// <summary>The table as a file holds it.</summary>
    public HuffmanSpec Spec { get; }

    /// <summary>Entries by symbol, with the code's length in bits 0 to 7 and the code in the bits above.</summary>
    public ReadOnlySpan<uint> Entries => _entries;
}

/// <summary>
/// Builds a Huffman table for given symbol counts (T.81, K.2), with codes of at most 16 bits and no code of all ones.
/// </summary>
internal static class OptimalHuffman
{
    // A symbol that never occurs, which reserves the code of all ones.
    private const int Reserved = 256;

    public static HuffmanSpec Create(long[] counts)
    {
        int[] lengths = CodeLengths(counts);
        int[] perLength = new int[Math.Max(HuffmanSpec.MaxLength, lengths.Max()) + 1];
        for (int symbol = 0; symbol <= Reserved; symbol++)
            if (lengths[symbol] > 0)
                perLength[lengths[symbol]]++;
        Shorten(perLength);

        // Removes one of the longest codes, that of the reserved symbol.
        int longest = HuffmanSpec.MaxLength;
        while (perLength[longest] == 0)
            longest--;
        perLength[longest]--;
        byte[] symbols = [.. Enumerable.Range(0, Reserved).Where(symbol => lengths[symbol] > 0).OrderBy(symbol => lengths[symbol])
            .ThenBy(symbol => symbol).Select(symbol => (byte)symbol)];
        return new HuffmanSpec([.. perLength.Skip(1).Take(HuffmanSpec.MaxLength).Select(count => (byte)count)], symbols);
    }

    // Joins the two rarest trees until one is left; each join makes the codes of both one bit longer.
    private static int[] CodeLengths(long[] counts)
    {
        int[] lengths = new int[Reserved + 1];
        var trees = new PriorityQueue<List<int>, (long Count, int Symbol)>();
        for (int symbol = 0; symbol < Reserved; symbol++)
            if (counts[symbol] > 0)
                trees.Enqueue([symbol], (counts[symbol], -symbol));
        trees.Enqueue([Reserved], (1, -Reserved));
        while (trees.Count > 1)
        {
            trees.TryDequeue(out List<int>? rarest, out var rarestKey);
            trees.TryDequeue(out List<int>? next, out var nextKey);
            rarest!.AddRange(next!);
            foreach (int symbol in rarest)
                lengths[symbol]++;
            trees.Enqueue(rarest, (rarestKey.Count + nextKey.Count, Math.Min(rarestKey.Symbol, nextKey.Symbol)));
        }
        return lengths;
    }

    // Moves pairs of codes that are too long: one of them takes their common prefix, and the other shares the prefix of a
    // shorter code, which becomes one bit longer.
    private static void Shorten(int[] perLength)
    {
        for (int length = perLength.Length - 1; length > HuffmanSpec.MaxLength; length--)
            while (perLength[length] > 0)
            {
                int shorter = length - 2;
                while (perLength[shorter] == 0)
                    shorter--;
                perLength[length] -= 2;
                perLength[length - 1]++;
                perLength[shorter + 1] += 2;
                perLength[shorter]--;
            }
    }
}
