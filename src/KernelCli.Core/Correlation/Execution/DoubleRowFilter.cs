using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Filters bytes with integer weights that are too large for 16-bit factors or 32-bit sums. Sums are double, which holds
/// integers exactly up to 2^53. Simple and slow, because such kernels are rare.
/// </summary>
internal sealed unsafe class DoubleRowFilter<TSimd, TVector> : ByteRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly IntegerWeights _weights;
    private readonly AlignedBuffer _sums;

    public DoubleRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan)
    {
        _weights = plan.IntegerX!;
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * sizeof(double)));
        RingRowBytes = _weights.Row is null ? AlignedBuffer.RoundUp(Padder.Bytes * sizeof(short)) : _sums.Length;
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _sums.Length;

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        double* sums = (double*)_sums.Pointer;
        for (int r = 0; r < count; r++, rows++, to += pitch)
        {
            new Span<double>(sums, samples).Clear();
            for (int y = 0; y < _weights.Height; y++)
            {
                if (_weights.Column is { } column)
                    AddColumn((double*)rows[y] + first, column[y], sums, samples);
                else
                    AddRow((short*)rows[y] + first, _weights.Dense.AsSpan(y * _weights.Width, _weights.Width), sums, samples);
            }
            Output.Run(sums, to, samples);
        }
    }

    protected override void IngestTile(byte* padded, int samples, byte* ringRow, int first)
    {
        double* sums = (double*)ringRow + first;
        new Span<double>(sums, samples).Clear();
        AddRow(Widen(padded, samples), _weights.Row, sums, samples);
    }

    private static void AddColumn(double* row, long weight, double* sums, int samples)
    {
        for (int i = 0; i < samples && weight != 0; i++)
            sums[i] += weight * row[i];
    }

    private void AddRow(short* row, ReadOnlySpan<long> weights, double* sums, int samples)
    {
        for (int x = 0; x < weights.Length; x++)
        {
            short* tap = row + Padder.TapOffsets[x];
            for (int i = 0; i < samples && weights[x] != 0; i++)
                sums[i] += weights[x] * (double)tap[i];
        }
    }
}
