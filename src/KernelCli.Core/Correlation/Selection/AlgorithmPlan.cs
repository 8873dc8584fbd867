using KernelCli.Kernels;

namespace KernelCli.Correlation.Selection;

/// <summary>The algorithms there are.</summary>
internal enum Algorithm
{
    Box,
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

/// <summary>The loops that add up one kernel.</summary>
/// <param name="Horizontal">Along rows, or null where the vertical loop reads all taps.</param>
/// <param name="Vertical">Over the rows of the ring.</param>
internal readonly record struct KernelLoops(LoopId? Horizontal, LoopId Vertical);

/// <summary>What was decided for a correlation, as data: which loops run, and in which numbers.</summary>
internal sealed record AlgorithmPlan
{
    /// <summary>The algorithm.</summary>
    public required Algorithm Algorithm { get; init; }

    /// <summary>The algorithm in words, for a person who asked what will be done.</summary>
    public required string Summary { get; init; }

    /// <summary>How source samples become the numbers that are summed.</summary>
    public required LoopId Load { get; init; }

    /// <summary>The loops of the kernel; of a gradient those of the first.</summary>
    public required KernelLoops X { get; init; }

    /// <summary>The loops of a gradient's second kernel.</summary>
    public KernelLoops? Y { get; init; }

    /// <summary>The type of the accumulators after the horizontal loop.</summary>
    public AccumulatorType HorizontalSums { get; init; }

    /// <summary>The type of the accumulators after the vertical loop.</summary>
    public required AccumulatorType Sums { get; init; }

    /// <summary>From accumulators to samples.</summary>
    public required OutputStep Output { get; init; }

    /// <summary>Whether the vertical loop stores samples itself, by the output step in registers.</summary>
    public bool IsFused { get; init; }

    /// <summary>Output rows made in a call.</summary>
    public required int RowsPerCall { get; init; }

    /// <summary>Kernel columns.</summary>
    public required int Width { get; init; }

    /// <summary>Kernel rows.</summary>
    public required int Height { get; init; }

    /// <summary>Whole-number weights, where the algorithm has them.</summary>
    public IntegerWeights? IntegerX { get; init; }

    /// <summary>The same of a gradient's second kernel.</summary>
    public IntegerWeights? IntegerY { get; init; }

    /// <summary>Taken off every byte before it is summed, 0 or 128.</summary>
    public int Centre { get; init; }

    /// <summary>Real weights as float32 takes them, where the algorithm has them.</summary>
    public KernelSet Weights { get; init; }

    /// <summary>The weights in 8.8 fixed point, of that algorithm.</summary>
    public FixedPointForm? FixedPoint { get; init; }

    /// <summary>The three blurs, of that algorithm.</summary>
    public DecimatedGaussian? Gaussian { get; init; }

    /// <summary>What float32 row sums are scaled by as they are stored: <c>fma(sum, Factor, Offset)</c>.</summary>
    public (float Factor, float Offset) RowSumScale { get; init; } = (1, 0);

    /// <summary>All loops in their order.</summary>
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
    public bool IsSlow => Output.Loop is LoopId.ExactInt128 || X.Vertical is LoopId.DoubleTaps;
}
