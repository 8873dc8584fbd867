using System.Numerics;
using System.Runtime.CompilerServices;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Writes blocks as Huffman codes, with restart markers between units where they were asked for.</summary>
/// <param name="bits">Where codes go.</param>
/// <param name="tables">The tables of first and other coefficients of each component.</param>
/// <param name="restartInterval">Units between two restart markers; 0 for none.</param>
internal sealed unsafe class BlockWriter(BitWriter bits, (HuffmanCodes Dc, HuffmanCodes Ac)[] tables, int restartInterval) : IBlockSink
{
    private readonly int[] _predictions = new int[tables.Length];
    private int _units;
    private int _restart;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(int component, short* block)
    {
        if (_units == restartInterval && restartInterval > 0)
            Restart();
        bits.Require();
        ReadOnlySpan<uint> codes = tables[component].Dc.Entries;
        int difference = block[0] - _predictions[component], size = BlockSymbols.Size(difference);
        _predictions[component] = block[0];
        Put(codes[size], difference, size);

        codes = tables[component].Ac.Entries;
        int previous = 0;
        for (ulong mask = BlockSymbols.Mask(block) & ~1UL; mask != 0; mask &= mask - 1)
        {
            int k = BitOperations.TrailingZeroCount(mask), run = k - previous - 1, value = block[k];
            for (; run > 15; run -= 16)
                Put(codes[BlockSymbols.SixteenZeros], 0, 0);
            size = BlockSymbols.Size(value);
            Put(codes[(run << 4) | size], value, size);
            previous = k;
        }
        if (previous < ZigZag.Count - 1)
            Put(codes[BlockSymbols.EndOfBlock], 0, 0);
    }

    /// <inheritdoc/>
    public void EndUnit() => _units++;

    /// <summary>Ends the scan.</summary>
    public void Complete()
    {
        bits.Align();
        bits.Flush();
    }

    // A marker stands between units, not behind the last one, so it waits for the next.
    private void Restart()
    {
        bits.Align();
        bits.Require();
        bits.PutMarker(JpegMarker.Restart + _restart);
        _restart = (_restart + 1) % JpegMarker.Restarts;
        _units = 0;
        Array.Clear(_predictions);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(uint entry, int value, int size) =>
        bits.Put(((entry >> 8) << size) | BlockSymbols.Extra(value, size), (int)(entry & 0xFF) + size);
}
