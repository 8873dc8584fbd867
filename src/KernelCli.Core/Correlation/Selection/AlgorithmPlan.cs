using KernelCli.Kernels;

namespace KernelCli.Correlation.Selection;

/// <summary>The algorithms that <see cref="AlgorithmSelector"/> can select.</summary>
internal enum Algorithm
{
    Box,
    ColumnSpans,
    Integer16,
    Integer32,
    Double,
    DecimatedGaussian,
    FixedPoint,
    FixedPointDense,
    FloatBox,
    Float,
    Gradient,
    FloatGradient,
}

/// <summary>The loops that sum the taps of one kernel.</summary>
/// <param name="Horizontal">The loop along rows, or null where the vertical loop reads all taps.</param>
/// <param name="Vertical">The loop over the rows of the ring.</param>
internal readonly record struct KernelLoops(LoopId? Horizontal, LoopId Vertical);

/// <summary>The algorithm selected for a correlation, as data: its loops, number types and weights.</summary>
internal sealed record AlgorithmPlan
{
    /// <summary>The algorithm.</summary>
    public required Algorithm Algorithm { get; init; }

    /// <summary>A description of the algorithm for the user.</summary>
    public required string Summary { get; init; }

    /// <summary>The loop that converts source samples to the numbers that are summed.</summary>
    public required LoopId Load { get; init; }

    /// <summary>The loops of the kernel, or of a gradient's first kernel.</summary>
    public required KernelLoops X { get; init; }

    /// <summary>The loops of a gradient's second kernel.</summary>
    public KernelLoops? Y { get; init; }

    /// <summary>The type of the numbers in the ring, after the horizontal loop where there is one.</summary>
    public AccumulatorType HorizontalSums { get; init; }

    /// <summary>The type of the accumulators after the vertical loop.</summary>
    public required AccumulatorType Sums { get; init; }

    /// <summary>The conversion from accumulators to samples.</summary>
    public required OutputStep Output { get; init; }

    /// <summary>Whether the vertical loop applies the output step in registers and stores samples itself.</summary>
    public bool IsFused { get; init; }

    /// <summary>The maximum number of output rows made per call.</summary>
    public required int RowsPerCall { get; init; }

    /// <summary>Kernel columns.</summary>
    public required int Width { get; init; }

    /// <summary>Kernel rows.</summary>
    public required int Height { get; init; }

    /// <summary>Integer weights, or null where the algorithm has none.</summary>
    public IntegerWeights? IntegerX { get; init; }

    /// <summary>The integer weights of a gradient's second kernel.</summary>
    public IntegerWeights? IntegerY { get; init; }

    /// <summary>Subtracted from every byte before it is summed: 0 or 128.</summary>
    public int Centre { get; init; }

    /// <summary>For integer weights: whether each is summed in two halves, the upper over samples times 128.</summary>
    public bool HasWideWeights { get; init; }

    /// <summary>The real weights that float32 loops apply, where the algorithm has them.</summary>
    public KernelSet Weights { get; init; }

    /// <summary>The fixed-point weights of <c>FixedPoint</c>; null for the other algorithms.</summary>
    public FixedPointForm? FixedPoint { get; init; }

    /// <summary>The three blurs of <c>DecimatedGaussian</c>; null for the other algorithms.</summary>
    public DecimatedGaussian? Gaussian { get; init; }

    /// <summary>The scaling of <c>FloatBox</c>'s row sums as they are stored: <c>fma(sum, Factor, Offset)</c>.</summary>
    public (float Factor, float Offset) RowSumScale { get; init; } = (1, 0);

    /// <summary>All loops: load, then horizontal and vertical for each kernel, then output.</summary>
    public IEnumerable<PlanStep> Steps()
    {
        yield return new PlanStep(PlanStage.Load, Load, HorizontalSums);
        foreach (KernelLoops loops in Y is { } y ? (KernelLoops[])[X, y] : [X])
        {
            if (loops.Horizontal is { } horizontal)
                yield return new PlanStep(PlanStage.Horizontal, horizontal, HorizontalSums);
            yield return new PlanStep(PlanStage.Vertical, loops.Vertical, Sums);
        }
        if (Algorithm is Algorithm.Gradient && Output.Accumulators is AccumulatorType.Double)
            yield return new PlanStep(PlanStage.Output, LoopId.MagnitudeInDouble, Sums);
        yield return new PlanStep(PlanStage.Output, Output.Loop, Output.Accumulators);
    }

    /// <summary>Whether a loop works on one sample at a time, many times slower than the others.</summary>
    public bool IsSlow => Output.Loop is LoopId.ExactInt128;
}
