using System.Diagnostics;
using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Selection;

/// <content>The algorithms for bytes with integer weights, or with real weights in fixed point.</content>
internal static partial class AlgorithmSelector
{
    // Sums of one window along a row must fit 16 bits: 257 * 255 = 65535.
    private const int MaxBoxWidth = 257;

    // Sums up to this magnitude are exact in double.
    private const double MaxDoubleSum = 1L << 53;

    // Of two sums within 32767 of 0.
    private const double MaxMagnitude = 46341;

    // Of smaller windows, all cells are added up faster. Measured with disks.
    private const int MinRowsForColumnSpans = 9;
    private const int MinCellsOfColumn = 4;

    // With at least twice as many kernel rows as output rows in a call, most source rows of a window serve all output rows.
    private const int MinRowsForPairBlocks = 2 * RowsPerBlock;

    // Both sums are within 32767 of 0, so that the sum of their squares stays below 2^31.
    private static AlgorithmPlan? IntegerGradient(CorrelationRequest request)
    {
        if (request.Source is not SampleType.UInt8 || request.Kernels is not { Y: { } second, X: var first }
            || TryGetWeightsFor16BitSums(first) is not { } x || TryGetWeightsFor16BitSums(second) is not { } y ||
            x.Denominator != y.Denominator)
            return null;
        bool isSeparable = x.Row is not null && y.Row is not null;
        OutputScale scale = request.ScaleOf(first, x.Denominator);
        bool isPlain = request.Result is SampleType.UInt8 && scale is { IsExact: true, Multiplier: 1, Divisor: 1, Addend: 0 };
        KernelLoops loopsOfX = LoopsOf(x), loopsOfY = LoopsOf(y);
        return new AlgorithmPlan
        {
            Algorithm = Algorithm.Gradient,
            Summary = $"gradient {Size(second)}: two kernels in 16-bit sums, fused root, exact",
            Load = LoadOf(loopsOfX.Horizontal),
            X = loopsOfX,
            Y = loopsOfY,
            Sums = AccumulatorType.Int16,
            Output = isPlain
                ? new OutputStep(LoopId.Magnitude, AccumulatorType.Int16, request.Result, scale)
                : OutputSelector.Exact(AccumulatorType.Double, 0, MaxMagnitude, scale, request.Result),
            RowsPerCall = RowsPerCall(request, MinIntegerRowsForBlocks),
            Width = first.Width,
            Height = first.Height,
            IntegerX = x,
            IntegerY = y,
        };

        KernelLoops LoopsOf(IntegerWeights weights) => isSeparable
            ? new KernelLoops(AxisLoop(weights.Row!), AxisLoop(weights.Column!))
            : new KernelLoops(null, TapLoop16(weights.ToDense().Dense!));
    }

    // Boxes of three or five taps on both axes are left to SmallTaps, which is faster than sliding sums.
    private static AlgorithmPlan? Box(CorrelationRequest request)
    {
        Kernel kernel = request.Kernels.X;
        if (request.Source is not SampleType.UInt8 || !kernel.Traits.IsBox || !request.HasUnitSpacing
            || (kernel.Width is 3 or 5 && kernel.Height is 3 or 5)
            || kernel.Width > MaxBoxWidth)
            return null;
        double most = 255.0 * kernel.Width * kernel.Height;
        Debug.Assert(most < int.MaxValue, "at most MaxBoxWidth columns and Kernel.MaxSide rows");
        AccumulatorType sums = most > ushort.MaxValue ? AccumulatorType.Int32 : AccumulatorType.UInt16;
        return new AlgorithmPlan
        {
            Algorithm = Algorithm.Box,
            Summary = $"box {Size(kernel)}: running sums in {(sums is AccumulatorType.Int32 ? 32 : 16)} bits, exact",
            Load = LoopId.WidenBytesTo16,
            X = new KernelLoops(LoopId.WindowSums16, sums is AccumulatorType.Int32 ? LoopId.SlidingSums32 : LoopId.SlidingSums16),
            HorizontalSums = AccumulatorType.UInt16,
            Sums = sums,
            Output = OutputSelector.Select(sums, 0, most, request.ScaleOf(kernel, kernel.Traits.Denominator), request.Result),
            RowsPerCall = RowsPerCall(request, MinIntegerRowsForBlocks),
            Width = kernel.Width,
            Height = kernel.Height,
        };
    }

