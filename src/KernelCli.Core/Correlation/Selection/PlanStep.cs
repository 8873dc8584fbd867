using KernelCli.Primitives;

namespace KernelCli.Correlation.Selection;

/// <summary>The stages of a correlation, in order.</summary>
internal enum PlanStage
{
    /// <summary>Converts source samples to the numbers that are summed.</summary>
    Load,

    /// <summary>Sums along a row as it enters the ring.</summary>
    Horizontal,

    /// <summary>Sums over the rows of the ring.</summary>
    Vertical,

    /// <summary>Converts accumulators to samples.</summary>
    Output,
}

/// <summary>The number type of sums, before they are scaled.</summary>
internal enum AccumulatorType
{
    Int16,
    UInt16,
    Int32,
    Single,
    Double,
}

/// <summary>Every loop that a plan can name.</summary>
internal enum LoopId
{
    // Load.
    ReadBytes,
    WidenBytesTo16,
    WidenBytesToSingle,
    WidenUInt16ToSingle,
    PadSingles,

    // Three or five taps of one axis, from load to store in one loop.
    SmallTaps3Unit,
    SmallTaps3Symmetric,
    SmallTaps3Antisymmetric,
    SmallTaps3Any,
    SmallTaps5Unit,
    SmallTaps5Symmetric,
    SmallTaps5Antisymmetric,
    SmallTaps5Any,

    // Integer weights in 16-bit lanes, in 32-bit lanes, and in double one sample at a time.
    FewTaps3,
    FewTaps5,
    FewTaps9,
    GroupedTaps,
    PairedTaps,
    AdjacentPairs,
    AdjacentPairsBy4Rows,
    DoubleTaps,

    // 8.8 fixed point.
    FixedPointSums,
    FixedPointAverages,

    // Boxes.
    WindowSums16,
    SlidingSums16,
    SlidingSums32,
    ColumnSpans,
    WindowSumsSingle,
    RowSumsSingle,
    SegmentSumsSingle,

    // Real weights in float32.
    FloatTaps,
    FloatTapsBy4Rows,
    FoldedTapsBy4Phases,
    FoldedTapsBy4Rows,
    FloatGradient,
    DecimatedColumns,
    PolyphaseRows,

    // Output.
    Copy,
    NarrowBySignedShift,
    NarrowByUnsignedShift,
    NarrowByReciprocal,
    Narrow32ByShift,
    ScaleToBytes,
    ScaleTo16,
    ScaleToSingle,
    DivideToSingle,
    Magnitude,
    MagnitudeInDouble,
    ScaleByProduct,
    ScaleInDouble,
    ExactInt128,
}

/// <summary>Groups of loops.</summary>
internal static class LoopIds
{
    /// <summary>
    /// Whether a loop sums three or five taps from load to store: it can read bytes directly, and its store may apply the
    /// output step.
    /// </summary>
    public static bool IsSmallTaps(this LoopId loop) => loop is >= LoopId.SmallTaps3Unit and <= LoopId.SmallTaps5Any;
}

/// <summary>One loop of a plan.</summary>
/// <param name="Stage">The stage that it belongs to.</param>
/// <param name="Loop">Which loop.</param>
/// <param name="Accumulators">The type of the numbers that it makes, or for an output step of those that it reads.</param>
internal readonly record struct PlanStep(PlanStage Stage, LoopId Loop, AccumulatorType Accumulators)
{
    /// <summary>For example <c>vertical SmallTaps3Symmetric, Int16</c>.</summary>
    public override string ToString() => $"{Stage.ToString().ToLowerInvariant()} {Loop}, {Accumulators}";
}

/// <summary>The conversion from accumulators to samples: the loop and its parameters.</summary>
/// <param name="Loop">Which loop.</param>
/// <param name="Accumulators">The type of the numbers that it reads.</param>
/// <param name="Result">Type of the samples.</param>
/// <param name="Scale">The scale from sums to values.</param>
internal sealed record OutputStep(LoopId Loop, AccumulatorType Accumulators, SampleType Result, OutputScale Scale)
{
    /// <summary>The range of the sums that the choice of the loop relies on; null where it relies on none.</summary>
    public (double Min, double Max)? SumRange { get; init; }

    /// <summary>For shifts and reciprocals: half the divisor, plus the bias times the divisor.</summary>
    public int Addend { get; init; }

    /// <summary>For shifts: the binary logarithm of the divisor. For reciprocals: the shift after the high half is taken.</summary>
    public int Bits { get; init; }

    /// <summary>For reciprocals: the rounded-up reciprocal of the divisor, times 2^(16 + Bits).</summary>
    public int Reciprocal { get; init; }

    /// <summary>For scaling by a product of 64 bits: the product.</summary>
    public ProductForm? Product { get; init; }

    /// <summary>For scaling in float32: <c>fma(sum, Factor, Offset)</c>.</summary>
    public float Factor { get; init; }

    /// <inheritdoc cref="Factor"/>
    public float Offset { get; init; }

    /// <summary>
    /// For scaling in float32: whether the offset includes the 1/2 for rounding, so that it is enough to truncate unsigned
    /// samples.
    /// </summary>
    public bool Truncates { get; init; }
}
