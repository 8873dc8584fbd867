using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Selection;

/// <content>Sums in float32: samples of any type.</content>
internal static partial class AlgorithmSelector
{
    // A quarter of a level of 8 bit: rounding then differs from the exact kernel's on less than one pixel in a hundred.
    private const double MaxDecimatedError = 0.25 / 255;

    // Up to here adding box rows up one by one is cheaper than sums over segments.
    private const int MaxRowsAddedDirectly = 6;

    // Of fewer taps the folded sums are no faster than four plain rows at once.
    private const int MinFoldedTaps = 17;

    // The loop loads two windows of four rows ahead, which must not reach beyond the rows given.
    private const int MinFoldedPhaseTaps = 8;

    // Each strip of the ring that is in L1 serves all rows of a call; more rows make the ring higher.
    private const int MaxFoldedRowsPerCall = 32;

    // The first two and the last three source rows of a block are not under all its output rows: of a lower dense kernel nothing would be
    // left.
    private const int MinDenseRowsForBlocks = 3;

    private static AlgorithmPlan? FloatGradient(CorrelationRequest request)
    {
        if (request.Kernels is not { Y: { } second, X: var first })
            return null;
        OutputStep output = OutputSelector.Select(AccumulatorType.Single, 0, 0, request.ScaleOf(first, 1), request.Result);
        return FloatPlan(request, Algorithm.FloatGradient, new KernelLoops(null, LoopId.FloatGradient), output) with
        {
            Summary = $"gradient {Size(second)}: two kernels in float32, fused root",
            RowsPerCall = RowsPerCall(request, MinFloatRowsForBlocks),
            Weights = request.Kernels,
        };
    }

    // A wide Gaussian at a cost that does not grow with sigma, within a proved error. The error is a part of the range of the samples,
    // which only bytes have; results of bytes are rounded to a far coarser unit.
    private static AlgorithmPlan? DecimatedGaussian(CorrelationRequest request)
    {
        Kernel kernel = request.Kernels.X;
        if (request.Source is not SampleType.UInt8 || request.Result is not SampleType.UInt8
            || kernel is not { GaussianSigma: { } sigma, Exact: false }
            || !request.HasUnitSpacing || Selection.DecimatedGaussian.TryCreate(sigma) is not { } gaussian)
            return null;
        double axis = gaussian.ErrorOf(kernel.Traits.Factors!.Row), error = (2 * axis) + (axis * axis);
        if (error > MaxDecimatedError)
            return null;
        string accuracy = FormattableString.Invariant($"error below {error * 255:0.###} levels of 255");
        OutputStep output = OutputSelector.Select(AccumulatorType.Single, 0, 0, request.ScaleOf(kernel, 1), request.Result,
            isApproximate: true);
        return FloatPlan(request, Algorithm.DecimatedGaussian, new KernelLoops(LoopId.DecimatedColumns, LoopId.PolyphaseRows), output) with
        {
            Summary =
                FormattableString.Invariant(
                $"gaussian {Size(kernel)}: float32 through samples {gaussian.Step} apart, {accuracy} (exact=1 for every tap)"),
            Gaussian = gaussian,
        };
    }

    private static AlgorithmPlan? FloatBox(CorrelationRequest request)
    {
        Kernel kernel = request.Kernels.X;
        if (request.Source is SampleType.UInt8 || !kernel.Traits.IsBox || !request.HasUnitSpacing)
            return null;
        OutputStep output = SelectFloatOutput(request, request.ScaleOf(kernel, kernel.Traits.Denominator));
        LoopId vertical = kernel.Height <= MaxRowsAddedDirectly ? LoopId.RowSumsSingle : LoopId.SegmentSumsSingle;
        AlgorithmPlan plan = FloatPlan(request, Algorithm.FloatBox, new KernelLoops(LoopId.WindowSumsSingle, vertical), output) with
        {
            Summary = $"box {Size(kernel)}: float32 window sums",
        };

        // Row sums are scaled as they are stored, and then are results.
        return output.Loop is LoopId.ScaleToSingle
            ? plan with
            {
                RowSumScale = (output.Factor, output.Offset),
                Output = new OutputStep(LoopId.Copy, AccumulatorType.Single, request.Result, OutputScale.Identity),
            }
            : plan;
    }

