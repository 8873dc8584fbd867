using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Bytes under whole-number weights whose sums pass 32 bits: added up in double, which holds whole numbers exactly up to 2^53.
/// Slow and plain; kernels that need it are rare.
/// </summary>
internal sealed unsafe class WideCorrelator : RowCorrelator
{
    private readonly RowExtension _extension;
    private readonly int _samples;
    private readonly IntegerWeights _weights;
    private readonly AlignedBuffer _extended;
    private readonly AlignedBuffer _sums;
    private readonly RowFinish _finish;

    public WideCorrelator(RowRange range, IntegerWeights weights, RowFinish finish)
    {
        (_extension, _samples, _weights, _finish) = (range.CreateExtension(), range.Samples, weights, finish);
        _extended = new AlignedBuffer(AlignedBuffer.RoundUp(_extension.Bytes));
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)_samples * 8));
        RingRowBytes = weights.Row is null ? _extended.Length : _sums.Length;
    }

    /// <summary>The largest size of a sum that this holds exactly.</summary>
    public static double Largest => 1L << 53;

    public override long RingRowBytes { get; }

    public override long ScratchBytes => _extended.Length + _sums.Length;

    public override void Enter(byte* source, byte* ringRow)
    {
        _extension.Extend(source, _extended.Pointer);
        Take(ringRow);
    }

    public override void EnterConstant(byte* ringRow)
    {
        _extension.Fill(_extended.Pointer);
        Take(ringRow);
    }

    public override void Leave(byte** rows, long position, byte* to)
    {
        double* sums = (double*)_sums.Pointer;
        _sums.Span.Clear();
        for (int y = 0; y < _weights.Height; y++)
        {
            if (_weights.Column is { } column)
            {
                double* row = (double*)rows[y];
                for (int i = 0; i < _samples && column[y] != 0; i++)
                    sums[i] += column[y] * row[i];
            }
            else
                AddRow(rows[y], _weights.Dense.AsSpan(y * _weights.Width, _weights.Width), sums);
        }
        _finish.Run(sums, to, _samples);
    }

    private void Take(byte* ringRow)
    {
        if (_weights.Row is null)
        {
            Buffer.MemoryCopy(_extended.Pointer, ringRow, RingRowBytes, _extension.Bytes);
            return;
        }
        new Span<byte>(ringRow, (int)RingRowBytes).Clear();
        AddRow(_extended.Pointer, _weights.Row, (double*)ringRow);
    }

    private void AddRow(byte* row, ReadOnlySpan<long> weights, double* sums)
    {
        for (int x = 0; x < weights.Length; x++)
        {
            byte* tap = row + _extension.TapOffsets[x];
            for (int i = 0; i < _samples && weights[x] != 0; i++)
                sums[i] += weights[x] * (double)tap[i];
        }
    }
}
