using System.Diagnostics;
using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>Filters bytes with dense integer kernels of many rows, in 32-bit sums, four output rows at a time.</summary>
internal sealed unsafe class AdjacentPairsRowFilter<TSimd, TVector> : ByteRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _pairWidth;
    private readonly int _height;
    private readonly int[] _pairs;
    private readonly AlignedBuffer[] _sums = new AlignedBuffer[AdjacentPairsBy4Rows<TSimd, TVector>.Rows];

    public AdjacentPairsRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan)
    {
        IntegerWeights weights = plan.IntegerX!;
        (_pairWidth, _height) = ((weights.Width + 1) / 2, weights.Height);
        _pairs = new int[_pairWidth * (_height + (2 * (AdjacentPairsBy4Rows<TSimd, TVector>.Rows - 1)))];
        for (int y = 0; y < _height; y++)
            for (int x = 0; x < weights.Width; x++)
            {
                int half = (int)((uint)weights.Dense![(y * weights.Width) + x] & 0xFFFF) << (x % 2 * 16);
                _pairs[((y + AdjacentPairsBy4Rows<TSimd, TVector>.Rows - 1) * _pairWidth) + (x / 2)] |= half;
            }
        RingRowBytes = AlignedBuffer.RoundUp(Padder.Bytes * 2);
        for (int i = 0; i < _sums.Length; i++)
            _sums[i] = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * 4));
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + (_sums.Length * _sums[0].Length);

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        int** sums = stackalloc int*[AdjacentPairsBy4Rows<TSimd, TVector>.Rows];
        for (int i = 0; i < AdjacentPairsBy4Rows<TSimd, TVector>.Rows; i++)
            sums[i] = (int*)_sums[i].Pointer;
        fixed (int* pairs = _pairs)
            AdjacentPairsBy4Rows<TSimd, TVector>.Run(pairs, _pairWidth, _height, (short**)rows, first, sums, samples);
        for (int r = 0; r < count; r++)
            Output.Run(sums[r], to + (r * pitch), samples);
    }

    protected override void IngestTile(byte* padded, int samples, byte* ringRow, int first) =>
        throw new UnreachableException("there is no horizontal loop");
}
