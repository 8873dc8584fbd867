using KernelCli.Correlation.Correlators;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>
/// A symmetric row of weights over a row of single samples. The row is taken apart into four phases, the samples 0, 4, 8, ..., then 1, 5, 9, ...:
/// the phases of four neighbouring outputs then stand to the phases of the samples as four output rows stand to source rows, and
/// <see cref="FoldedBlockSums"/> makes them.
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

    /// <param name="line">The weights.</param>
    /// <param name="outputs">Sums of a row.</param>
    public FoldedRow(ReadOnlySpan<double> line, int outputs)
    {
        const int step = FoldedBlockSums.Rows;
        (_weights, _taps, _outputs) = (FoldedBlockCorrelator<TSimd, TVector>.Half(line), line.Length, outputs);
        // Four outputs at a time: the last ones may lie beyond the row, and read beyond it too.
        _samples = new PixelPhases<TSimd, TVector>(step, outputs + line.Length + step, 1);
        _sums = new PixelPhases<TSimd, TVector>(step, outputs + step, 1);
        _rows = new AlignedBuffer((long)(line.Length + step) * sizeof(nint));
        for (int u = 0; u < line.Length + step - 1; u++)
            ((float**)_rows.Pointer)[u] = _samples.Phase(u % step) + (u / step);
    }

    public long ScratchBytes => _samples.ScratchBytes + _sums.ScratchBytes + _rows.Length;

    /// <summary>Whether a line of weights gains by it: neighbouring taps read neighbouring samples.</summary>
    public static bool Serves(ReadOnlySpan<double> line, RowRange range) => range.IsContiguous && line.Length >= FoldedBlockSums.LeastTaps;

    /// <summary>Makes the sums of an extended row.</summary>
    public void Run(float* extended, float* to)
    {
        _samples.Split(extended, _outputs + _taps - 1);
        fixed (float* weights = _weights)
            FoldedBlockSums.Run<TSimd, TVector>(weights, _taps, (float**)_rows.Pointer, 0, (float**)_sums.Rows, (_outputs + FoldedBlockSums.Rows - 1) / FoldedBlockSums.Rows);
        _sums.Join(to, _outputs);
    }
}
