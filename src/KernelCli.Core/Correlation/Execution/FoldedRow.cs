using KernelCli.Correlation.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// A pass of symmetric weights along a row of one channel. The row is split into four phases, the samples 0, 4, 8, ...,
/// then 1, 5, 9, .... The four phases of the outputs depend on the phases of the samples as four output rows depend on
/// source rows, so that <see cref="FoldedTapsByRows{TSimd, TVector}"/> can sum them.
/// </summary>
internal sealed unsafe class FoldedRow<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly float[] _weights;
    private readonly int _taps;
    private readonly int _outputs;
    private readonly PixelPhases<TSimd, TVector> _samples;
    private readonly PixelPhases<TSimd, TVector> _sums;
    private readonly AlignedBuffer _rows;

    /// <param name="taps">The weights.</param>
    /// <param name="outputs">The number of sums in a row.</param>
    public FoldedRow(ReadOnlySpan<double> taps, int outputs)
    {
        const int step = FoldedTapsByRows<TSimd, TVector>.Rows;
        (_weights, _taps, _outputs) = (Half(taps), taps.Length, outputs);
        // Outputs are made four at a time: the last ones may be beyond the row, and read beyond it too.
        _samples = new PixelPhases<TSimd, TVector>(step, outputs + taps.Length + step, 1);
        _sums = new PixelPhases<TSimd, TVector>(step, outputs + step, 1);
        _rows = new AlignedBuffer((long)(taps.Length + step) * sizeof(nint));
        for (int u = 0; u < taps.Length + step - 1; u++)
            ((float**)_rows.Pointer)[u] = _samples.Phase(u % step) + (u / step);
    }

    public long ScratchBytes => _samples.ScratchBytes + _sums.ScratchBytes + _rows.Length;

    /// <summary>The first half of symmetric taps, with the middle one where there is one.</summary>
    public static float[] Half(ReadOnlySpan<double> taps) =>
        Array.ConvertAll(taps[..((taps.Length + 1) / 2)].ToArray(), weight => (float)weight);

    /// <summary>Makes the sums of a padded row.</summary>
    public void Run(float* padded, float* to)
    {
        _samples.Split(padded, _outputs + _taps - 1);
        fixed (float* weights = _weights)
            FoldedTapsByRows<TSimd, TVector>.Run(weights, _taps, (float**)_rows.Pointer, 0, (float**)_sums.Rows,
                (_outputs + FoldedTapsByRows<TSimd, TVector>.Rows - 1) / FoldedTapsByRows<TSimd, TVector>.Rows);
        _sums.Join(to, _outputs);
    }
}
