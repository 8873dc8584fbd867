using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Filters in float32 with separable kernels whose column and row are symmetric, mainly wide Gaussians. Every tap is added
/// with its own weight, so that nothing outside the window affects a result. Two samples are added before they are
/// multiplied, so that results hold for samples up to half the range of float32. The ring holds horizontal sums.
/// </summary>
internal sealed unsafe class FoldedRowFilter<TSimd, TVector> : CorrelationRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // The target size of a strip's rows, because the smallest first-level caches have 32 KiB.
    private const int StripBytes = 24 << 10;
    private const int MinStripSamples = 64;

    private readonly FloatRowLoader<TSimd, TVector> _rows;
    private readonly AlignedBuffer _widened;
    private readonly FoldedRow<TSimd, TVector>? _folded;
    private readonly FloatTapPass<TSimd, TVector>? _plain;
    private readonly float[] _weights;
    private readonly int _taps;
    private readonly int _stripSamples;
    private readonly AlignedBuffer _sums;
    private readonly long _sumBytes;

    public FoldedRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan)
    {
        SeparableFactors factors = plan.Weights.X.Traits.Factors!;
        _rows = new FloatRowLoader<TSimd, TVector>(strip);
        _widened = new AlignedBuffer(_rows.RowBytes);
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * sizeof(float));
        if (plan.X.Horizontal is LoopId.FoldedTapsBy4Phases)
            _folded = new FoldedRow<TSimd, TVector>(factors.Row, strip.Outputs);
        else
            _plain = FloatTapPass<TSimd, TVector>.OfTaps(factors.Row, i => (0, _rows.TapOffsets[i]));
        (_weights, _taps) = (FoldedRow<TSimd, TVector>.Half(factors.Column), factors.Column.Length);
        int tile = StripBytes / sizeof(float) / (_taps + FoldedTapsByRows<TSimd, TVector>.Rows);
        _stripSamples = Math.Max(MinStripSamples, tile / MinStripSamples * MinStripSamples);
        _sumBytes = AlignedBuffer.RoundUp(TileBytes * sizeof(float) / 2);
        _sums = new AlignedBuffer(_sumBytes * RowsPerCall);
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => _rows.ScratchBytes + _widened.Length + (_folded?.ScratchBytes ?? 0) + _sums.Length;

    public override void Ingest(byte* source, byte* ringRow)
    {
        _rows.Pad(source, (float*)_widened.Pointer);
        IngestPadded((float*)ringRow);
    }

    public override void IngestConstant(byte* ringRow)
    {
        _rows.Fill((float*)_widened.Pointer);
        IngestPadded((float*)ringRow);
    }

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        float** sums = stackalloc float*[FoldedTapsByRows<TSimd, TVector>.Rows];
        fixed (float* weights = _weights)
        {
            for (int from = 0; from < samples; from += _stripSamples)
                for (int r = 0; r < count; r += FoldedTapsByRows<TSimd, TVector>.Rows)
                {
                    for (int i = 0; i < FoldedTapsByRows<TSimd, TVector>.Rows; i++)
                        sums[i] = Sums(r + i) + from;
                    FoldedTapsByRows<TSimd, TVector>.Run(weights, _taps, (float**)rows + r, first + from, sums,
                        Math.Min(_stripSamples, samples - from));
                }
        }
        for (int r = 0; r < count; r++)
            Output.Run(Sums(r), to + (r * pitch), samples);
    }

    private float* Sums(int row) => (float*)(_sums.Pointer + (row * _sumBytes));

    private void IngestPadded(float* ringRow)
    {
        byte* widened = _widened.Pointer;
        if (_folded is not null)
            _folded.Run((float*)widened, ringRow);
        else
            _plain!.Run(&widened, 0, ringRow, Samples);
    }
}