    // A cell enters and one leaves in each column: fewer than the cells, where columns are high.
    private static AlgorithmPlan? ColumnSpans(CorrelationRequest request)
    {
        Kernel kernel = request.Kernels.X;
        if (request.Source is not SampleType.UInt8 || !request.HasUnitSpacing || kernel.Height < MinRowsForColumnSpans
            || kernel.Traits.IntegerWeights is not { Row: null } weights || ColumnSpan.Of(weights) is not { Count: > 0 }
            || weights.Most < MinCellsOfColumn * weights.Width * 255.0 || weights.Most >= int.MaxValue)
            return null;
        return new AlgorithmPlan
        {
            Algorithm = Algorithm.ColumnSpans,
            Summary = $"mean of cells in {Size(kernel)}: running sums in 32 bits, exact",
            Load = LoopId.WidenBytesTo16,
            X = new KernelLoops(null, LoopId.ColumnSpans),
            HorizontalSums = AccumulatorType.Int16,
            Sums = AccumulatorType.Int32,
            Output = OutputSelector.Select(AccumulatorType.Int32, 0, weights.Most, request.ScaleOf(kernel, weights.Denominator),
                request.Result),
            RowsPerCall = RowsPerCall(request, MinIntegerRowsForBlocks),
            Width = kernel.Width,
            Height = kernel.Height,
            IntegerX = weights,
        };
    }

    private static AlgorithmPlan? Integer(CorrelationRequest request)
    {
        Kernel kernel = request.Kernels.X;
        return request.Source is SampleType.UInt8 && kernel.Traits.IntegerWeights is { } weights
            && IntegerBounds.TryFind(weights) is { } bounds
            ? InLanes(request, Algorithm.Integer16, bounds, request.ScaleOf(kernel, weights.Denominator), "exact")
            : null;
    }

    // Integer weights whose sums need more than 32 bits.
    private static AlgorithmPlan? Double(CorrelationRequest request)
    {
        Kernel kernel = request.Kernels.X;
        if (request.Source is not SampleType.UInt8 || kernel.Traits.IntegerWeights is not { } weights
            || weights.Most - weights.Least > MaxDoubleSum)
            return null;
        return new AlgorithmPlan
        {
            Algorithm = Algorithm.Double,
            Summary = $"{(weights.Column is null ? "dense" : "separable")} {Size(kernel)}: whole numbers in double, exact",
            Load = LoopId.WidenBytesTo16,
            X = new KernelLoops(weights.Row is null ? null : LoopId.DoubleTaps, LoopId.DoubleTaps),
            HorizontalSums = weights.Row is null ? AccumulatorType.Int16 : AccumulatorType.Double,
            Sums = AccumulatorType.Double,
            Output = OutputSelector.Select(AccumulatorType.Double, weights.Least, weights.Most,
                request.ScaleOf(kernel, weights.Denominator), request.Result),
            RowsPerCall = RowsPerCall(request, MinIntegerRowsForBlocks),
            Width = kernel.Width,
            Height = kernel.Height,
            IntegerX = weights,
        };
    }

