using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Selection;

/// <content>The algorithms that sum in float32.</content>
internal static partial class AlgorithmSelector
{
    // A quarter of an 8-bit level. Rounded results then differ from the exact kernel's in fewer than one pixel in a hundred.
    private const double MaxDecimatedError = 0.25 / 255;

    // Up to this height, adding the rows of a box one by one is cheaper than segment sums.
    private const int MaxRowsAddedDirectly = 6;

    // With fewer taps the folded sums are no faster than four plain rows at once.
    private const int MinFoldedTaps = 17;

    // The minimum number of taps that FoldedTapsByRows supports.
    private const int MinFoldedPhaseTaps = 8;

    // Each strip of the ring that is in L1 serves all output rows of a call, but more rows per call need a taller ring.
    private const int MaxFoldedRowsPerCall = 32;

    // The loop unrolls the first three source rows of a block, which take three kernel rows.
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

    // A wide Gaussian at a cost that hardly grows with sigma, with a proved error. The bound is relative to the range of the samples, so
    // the source must be bytes, whose range is known, and the result bytes, whose rounding is coarser than the error.
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

        // Row sums are scaled as they are stored, so that they are results already.
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
            rowsPerCall = Math.Min(MaxFoldedRowsPerCall, factors.Column.Length / 2 / RowsPerBlock * RowsPerBlock);
            if (request.IsContiguous && factors.Row.Length >= MinFoldedPhaseTaps)
                horizontal = LoopId.FoldedTapsBy4Phases;
        }
        else if (BenefitsFromBlocks(request, kernel))
            (vertical, rowsPerCall) = (LoopId.FloatTapsBy4Rows, RowsPerBlock);
        return FloatPlan(request, Algorithm.Float, new KernelLoops(horizontal, vertical), SelectFloatOutput(request, scale)) with
        {
            Summary = $"{(request.Kernels.X.Traits.Factors is null ? "dense" : "separable")} {Size(request.Kernels.X)}: float32, fused "
                + "multiply-adds",
            RowsPerCall = rowsPerCall,
            Weights = kernel,
        };
    }

    // Blocks gain where output rows share source rows and no weight is 0, because the other loops skip weights of 0.
    private static bool BenefitsFromBlocks(CorrelationRequest request, Kernel kernel) =>
        request.HasUnitRowSpacing && (kernel.Traits.Factors is { } factors
        ? kernel.Height >= 2 * RowsPerBlock && factors.Column.IndexOf(0.0) < 0
        : kernel.Height >= MinDenseRowsForBlocks && request.IsContiguous && Array.IndexOf(kernel.ToArray(), 0.0) < 0);

    // Symmetric, without weights of 0.
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