    private static AlgorithmPlan Float(CorrelationRequest request)
    {
        (Kernel kernel, OutputScale scale) = FloatWeights.Prepare(request);
        SeparableFactors? factors = kernel.Traits.Factors;
        LoopId? horizontal = factors is null ? null : LoopId.FloatTaps;
        LoopId vertical = LoopId.FloatTaps;
        int rowsPerCall = RowsPerCall(request, MinFloatRowsForBlocks);
        if (request.HasUnitRowSpacing && factors is not null && factors.Column.Length >= MinFoldedTaps && IsFoldable(factors.Column)
            && IsFoldable(factors.Row))
        {
            vertical = LoopId.FoldedTapsBy4Rows;
            rowsPerCall = Math.Min(MaxFoldedRowsPerCall, factors.Column.Length / 2 / RowsOfBlocks * RowsOfBlocks);
            if (request.IsContiguous && factors.Row.Length >= MinFoldedPhaseTaps)
                horizontal = LoopId.FoldedTapsBy4Phases;
        }
        else if (GainsByBlocks(request, kernel))
            (vertical, rowsPerCall) = (LoopId.FloatTapsBy4Rows, RowsOfBlocks);
        return FloatPlan(request, Algorithm.Float, new KernelLoops(horizontal, vertical), SelectFloatOutput(request, scale)) with
        {
            Summary = $"{(request.Kernels.X.Traits.Factors is null ? "dense" : "separable")} {Size(request.Kernels.X)}: float32, fused "
                + "multiply-adds",
            RowsPerCall = rowsPerCall,
            Weights = kernel,
        };
    }

    // Rows that lie under several outputs, and no weights of 0, which cost nothing elsewhere.
    private static bool GainsByBlocks(CorrelationRequest request, Kernel kernel) =>
        request.HasUnitRowSpacing && (kernel.Traits.Factors is { } factors
        ? kernel.Height >= 2 * RowsOfBlocks && factors.Column.IndexOf(0.0) < 0
        : kernel.Height >= MinDenseRowsForBlocks && request.IsContiguous && Array.IndexOf(kernel.ToArray(), 0.0) < 0);

    // The same from both ends, without weights of 0.
    private static bool IsFoldable(ReadOnlySpan<double> taps)
    {
        for (int i = 0; i < (taps.Length + 1) / 2; i++)
            if (taps[i] != taps[^(i + 1)] || taps[i] == 0)
                return false;
        return true;
    }

    private static OutputStep SelectFloatOutput(CorrelationRequest request, OutputScale scale)
    {
        (double Least, double Most)? range = request.IntegerSumRange();
        return OutputSelector.Select(AccumulatorType.Single, range?.Least ?? 0, range?.Most
            ?? 0, scale, request.Result, isInteger: range is not null);
    }

    private static AlgorithmPlan FloatPlan(CorrelationRequest request, Algorithm algorithm, KernelLoops loops, OutputStep output) => new()
    {
        Algorithm = algorithm,
        Summary = "",
        Load = request.Source switch
        {
            SampleType.UInt8 => LoopId.WidenBytesToSingle,
            SampleType.UInt16 => LoopId.WidenUInt16ToSingle,
            _ => LoopId.PadSingles,
        },
        X = loops,
        HorizontalSums = AccumulatorType.Single,
        Sums = AccumulatorType.Single,
        Output = output,
        RowsPerCall = 1,
        Width = request.Kernels.X.Width,
        Height = request.Kernels.X.Height,
    };
}
