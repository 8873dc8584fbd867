using KernelCli.Correlation.Selection;
using KernelCli.Numerics;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// The horizontal half of a decimated Gaussian: pads rows, blurs them at every h-th column of the picture, and interpolates
/// the sampled rows to all columns.
/// </summary>
internal sealed unsafe class DecimatedColumns<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly DecimatedGaussian _gaussian;
    private readonly FloatRowLoader<TSimd, TVector> _rows;
    private readonly int _channels;
    private readonly int _outputs;

    // Columns from the sampled column at or before the first output to that output, and sampled columns from there to the last output.
    private readonly int _firstOutputOffset;
    private readonly int _gridColumns;
    private readonly FloatTapPass<TSimd, TVector> _first;
    private readonly FloatTapPass<TSimd, TVector> _second;
    private readonly FloatTapPass<TSimd, TVector>[] _third;
    private readonly PixelPhases<TSimd, TVector> _phases;
    private readonly AlignedBuffer _blurred;

    public DecimatedColumns(Strip strip, int radius, DecimatedGaussian gaussian)
    {
        (_gaussian, _channels, _outputs) = (gaussian, strip.Channels, strip.Outputs);
        int step = gaussian.Step;
        long first = strip.Axis.Origin + strip.Axis.Start(strip.FirstOutput) + radius, last = first + strip.Outputs - 1;
        long gridColumn = FloorMath.Divide(first, step), lastGridColumn = FloorMath.Divide(last, step);
        (_firstOutputOffset, _gridColumns) = ((int)(first - (gridColumn * step)), (int)(lastGridColumn - gridColumn + 1));

        // The samples reach from the lowest to the highest plus the second blur's radius on both sides; the positions add the first's.
        int samples = _gridColumns + gaussian.HighestSample - gaussian.LowestSample + (2 * gaussian.SecondRadius);
        long start = ((gridColumn + gaussian.LowestSample - gaussian.SecondRadius) * step) - gaussian.FirstRadius - strip.Axis.Origin;
        int positions = ((samples - 1) * step) + gaussian.First.Length;
        _rows =
            new FloatRowLoader<TSimd, TVector>(
            strip with { Axis = strip.Axis.Positions(start, positions), FirstOutput = 0, Outputs = positions });
        (RowSamples, SampledSamples) = (positions * _channels, samples * _channels);
        SampledBytes = AlignedBuffer.RoundUp((long)SampledSamples * 4);

        _phases = new PixelPhases<TSimd, TVector>(step, Math.Max(positions, _outputs + (2 * step)), _channels);
        _blurred = new AlignedBuffer(SampledBytes);
        _first = FloatTapPass<TSimd, TVector>.OfTaps(gaussian.First, t => (t % step, t / step * _channels));
        _second = FloatTapPass<TSimd, TVector>.OfTaps(gaussian.Second, t => (0, t * _channels));
        _third = Array.ConvertAll(gaussian.Third, line => FloatTapPass<TSimd, TVector>.OfTaps(line, t => (0, t * _channels)));
    }

    /// <summary>Bytes of a padded row.</summary>
    public long RowBytes => _rows.RowBytes;

    /// <summary>Samples of a padded row.</summary>
    public int RowSamples { get; }

    /// <summary>Samples of a sampled row.</summary>
    public int SampledSamples { get; }

    /// <summary>Bytes of a sampled row.</summary>
    public long SampledBytes { get; }

    public long ScratchBytes => _rows.ScratchBytes + _phases.ScratchBytes + _blurred.Length;

    /// <summary>Writes the padded row of a source row.</summary>
    public void Pad(byte* source, float* to) => _rows.Pad(source, to);

    /// <summary>Writes a padded row of the border's constant.</summary>
    public void Fill(float* to) => _rows.Fill(to);

    /// <summary>How many samples before the start of its output row <see cref="Interpolate"/> may write.</summary>
    public int Lead => _gaussian.Step * _channels;

    /// <summary>
    /// Blurs a row at every h-th column only: the row is split into h phases, in which adjacent pixels are h columns apart,
    /// and the blur sums over these.
    /// </summary>
    public void Sample(float* row, float* to)
    {
        _phases.Split(row, RowSamples / _channels);
        _first.Run(_phases.Rows, 0, to, SampledSamples);
    }

    /// <summary>Blurs a sampled row and interpolates it to all columns.</summary>
    public void Interpolate(float* sampled, float* to)
    {
        byte* row = (byte*)sampled;
        int count = (_gridColumns + _gaussian.HighestSample - _gaussian.LowestSample) * _channels;
        _second.Run(&row, 0, (float*)_blurred.Pointer, count);
        byte* blurred = _blurred.Pointer;
        for (int q = 0; q < _gaussian.Step; q++)
            _third[q].Run(&blurred, 0, _phases.Phase(q), _gridColumns * _channels);

        // The first output is some columns to the right of the first grid column.
        _phases.Join(to - (_firstOutputOffset * _channels), _outputs + _firstOutputOffset);
    }
}
