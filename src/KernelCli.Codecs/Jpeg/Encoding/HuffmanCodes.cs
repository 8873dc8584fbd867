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

    /// <summary>By symbol: the code's length in bits 0 to 7, the code above.</summary>
    public ReadOnlySpan<uint> Entries => _entries;
}
