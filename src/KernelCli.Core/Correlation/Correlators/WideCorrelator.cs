using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Bytes under whole-number weights whose sums pass 32 bits: added up in double, which holds whole numbers exactly up to 2^53.
/// Slow and plain; kernels that need it are rare.
/// </summary>
internal sealed unsafe class WideCorrelator : ByteCorrelator
{
    private readonly IntegerWeights _weights;
    private readonly AlignedBuffer _sums;
    private readonly RowFinish _finish;

    public WideCorrelator(RowRange range, IntegerWeights weights, RowFinish finish)
        : base(range)
    {
        (_weights, _finish) = (weights, finish);
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * 8));
        RingRowBytes = weights.Row is null ? base.ScratchBytes : _sums.Length;
    }

    /// <summary>The largest size of a sum that this holds exactly.</summary>
    public static double Largest => 1L << 53;

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _sums.Length;

    public override void Leave(byte** rows, long position, byte* to)
    {
        double* sums = (double*)_sums.Pointer;
        _sums.Span.Clear();
        for (int y = 0; y < _weights.Height; y++)
        {
            if (_weights.Column is { } column)
            {
                double* row = (double*)rows[y];
                for (int i = 0; i < Samples && column[y] != 0; i++)
                    sums[i] += column[y] * row[i];
            }
            else
                AddRow(rows[y], _weights.Dense.AsSpan(y * _weights.Width, _weights.Width), sums);
        }
        _finish.Run(sums, to, Samples);
    }

    protected override void Take(byte* extended, byte* ringRow)
    {
        if (_weights.Row is null)
        {
            Buffer.MemoryCopy(extended, ringRow, RingRowBytes, Extension.Bytes);
            return;
        }
        new Span<byte>(ringRow, (int)RingRowBytes).Clear();
        AddRow(extended, _weights.Row, (double*)ringRow);
    }

    private void AddRow(byte* row, ReadOnlySpan<long> weights, double* sums)
    {
        for (int x = 0; x < weights.Length; x++)
        {
            byte* tap = row + Extension.TapOffsets[x];
            for (int i = 0; i < Samples && weights[x] != 0; i++)
                sums[i] += weights[x] * (double)tap[i];
        }
    }
}
