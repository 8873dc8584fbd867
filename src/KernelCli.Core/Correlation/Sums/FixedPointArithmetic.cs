using KernelCli.Kernels;

namespace KernelCli.Correlation.Sums;

/// <summary>The fixed-point form of a separable smoothing kernel on bytes, with the proof of its error.</summary>
internal sealed class FixedPointArithmetic
{
    // A unit of the 8.8 sums, in levels.
    private const double Unit = 1.0 / 256;

    private FixedPointArithmetic(FixedPointLine row, FixedPointLine column, double bound) => (Row, Column, ErrorBound) = (row, column, bound);

    public FixedPointLine Row { get; }

    public FixedPointLine Column { get; }

    /// <summary>The most that an unrounded result can be off, in levels; below 1/2, so a rounded one is off by at most 1, and a flat picture stays flat.</summary>
    public double ErrorBound { get; }

    /// <summary>Every product is cut down by half a unit on average: horizontal sums start with that much.</summary>
    public int HorizontalStart => Row.Pairs.Length / 2;

    /// <summary>Likewise for the vertical pass, less the quarter unit that averaging adds, and half a level to round.</summary>
    public int VerticalStart => 128 + Math.Max(0, (Column.Pairs.Length - 1) / 2);

    /// <summary>The form for a kernel, or null where its error could reach half a level or its sums 65536.</summary>
    public static FixedPointArithmetic? TryFind(Kernel kernel)
    {
        double scale = kernel.Multiplier / kernel.Divisor;
        if (kernel.Bias != 0 || !(scale > 0) || kernel.Traits.Factors is not { } factors)
            return null;
        double gain = kernel.Traits.Sum * scale;
        if (Math.Abs(gain - 1) < 1e-9)
            gain = 1;
        if (FixedPointLine.TryCreate(factors.Row, gain) is not { } row || FixedPointLine.TryCreate(factors.Column, 1) is not { } column)
            return null;

        // Each product loses less than a unit; starting at half the number of products leaves at most that many halves (and the
        // odd one) on either side. Averages are at most half a unit too large, and weigh 1 together.
        double horizontal = (row.WeightError * 255) + (((row.Pairs.Length / 2) + 1) * Unit);
        double vertical = (column.WeightError * 255) + (((column.Pairs.Length / 2) + 2) * Unit);
        double bound = horizontal + vertical;
        int most = 65280 + (row.Pairs.Length / 2) + 1 + 128 + (column.Pairs.Length / 2);
        return bound < 0.5 && most <= ushort.MaxValue ? new FixedPointArithmetic(row, column, bound) : null;
    }
}
