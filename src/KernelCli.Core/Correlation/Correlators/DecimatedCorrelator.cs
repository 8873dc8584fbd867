using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Numerics;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// A wide Gaussian in float32 through samples at every h-th row and column. Sampled rows are tied to the picture's own coordinates, made
/// when an output first needs them, and kept while others do; so each is made of the same numbers wherever a run of rows begins.
/// </summary>
internal sealed unsafe class DecimatedCorrelator<TSimd, TVector> : RowCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly DecimatedGaussian _gaussian;
    private readonly DecimatedColumns<TSimd, TVector> _columns;
    private readonly int _radius;
    private readonly FloatStage<TSimd, TVector> _first;
    private readonly FloatStage<TSimd, TVector> _second;
    private readonly float[] _third;
    private readonly KeyedRows _sampled;
    private readonly KeyedRows _blurred;
    private readonly AlignedBuffer _full;
    private readonly AlignedBuffer[] _fan = new AlignedBuffer[FloatFanSums.Sums];
    private readonly AlignedBuffer _pointers;
    private readonly int _lead;
    private long _fanAt = long.MinValue;

    /// <param name="range">Columns.</param>
    /// <param name="radius">Rows from the kernel's first to its middle one, and columns likewise.</param>
    /// <param name="gaussian">The three blurs.</param>
    /// <param name="finish">From sums to samples.</param>
    public DecimatedCorrelator(RowRange range, int radius, DecimatedGaussian gaussian, RowFinish finish)
        : base(range, finish)
    {
        (_gaussian, _radius) = (gaussian, radius);
        _columns = new DecimatedColumns<TSimd, TVector>(range, radius, gaussian);
        _first = FloatStage<TSimd, TVector>.OfLine(gaussian.First, i => (i, 0));
        _second = FloatStage<TSimd, TVector>.OfLine(gaussian.Second, i => (i, 0));
        _lead = (int)(AlignedBuffer.RoundUp(_columns.Lead * sizeof(float)) / sizeof(float));
        int around = gaussian.HighestSample - gaussian.LowestSample + 1;
        _sampled = new KeyedRows(around + gaussian.Second.Length, _columns.SampledBytes);
        _blurred = new KeyedRows(around + 1, AlignedBuffer.RoundUp((long)(Samples + _lead) * 4));
        _full = new AlignedBuffer(_columns.RowBytes);

        // Lines of weights for each distance behind a sampled row, in fours; the last four may be filled up with zeros.
        _third = new float[(gaussian.Step + FloatFanSums.Sums - 1) / FloatFanSums.Sums * FloatFanSums.Sums * around];
        for (int i = 0; i < gaussian.Step * around; i++)
            _third[i] = (float)gaussian.Third[i / around][i % around];
        for (int i = 0; i < _fan.Length; i++)
            _fan[i] = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * 4));
        _pointers = new AlignedBuffer(Math.Max(around, gaussian.Second.Length) * sizeof(nint));
    }

    // Blocks of rows are tied to the sampled rows here, not to the first output.
    public override int Block => 1;

    public override long RingRowBytes => _columns.RowBytes;

    public override int Above => Math.Max(0, _gaussian.ReachBefore - _radius);

    public override int Below => Math.Max(0, _gaussian.ReachBehind - _radius);

    public override long ScratchBytes => _columns.ScratchBytes + _sampled.Bytes + _blurred.Bytes + _full.Length + (_fan.Length * _fan[0].Length);

    public override void Enter(byte* source, byte* ringRow) => _columns.Extend(source, (float*)ringRow);

    public override void EnterConstant(byte* ringRow) => _columns.Fill((float*)ringRow);

    protected override void MakePiece(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        long centre = position + _radius, sample = FloorMath.Divide(centre, _gaussian.Step);
        int behind = (int)(centre - (sample * _gaussian.Step));

        // Outputs come in fours that lie behind the same sampled row.
        long fan = (sample * _gaussian.Step) + (behind / FloatFanSums.Sums * FloatFanSums.Sums);
        if (_fanAt != fan)
            MakeFan(sample, behind / FloatFanSums.Sums, rows, position);
        _fanAt = fan;
        Finish.Run((float*)_fan[behind % FloatFanSums.Sums].Pointer + first, to, samples);
    }

    private void MakeFan(long sample, int four, byte** rows, long position)
    {
        byte** blurred = (byte**)_pointers.Pointer;

        // Making a row uses the pointers too, so all are made before they are collected.
        for (int m = _gaussian.LowestSample; m <= _gaussian.HighestSample; m++)
            MakeBlurred(sample + m, rows, position);
        for (int m = _gaussian.LowestSample; m <= _gaussian.HighestSample; m++)
            blurred[m - _gaussian.LowestSample] = _blurred.Row(sample + m) + (_lead * sizeof(float));
        float** sums = stackalloc float*[FloatFanSums.Sums];
        for (int i = 0; i < FloatFanSums.Sums; i++)
            sums[i] = (float*)_fan[i].Pointer;
        int taps = _gaussian.HighestSample - _gaussian.LowestSample + 1;
        fixed (float* weights = _third)
            FloatFanSums.Run<TSimd, TVector>(weights + (four * FloatFanSums.Sums * taps), taps, (float**)blurred, sums, Samples);
    }

    // Sampled row j, blurred along both axes and interpolated to all columns.
    private void MakeBlurred(long j, byte** rows, long position)
    {
        if (!_blurred.Claim(j))
            return;
        int radius = _gaussian.SecondRadius;
        for (long k = j - radius; k <= j + radius; k++)
            if (_sampled.Claim(k))
            {
                _first.Run(rows + ((k * _gaussian.Step) - _gaussian.FirstRadius - position), 0, (float*)_full.Pointer, _columns.RowSamples);
                _columns.Sample((float*)_full.Pointer, (float*)_sampled.Row(k));
            }
        byte** sampled = (byte**)_pointers.Pointer;
        for (int m = 0; m < _gaussian.Second.Length; m++)
            sampled[m] = _sampled.Row(j + m - radius);
        _second.Run(sampled, 0, (float*)_full.Pointer, _columns.SampledSamples);
        _columns.Interpolate((float*)_full.Pointer, (float*)_blurred.Row(j) + _lead);
    }
}