    // A separable smoothing kernel of real weights, bytes to bytes, with an error below half a level.
    private static AlgorithmPlan? FixedPoint(CorrelationRequest request)
    {
        Kernel kernel = request.Kernels.X;
        if (request.Source is not SampleType.UInt8 || request.Result is not SampleType.UInt8
            || request.SourceFullRange != request.ResultFullRange
            || FixedPointForm.TryFind(kernel) is not { } form)
            return null;
        string accuracy = FormattableString.Invariant($"error below {form.ErrorBound:0.###} levels before rounding");
        return new AlgorithmPlan
        {
            Algorithm = Algorithm.FixedPoint,
            Summary = $"separable {Size(kernel)}: 8.8 fixed point, {accuracy}",
            Load = LoopId.WidenBytesTo16,
            X = new KernelLoops(LoopId.FixedPointSums, LoopId.FixedPointAverages),
            HorizontalSums = AccumulatorType.UInt16,
            Sums = AccumulatorType.UInt16,
            Output = new OutputStep(LoopId.NarrowByUnsignedShift, AccumulatorType.UInt16, SampleType.UInt8,
                OutputScale.Identity)
            { Bits = FixedPointForm.FractionBits },
            IsFused = true,
            RowsPerCall = RowsPerCall(request, MinIntegerRowsForBlocks),
            Width = kernel.Width,
            Height = kernel.Height,
            FixedPoint = form,
        };
    }

    // A dense kernel of real weights, bytes to bytes, with as many fraction bits as 16-bit weights and 32-bit sums allow, if the error is
    // then below 0.45 levels.
    private static AlgorithmPlan? FixedPointDense(CorrelationRequest request)
    {
        Kernel kernel = request.Kernels.X;
        if (request.Source is not SampleType.UInt8 || request.Result is not SampleType.UInt8 || kernel.Traits.Factors is not null
            || request.SourceFullRange != request.ResultFullRange)
            return null;
        double[] weights = kernel.ToArray();
        double largest = 0, sum = 0, scale = kernel.Multiplier / kernel.Divisor;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= scale;
            largest = Math.Max(largest, Math.Abs(weights[i]));
            sum += Math.Abs(weights[i]);
        }

