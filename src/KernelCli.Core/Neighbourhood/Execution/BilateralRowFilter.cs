using KernelCli.Correlation.Execution;
using KernelCli.Neighbourhood.Loops;
using KernelCli.Numerics;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>What a bilateral mean is weighted by.</summary>
/// <param name="Sigma">Deviation of the weights of distances, in pixels.</param>
/// <param name="Range">Deviation of the weights of differences, in the unit of the samples.</param>
internal readonly record struct BilateralWeights(double Sigma, double Range);

/// <summary>Bilateral means in float32; with alpha, which is the last channel, colours are weighted by it and it is copied.</summary>
internal sealed unsafe class BilateralRowFilter<TSimd, TVector> : NeighbourhoodRowFilter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly FilterWindow _window;
    private readonly SampleType _result;
    private readonly bool _hasAlpha;
    private readonly bool _leavesOutNaN;
    private readonly float _factor;
    private readonly bool _areSmall;
    private readonly FloatRowLoader<TSimd, TVector> _loader;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _cells;
    private readonly AlignedBuffer _means;

    public BilateralRowFilter(Strip strip, FilterWindow window, BilateralWeights weights, SampleType result, bool hasAlpha,
        bool leavesOutNaN)
        : base(strip, result.Bytes(), 1, rowsPerCall: 1)
    {
        (_window, _result, _hasAlpha, _leavesOutNaN) = (window, result, hasAlpha, leavesOutNaN);
        _loader = new FloatRowLoader<TSimd, TVector>(Inner);
        RingRowBytes = _loader.RowBytes * (hasAlpha || leavesOutNaN ? 2 : 1);
        int count = window.Width * window.Height;
        (_weights, _cells) = (new AlignedBuffer((long)count * sizeof(float)), new AlignedBuffer(2L * count * sizeof(nint)));
        _means = new AlignedBuffer(AlignedBuffer.RoundUp((long)Columns * sizeof(float)));
        double log2 = 1 / PortableMath.Log(2);
        _factor = (float)Math.Min(float.MaxValue, log2 / (2 * weights.Range * weights.Range));
        for (int k = 0; k < count; k++)
        {
            long dx = (k % window.Width) - (window.Width / 2), dy = (k / window.Width) - (window.Height / 2);
            ((float*)_weights.Pointer)[k] = (float)Math.Max(float.MinValue,
                -((dx * dx) + (dy * dy)) * log2 / (2 * weights.Sigma * weights.Sigma));
        }
        double range = strip.Sample.FullRange(), farthest = ((float*)_weights.Pointer)[0];
        _areSmall = strip.Sample is not SampleType.Float32 && farthest - (_factor * range * range) > BilateralExponents.Least + 1;
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _loader.ScratchBytes + _weights.Length + _cells.Length + _means.Length;

    public override void Ingest(byte* source, byte* ringRow)
    {
        _loader.Pad(source, (float*)ringRow);
        MakeFactors(ringRow);
    }

    public override void IngestConstant(byte* ringRow)
    {
        _loader.Fill((float*)ringRow);
        MakeFactors(ringRow);
    }

    protected override void MakeRows(byte** rows, long position, byte* to, long pitch, int count)
    {
        int cells = _window.Width * _window.Height;
        float** values = (float**)_cells.Pointer, alphas = values + cells;
        for (int k = 0; k < cells; k++)
        {
            values[k] = (float*)rows[k / _window.Width] + (k % _window.Width * Channels);
            alphas[k] = values[k] + (_loader.RowBytes / sizeof(float));
        }
        float* middle = values[cells / 2], means = (float*)_means.Pointer;
        float** factors = _hasAlpha || _leavesOutNaN ? alphas : null;
        if (_areSmall)
            BilateralSums<TSimd, TVector, SmallDifferences>.Run(
                values, (float*)_weights.Pointer, factors, cells, middle, _factor, means, Columns);
        else
            BilateralSums<TSimd, TVector, AnyDifferences>.Run(
                values, (float*)_weights.Pointer, factors, cells, middle, _factor, means, Columns);
        if (_leavesOutNaN)
            for (int i = 0; i < Columns; i++)
                means[i] = alphas[cells / 2][i] == 0 ? float.NaN : means[i];
        if (_hasAlpha)
            for (int i = Channels - 1; i < Columns; i += Channels)
                means[i] = middle[i];
        if (_result is SampleType.Float32)
            Emit(_means.Pointer, to);
        else
        {
            SampleRow.FromSingle(_result, new ReadOnlySpan<float>(means, Columns), 1, new Span<byte>(Line(0), Columns * ResultBytes));
            Emit(Line(0), to);
        }
    }

    // The alpha of each colour, or whether it is a number, at the same place in a row of its own.
    private void MakeFactors(byte* ringRow)
    {
        float* values = (float*)ringRow, alphas = (float*)(ringRow + _loader.RowBytes);
        if (_leavesOutNaN)
            for (int i = 0; i < PaddedSamples; i++)
                (values[i], alphas[i]) = float.IsNaN(values[i]) ? (0, 0) : (values[i], 1);
        if (!_hasAlpha)
            return;
        for (int i = 0; i < PaddedSamples; i++)
            alphas[i] = values[(i / Channels * Channels) + Channels - 1];
    }
}
