using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Numerics;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// A wide Gaussian in float32, sampled at every h-th row and column. The sampled rows are fixed in the picture's
/// coordinates, so that results do not depend on where a run of rows begins. They are made when an output first needs them,
/// and kept while others do.
/// </summary>
internal sealed unsafe class DecimatedRowFilter<TSimd, TVector> : CorrelationRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly DecimatedGaussian _gaussian;
    private readonly DecimatedColumns<TSimd, TVector> _columns;
    private readonly int _radius;
    private readonly FloatTapPass<TSimd, TVector> _first;
    private readonly FloatTapPass<TSimd, TVector> _second;
    private readonly float[] _third;
    private readonly RowCache _sampled;
    private readonly RowCache _blurred;
    private readonly AlignedBuffer _full;
    private readonly AlignedBuffer[] _polyphase = new AlignedBuffer[FloatPolyphase<TSimd, TVector>.Sums];
    private readonly AlignedBuffer _pointers;
    private readonly int _lead;
    private long _polyphaseStart = long.MinValue;

    public DecimatedRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan)
    {
        DecimatedGaussian gaussian = plan.Gaussian!;
        _gaussian = gaussian;

        // Rows from the kernel's first to its middle one; the same for columns.
        _radius = plan.Width / 2;
        _columns = new DecimatedColumns<TSimd, TVector>(strip, _radius, gaussian);
        _first = FloatTapPass<TSimd, TVector>.OfTaps(gaussian.First, i => (i, 0));
        _second = FloatTapPass<TSimd, TVector>.OfTaps(gaussian.Second, i => (i, 0));
        _lead = (int)(AlignedBuffer.RoundUp(_columns.Lead * sizeof(float)) / sizeof(float));
        int around = gaussian.HighestSample - gaussian.LowestSample + 1;
        _sampled = new RowCache(around + gaussian.Second.Length, _columns.SampledBytes);
        _blurred = new RowCache(around + 1, AlignedBuffer.RoundUp((long)(Samples + _lead) * 4));
        _full = new AlignedBuffer(_columns.RowBytes);

        // Interpolation weights for each distance after a sampled row, in groups of four; the last group may be padded with zeros.
        _third = new float[(gaussian.Step + FloatPolyphase<TSimd, TVector>.Sums - 1) / FloatPolyphase<TSimd, TVector>.Sums
            * FloatPolyphase<TSimd, TVector>.Sums * around];
        for (int i = 0; i < gaussian.Step * around; i++)
            _third[i] = (float)gaussian.Third[i / around][i % around];
        for (int i = 0; i < _polyphase.Length; i++)
            _polyphase[i] = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * 4));
        _pointers = new AlignedBuffer(Math.Max(around, gaussian.Second.Length) * sizeof(nint));
    }

    public override long RingRowBytes => _columns.RowBytes;

    public override int RowsAbove => Math.Max(0, _gaussian.ReachBefore - _radius);

    public override int RowsBelow => Math.Max(0, _gaussian.ReachAfter - _radius);

    public override long ScratchBytes =>
        _columns.ScratchBytes + _sampled.Bytes + _blurred.Bytes + _full.Length + (_polyphase.Length * _polyphase[0].Length);

    public override void Ingest(byte* source, byte* ringRow) => _columns.Pad(source, (float*)ringRow);

    public override void IngestConstant(byte* ringRow) => _columns.Fill((float*)ringRow);

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        long centre = position + _radius, sample = FloorMath.Divide(centre, _gaussian.Step);
        int phase = (int)(centre - (sample * _gaussian.Step));

        // The output rows after a sampled row are made in groups of four.
        long start = (sample * _gaussian.Step) + (phase / FloatPolyphase<TSimd, TVector>.Sums * FloatPolyphase<TSimd, TVector>.Sums);
        if (_polyphaseStart != start)
            ComputePolyphase(sample, phase / FloatPolyphase<TSimd, TVector>.Sums, rows, position);
        _polyphaseStart = start;
        Output.Run((float*)_polyphase[phase % FloatPolyphase<TSimd, TVector>.Sums].Pointer + first, to, samples);
    }

    private void ComputePolyphase(long sample, int four, byte** rows, long position)
    {
        byte** blurred = (byte**)_pointers.Pointer;

        // MakeBlurred uses the pointers too, so all rows are made before their addresses are collected.
        for (int m = _gaussian.LowestSample; m <= _gaussian.HighestSample; m++)
            EnsureBlurred(sample + m, rows, position);
        for (int m = _gaussian.LowestSample; m <= _gaussian.HighestSample; m++)
            blurred[m - _gaussian.LowestSample] = _blurred.Row(sample + m) + (_lead * sizeof(float));
        float** sums = stackalloc float*[FloatPolyphase<TSimd, TVector>.Sums];
        for (int i = 0; i < FloatPolyphase<TSimd, TVector>.Sums; i++)
            sums[i] = (float*)_polyphase[i].Pointer;
        int taps = _gaussian.HighestSample - _gaussian.LowestSample + 1;
        fixed (float* weights = _third)
            FloatPolyphase<TSimd, TVector>.Run(weights + (four * FloatPolyphase<TSimd, TVector>.Sums * taps),
                taps, (float**)blurred, sums, Samples);
    }

    // Makes sampled row j, blurred along both axes and interpolated to all columns.
    private void EnsureBlurred(long j, byte** rows, long position)
    {
        if (!_blurred.TryReserve(j))
            return;
        int radius = _gaussian.SecondRadius;
        for (long k = j - radius; k <= j + radius; k++)
            if (_sampled.TryReserve(k))
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
