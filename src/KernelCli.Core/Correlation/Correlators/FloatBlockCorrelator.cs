using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Kernels of many rows in float32: output rows are made four at a time and given out one by one. A separable kernel is a column of
/// weights here, over rows that its row of weights has passed.
/// </summary>
internal sealed unsafe class FloatBlockCorrelator<TSimd, TVector> : RowCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly FloatRows<TSimd, TVector> _rows;
    private readonly int _samples;
    private readonly int _width;
    private readonly int _height;
    private readonly float[] _weights;
    private readonly AlignedBuffer? _widened;
    private readonly FloatStage<TSimd, TVector>? _horizontal;
    private readonly AlignedBuffer[] _sums = new AlignedBuffer[FloatBlockSums.Rows];
    private readonly RowFinish _finish;
    private long _blockPosition = long.MinValue / 2;

    public FloatBlockCorrelator(RowRange range, Kernel kernel, RowFinish finish)
    {
        (_rows, _samples, _finish) = (new FloatRows<TSimd, TVector>(range), range.Samples, finish);
        if (kernel.Traits.Factors is { } factors)
        {
            _widened = new AlignedBuffer(_rows.RowBytes);
            _horizontal = FloatStage<TSimd, TVector>.OfLine(factors.Row, i => (0, _rows.TapOffsets[i]));
            (_width, _height, _weights) = (1, kernel.Height, Array.ConvertAll(factors.Column.ToArray(), weight => (float)weight));
            RingRowBytes = AlignedBuffer.RoundUp((long)_samples * 4);
        }
        else
        {
            (_width, _height, _weights) = (kernel.Width, kernel.Height, Array.ConvertAll(kernel.ToArray(), weight => (float)weight));
            RingRowBytes = _rows.RowBytes;
        }
        for (int i = 0; i < _sums.Length; i++)
            _sums[i] = new AlignedBuffer(AlignedBuffer.RoundUp((long)_samples * 4));
    }

    public override long RingRowBytes { get; }

    public override int Below => FloatBlockSums.Rows - 1;

    public override long ScratchBytes => _rows.ScratchBytes + (_widened?.Length ?? 0) + (_sums.Length * _sums[0].Length);

    /// <summary>Whether a kernel gains by it: enough rows that most lie under all four outputs, and no weights of 0, which cost nothing elsewhere.</summary>
    public static bool Serves(Kernel kernel, RowRange range)
    {
        if (kernel.Height < 2 * FloatBlockSums.Rows || !range.IsRowByRow)
            return false;
        return kernel.Traits.Factors is { } factors
            ? factors.Column.IndexOf(0.0) < 0
            : range.IsContiguous && Array.IndexOf(kernel.ToArray(), 0.0) < 0;
    }

    public override void Enter(byte* source, byte* ringRow)
    {
        byte* widened = _widened is null ? ringRow : _widened.Pointer;
        _rows.Extend(source, (float*)widened);
        _horizontal?.Run(&widened, 0, (float*)ringRow, _samples);
    }

    public override void EnterConstant(byte* ringRow)
    {
        byte* widened = _widened is null ? ringRow : _widened.Pointer;
        _rows.Fill((float*)widened);
        _horizontal?.Run(&widened, 0, (float*)ringRow, _samples);
    }

    public override void Leave(byte** rows, long position, byte* to)
    {
        long row = position - _blockPosition;
        if (row is < 0 or >= FloatBlockSums.Rows)
        {
            float** sums = stackalloc float*[FloatBlockSums.Rows];
            for (int i = 0; i < FloatBlockSums.Rows; i++)
                sums[i] = (float*)_sums[i].Pointer;
            fixed (float* weights = _weights)
                FloatBlockSums.Run<TSimd, TVector>(weights, _width, _height, (float**)rows, sums, _samples);
            (_blockPosition, row) = (position, 0);
        }
        _finish.Run(_sums[row].Pointer, to, _samples);
    }
}
