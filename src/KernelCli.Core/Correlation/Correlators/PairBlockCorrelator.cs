using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>Dense whole-number kernels of many rows over bytes, in 32-bit sums: output rows are made four at a time and given out one by one.</summary>
internal sealed unsafe class PairBlockCorrelator<TSimd, TVector> : ByteCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _pairWidth;
    private readonly int _height;
    private readonly int[] _pairs;
    private readonly AlignedBuffer[] _sums = new AlignedBuffer[PairBlockSums.Rows];
    private readonly RowFinish _finish;
    private long _blockPosition = long.MinValue / 2;

    public PairBlockCorrelator(RowRange range, IntegerWeights weights, RowFinish finish)
        : base(range)
    {
        _finish = finish;
        (_pairWidth, _height) = ((weights.Width + 1) / 2, weights.Height);
        _pairs = new int[_pairWidth * (_height + (2 * (PairBlockSums.Rows - 1)))];
        for (int y = 0; y < _height; y++)
            for (int x = 0; x < weights.Width; x++)
            {
                int half = (int)((uint)weights.Dense![(y * weights.Width) + x] & 0xFFFF) << (x % 2 * 16);
                _pairs[((y + PairBlockSums.Rows - 1) * _pairWidth) + (x / 2)] |= half;
            }
        RingRowBytes = AlignedBuffer.RoundUp(Extension.Bytes * 2);
        for (int i = 0; i < _sums.Length; i++)
            _sums[i] = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * 4));
    }

    public override long RingRowBytes { get; }

    public override int Below => PairBlockSums.Rows - 1;

    public override long ScratchBytes => base.ScratchBytes + (_sums.Length * _sums[0].Length);

    /// <summary>Whether a kernel gains by it: enough rows that most lie under all four outputs.</summary>
    public static bool Serves(IntegerWeights weights, RowRange range) => weights.Height >= 2 * PairBlockSums.Rows && range.IsContiguous;

    public override void Leave(byte** rows, long position, byte* to)
    {
        long row = position - _blockPosition;
        if (row is < 0 or >= PairBlockSums.Rows)
        {
            int** sums = stackalloc int*[PairBlockSums.Rows];
            for (int i = 0; i < PairBlockSums.Rows; i++)
                sums[i] = (int*)_sums[i].Pointer;
            fixed (int* pairs = _pairs)
                PairBlockSums.Run<TSimd, TVector>(pairs, _pairWidth, _height, (short**)rows, 0, sums, Samples);
            (_blockPosition, row) = (position, 0);
        }
        _finish.Run(_sums[row].Pointer, to, Samples);
    }

    protected override void Take(byte* extended, byte* ringRow) =>
        Conversions.BytesTo16<TSimd, TVector>(extended, (short*)ringRow, (int)Extension.Bytes, 0, 0);
}
