using System.Numerics;
using System.Runtime.CompilerServices;
using KernelCli.Codecs.Jpeg.Syntax;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Writes blocks as Huffman codes, with optional restart markers between MCUs.</summary>
/// <param name="bits">Receives the codes.</param>
/// <param name="tables">The DC and AC tables of each component.</param>
/// <param name="restartInterval">MCUs between two restart markers; 0 for no markers.</param>
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
        (ulong pending, int free) = (bits.Pending, bits.Free);
        fixed (uint* dc = tables[component].Dc.Entries, ac = tables[component].Ac.Entries)
        {
            int difference = block[0] - _predictions[component], size = BlockSymbols.Size(difference);
            _predictions[component] = block[0];
            Put(bits, ref pending, ref free, dc[size], difference, size);
            int previous = 0;
            for (ulong mask = BlockSymbols.Mask(block) & ~1UL; mask != 0; mask &= mask - 1)
            {
                int k = BitOperations.TrailingZeroCount(mask), run = k - previous - 1, value = block[k];
                for (; run > 15; run -= 16)
                    Put(bits, ref pending, ref free, ac[BlockSymbols.SixteenZeros], 0, 0);
                size = BlockSymbols.Size(value);
                Put(bits, ref pending, ref free, ac[(run << 4) | size], value, size);
                previous = k;
            }
            if (previous < ZigZag.Count - 1)
                Put(bits, ref pending, ref free, ac[BlockSymbols.EndOfBlock], 0, 0);
        }
        (bits.Pending, bits.Free) = (pending, free);
    }

    /// <inheritdoc/>
    public void EndMcu() => _units++;

    /// <summary>Ends the scan.</summary>
    public void Complete()
    {
        bits.Align();
        bits.Flush();
    }

    // A marker is written between MCUs and never after the last one, so it waits until the next MCU begins.
    private void Restart()
    {
        bits.Align();
        bits.Require();
        bits.PutMarker(JpegMarker.Restart + _restart);
        _restart = (_restart + 1) % JpegMarker.Restarts;
        _units = 0;
        Array.Clear(_predictions);
    }

    // Appends a code and the extra bits of a value to the pending bits, and writes these when all 64 are used.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(BitWriter bits, ref ulong pending, ref int free, uint entry, int value, int size)
    {
        ulong code = ((entry >> 8) << size) | BlockSymbols.Extra(value, size);
        free -= (int)(entry & 0xFF) + size;
        if (free >= 0)
        {
            pending |= code << free;
            return;
        }
        bits.Emit(pending | (code >> -free));
        free += 64;
        pending = code << free;
    }
}

/// <summary>Receives the blocks of a scan in their order.</summary>
internal unsafe interface IBlockSink
{
    /// <summary>Writes a block.</summary>
    /// <param name="component">The index of its component.</param>
    /// <param name="block">64 quantised coefficients in zigzag order.</param>
    void Write(int component, short* block);

    /// <summary>Ends an MCU.</summary>
    void EndMcu();
}
