using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Filters bytes with integer weights whose sums need more than 32 bits. Sums are double, which holds integers exactly up to 2^53. The
/// ring holds samples, or for separable kernels the sums of the horizontal pass.
/// </summary>
internal sealed unsafe class DoubleRowFilter<TSimd, TVector> : ByteRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Where a tap of the column reads for the first sum.
    private static readonly int[] ColumnOffset = [0];

    private readonly double[][] _weights;
    private readonly int[][] _offsets;
    private readonly double[] _column;
    private readonly AlignedBuffer _sums;
    private readonly AlignedBuffer _widened;
    private readonly int _reach;

    public DoubleRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan)
    {
        IntegerWeights weights = plan.IntegerX!;
        _column = weights.Column is { } column ? Array.ConvertAll(column, weight => (double)weight) : [];
        int lines = weights.Row is null ? weights.Height : 1;
        (_weights, _offsets) = (new double[lines][], new int[lines][]);
        for (int y = 0; y < lines; y++)
        {
            long[] line = weights.Row ?? weights.Dense![(y * weights.Width)..((y + 1) * weights.Width)];
            int[] kept = [.. Enumerable.Range(0, line.Length).Where(x => line[x] != 0)];
            _weights[y] = Array.ConvertAll(kept, x => (double)line[x]);
            _offsets[y] = Array.ConvertAll(kept, x => Padder.TapOffsets[x]);
        }
        _reach = Padder.TapOffsets.Max();
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * sizeof(double)));
        _widened = new AlignedBuffer(AlignedBuffer.RoundUp(((long)Samples + _reach) * sizeof(double)));
        RingRowBytes = weights.Row is null ? AlignedBuffer.RoundUp(Padder.Bytes * sizeof(short)) : _sums.Length;
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _sums.Length + _widened.Length;

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        double* sums = (double*)_sums.Pointer;
        for (int r = 0; r < count; r++, rows++, to += pitch)
        {
            new Span<double>(sums, samples).Clear();
            if (_column.Length > 0)
                for (int y = 0; y < _column.Length; y++)
                    DoubleTaps.Add(_column.AsSpan(y, 1), ColumnOffset, (double*)rows[y] + first, sums, samples);
            else
                for (int y = 0; y < _weights.Length; y++)
                    AddLine(_weights[y], _offsets[y], (short*)rows[y] + first, sums, samples);
            Output.Run(sums, to, samples);
        }
    }

    protected override void IngestTile(byte* padded, int samples, byte* ringRow, int first)
    {
        double* sums = (double*)ringRow + first;
        new Span<double>(sums, samples).Clear();
        AddLine(_weights[0], _offsets[0], Widen(padded, samples), sums, samples);
    }

    private void AddLine(double[] weights, int[] offsets, short* row, double* sums, int samples)
    {
        if (weights.Length == 0)
            return;
        double* widened = (double*)_widened.Pointer;
        DoubleTaps.Widen(row, widened, samples + _reach);
        DoubleTaps.Add(weights, offsets, widened, sums, samples);
    }
}
