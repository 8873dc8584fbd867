using System.Numerics;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Keeps the blocks of a picture, so that Huffman tables can be made for them before they are written.</summary>
internal sealed unsafe class BlockStore(int components, ImageLimits limits) : IBlockSink
{
    private const int PieceBlocks = 4096;
    private const int EndOfUnit = -1;

    private readonly List<short[]> _pieces = [];
    private readonly List<sbyte> _order = [];
    private int _inPiece = PieceBlocks;

    /// <inheritdoc/>
    public void Write(int component, short* block)
    {
        if (_inPiece == PieceBlocks)
        {
            limits.CheckMemory((_pieces.Count + 1L) * PieceBlocks * ZigZag.Count * sizeof(short));
            _pieces.Add(new short[PieceBlocks * ZigZag.Count]);
            _inPiece = 0;
        }
        new ReadOnlySpan<short>(block, ZigZag.Count).CopyTo(_pieces[^1].AsSpan(_inPiece++ * ZigZag.Count));
        _order.Add((sbyte)component);
    }

    /// <inheritdoc/>
    public void EndMcu() => _order.Add(EndOfUnit);

    /// <summary>Passes all blocks to another sink, in the order in which they were written.</summary>
    public void Replay(IBlockSink sink)
    {
        int block = 0;
        foreach (sbyte component in _order)
        {
            if (component == EndOfUnit)
            {
                sink.EndMcu();
                continue;
            }
            fixed (short* piece = _pieces[block / PieceBlocks])
                sink.Write(component, piece + (block % PieceBlocks * ZigZag.Count));
            block++;
        }
    }

    /// <summary>Counts the DC and AC symbols of luma, then of chroma.</summary>
    /// <param name="restartInterval">MCUs after which the DC predictions are reset; 0 for never.</param>
    public (long[] Dc, long[] Ac)[] Count(int restartInterval)
    {
        var counter = new SymbolCounter(components, restartInterval);
        Replay(counter);
        return counter.Counts;
    }

    private sealed class SymbolCounter(int components, int restartInterval) : IBlockSink
    {
        private readonly int[] _predictions = new int[components];
        private int _units;

        public (long[] Dc, long[] Ac)[] Counts { get; } = [(new long[256], new long[256]), (new long[256], new long[256])];

        public void Write(int component, short* block)
        {
            if (_units == restartInterval && restartInterval > 0)
            {
                Array.Clear(_predictions);
                _units = 0;
            }
            (long[] dc, long[] ac) = Counts[Math.Min(component, 1)];
            dc[BlockSymbols.Size(block[0] - _predictions[component])]++;
            _predictions[component] = block[0];
            int previous = 0;
            for (ulong mask = BlockSymbols.Mask(block) & ~1UL; mask != 0; mask &= mask - 1)
            {
                int k = BitOperations.TrailingZeroCount(mask), run = k - previous - 1;
                ac[BlockSymbols.SixteenZeros] += run / 16;
                ac[(run % 16 << 4) | BlockSymbols.Size(block[k])]++;
                previous = k;
            }
            if (previous < ZigZag.Count - 1)
                ac[BlockSymbols.EndOfBlock]++;
        }

        public void EndMcu() => _units++;
    }
}