        // Besides the bias, two levels are left for rounding.
        int bits = 29;
        while (bits >= 0 && (largest * Math.ScaleB(1, bits) > short.MaxValue - 1
            || Math.ScaleB((sum * 255) + Math.Abs(kernel.Bias) + 2, bits) >= int.MaxValue))
            bits--;
        if (bits < 0)
            return null;
        long[] integers = Array.ConvertAll(weights, weight => (long)Math.Round(Math.ScaleB(weight, bits)));
        double error = 0;
        for (int i = 0; i < integers.Length; i++)
            error += Math.Abs(Math.ScaleB(integers[i], -bits) - weights[i]) * 255;
        OutputScale unscaled = request.ScaleOf(kernel.WithScale(1, 1, kernel.Bias), 1L << bits);
        if (error >= 0.45 || !unscaled.IsExact
            || IntegerBounds.TryFind(IntegerWeights.OfDense(kernel.Width, kernel.Height, integers, 1L << bits)) is not { } bounds)
            return null;
        string accuracy = FormattableString.Invariant($"{bits}-bit fixed point, error below {error + 0.0001:0.####} levels");
        return InLanes(request, Algorithm.FixedPointDense, bounds, unscaled, accuracy);
    }

    // Integer weights in 16- or 32-bit lanes.
    private static AlgorithmPlan InLanes(CorrelationRequest request, Algorithm algorithm, IntegerBounds bounds,
        OutputScale scale, string accuracy)
    {
        IntegerWeights weights = bounds.Weights;
        OutputStep output = OutputSelector.Select(bounds.Sums, weights.Least, weights.Most, scale, request.Result);
        LoopId? horizontal = weights.Row is not { } row ? null : bounds.Centre == 0 ? AxisLoop(row) : TapLoop16(row);

        // A column of three or five taps is fused with its output if that only narrows or copies 16-bit sums.
        bool isFused = !bounds.Is32Bit && weights.Column is { Length: 3 or 5 }
            && output.Loop is (LoopId.Copy or LoopId.NarrowBySignedShift or LoopId.NarrowByUnsignedShift or LoopId.NarrowByReciprocal);
        LoopId vertical = bounds.IsWide ? LoopId.PairedTaps
            : bounds.Is32Bit ? TapLoop32(request, weights)
            : isFused ? AxisLoop(weights.Column!)
            : TapLoop16(weights.Column ?? weights.Dense!);
        return new AlgorithmPlan
        {
            Algorithm = algorithm is Algorithm.Integer16 && bounds.Is32Bit ? Algorithm.Integer32 : algorithm,
            Summary = $"{(weights.Column is null ? "dense" : "separable")} {weights.Width}x{weights.Height}: "
                + $"{(bounds.IsWide ? "weights in halves, 32-bit" : bounds.Is32Bit ? "taps in pairs, 32-bit" : "16-bit")} sums, {accuracy}",
            Load = LoadOf(horizontal),
            X = new KernelLoops(horizontal, vertical),
            Sums = bounds.Sums,
            Output = output,
            IsFused = isFused,
            RowsPerCall = RowsPerCall(request, MinIntegerRowsForBlocks),
            Width = weights.Width,
            Height = weights.Height,
            IntegerX = weights,
            Centre = bounds.Centre,
            HasWideWeights = bounds.IsWide,
        };
    }

    private static LoopId LoadOf(LoopId? horizontal) =>
        horizontal?.IsSmallTaps() is true ? LoopId.ReadBytes : LoopId.WidenBytesTo16;

    // One axis in 16-bit lanes. Three and five taps have loops that go from load to store.
    private static LoopId AxisLoop(long[] weights)
    {
        if (weights.Length is not (3 or 5))
            return TapLoop16(weights);
        bool isUnit = true, isSymmetric = weights[0] == 1, isAntisymmetric = weights[0] == -1;
        for (int i = 0; i < weights.Length; i++)
        {
            isUnit &= weights[i] == 1;
            isSymmetric &= weights[i] == weights[^(i + 1)];
            isAntisymmetric &= weights[i] == -weights[^(i + 1)];
        }
        return (weights.Length, isUnit, isSymmetric, isAntisymmetric) switch
        {
            (3, true, _, _) => LoopId.SmallTaps3Unit,
            (3, _, true, _) => LoopId.SmallTaps3Symmetric,
            (3, _, _, true) => LoopId.SmallTaps3Antisymmetric,
            (3, _, _, _) => LoopId.SmallTaps3Any,
            (_, true, _, _) => LoopId.SmallTaps5Unit,
            (_, _, true, _) => LoopId.SmallTaps5Symmetric,
            (_, _, _, true) => LoopId.SmallTaps5Antisymmetric,
            _ => LoopId.SmallTaps5Any,
        };
    }

    // Any taps in 16-bit lanes; weights of 0 are left out.
    private static LoopId TapLoop16(long[] weights)
    {
        int taps = weights.Length - CountZeros(weights);
        return taps <= 3 ? LoopId.FewTaps3 : taps <= 5 ? LoopId.FewTaps5 : taps <= 9 ? LoopId.FewTaps9 : LoopId.GroupedTaps;
    }

    // Adjacent pairs cover all cells. Pairs of taps cost about twice as much each and leave out weights of 0.
    private static LoopId TapLoop32(CorrelationRequest request, IntegerWeights weights) =>
        weights.Column is not null || !request.IsContiguous || IsSparse(weights.Dense!) ? LoopId.PairedTaps
        : weights.Height >= MinRowsForPairBlocks ? LoopId.AdjacentPairsBy4Rows
        : LoopId.AdjacentPairs;

    private static bool IsSparse(long[] weights) => 3 * (weights.Length - CountZeros(weights)) < weights.Length;

    private static int CountZeros(long[] weights)
    {
        int zeros = 0;
        foreach (long weight in weights)
            zeros += weight == 0 ? 1 : 0;
        return zeros;
    }

    private static IntegerWeights? TryGetWeightsFor16BitSums(Kernel kernel) =>
        kernel.Traits.IntegerWeights is { } weights && weights.Least >= -short.MaxValue && weights.Most <= short.MaxValue ? weights : null;
}
