using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>Dense whole-number kernels of many rows over bytes, in 32-bit sums: output rows are made four at a time.</summary>
internal sealed unsafe class PairBlockCorrelator<TSimd, TVector> : ByteCorrelator<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _pairWidth;
    private readonly int _height;
    private readonly int[] _pairs;
    private readonly AlignedBuffer[] _sums = new AlignedBuffer[PairBlockSums.Rows];

    public PairBlockCorrelator(RowRange range, IntegerWeights weights, RowFinish finish)
        : base(range, finish, isHorizontal: false)
    {
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

    public override long ScratchBytes => base.ScratchBytes + (_sums.Length * _sums[0].Length);

    /// <summary>Whether a kernel gains by it: enough rows that most lie under all four outputs.</summary>
    public static bool Serves(IntegerWeights weights, RowRange range) => weights.Height >= 2 * PairBlockSums.Rows && range.IsContiguous;

    protected override void MakePiece(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        int** sums = stackalloc int*[PairBlockSums.Rows];
        for (int i = 0; i < PairBlockSums.Rows; i++)
            sums[i] = (int*)_sums[i].Pointer;
        fixed (int* pairs = _pairs)
            PairBlockSums.Run<TSimd, TVector>(pairs, _pairWidth, _height, (short**)rows, first, sums, samples);
        for (int r = 0; r < count; r++)
            Finish.Run(sums[r], to + (r * pitch), samples);
    }

    protected override void TakePiece(byte* extended, int samples, byte* ringRow, int first) => throw new InvalidOperationException("there is no horizontal pass");
}
