using KernelCli.Primitives;

namespace KernelCli.Correlation.Selection;

/// <summary>The stages of a correlation, in their order.</summary>
internal enum PlanStage
{
    /// <summary>Source samples to the numbers that are summed.</summary>
    Load,

    /// <summary>Along a row, when it enters the ring.</summary>
    Horizontal,

    /// <summary>Over the rows of the ring.</summary>
    Vertical,

    /// <summary>Accumulators to samples.</summary>
    Output,
}

/// <summary>What sums are made of, before they are scaled.</summary>
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

    // Whole weights in 16-bit and in 32-bit lanes, and one sample at a time.
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
    ExactInt128,
}

/// <summary>What loops have in common.</summary>
internal static class LoopIds
{
    /// <summary>
    /// Whether a loop goes from load to store over three or five taps: it reads bytes as they are, and its store may be the
    /// output.
    /// </summary>
    public static bool IsSmallTaps(this LoopId loop) => loop is >= LoopId.SmallTaps3Unit and <= LoopId.SmallTaps5Any;
}

/// <summary>One loop of a plan.</summary>
/// <param name="Stage">Where it stands.</param>
/// <param name="Loop">Which loop.</param>
/// <param name="Accumulators">The numbers that it makes, or for an output step those that it takes.</param>
internal readonly record struct PlanStep(PlanStage Stage, LoopId Loop, AccumulatorType Accumulators)
{
    /// <summary><c>vertical SmallTaps3Symmetric, Int16</c>.</summary>
    public override string ToString() => $"{Stage.ToString().ToLowerInvariant()} {Loop}, {Accumulators}";
}

/// <summary>From accumulators to samples: the loop and its numbers.</summary>
/// <param name="Loop">Which loop.</param>
/// <param name="Accumulators">What it takes.</param>
/// <param name="Result">Type of the samples.</param>
/// <param name="Scale">From sum to value.</param>
internal sealed record OutputStep(LoopId Loop, AccumulatorType Accumulators, SampleType Result, OutputScale Scale)
{
    /// <summary>For shifts and reciprocals: half the divisor, and any bias.</summary>
    public int Addend { get; init; }

    /// <summary>For shifts and reciprocals: bits shifted out.</summary>
    public int Bits { get; init; }

    /// <summary>For reciprocals: the factor.</summary>
    public int Reciprocal { get; init; }

    /// <summary>For scaling in float32: <c>fma(sum, Factor, Offset)</c>.</summary>
    public float Factor { get; init; }

    /// <inheritdoc cref="Factor"/>
    public float Offset { get; init; }

    /// <summary>
    /// For scaling in float32: whether the offset holds the half that rounds, so that dropping the fraction of unsigned samples is
    /// enough.
    /// </summary>
    public bool Truncates { get; init; }
}
