using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Selection;

/// <summary>Brings real weights into the range of float32; their divisor goes into the scale of the output.</summary>
internal static class FloatWeights
{
    // If the largest weight is between these, neither the weights nor their products with samples leave the range of float32.
    private const double MinLargest = 1e-20;
    private const double MaxLargest = 1e20;

    /// <summary>Returns the weights to apply and the scale of their sums.</summary>
    public static (Kernel Kernel, OutputScale Scale) Prepare(CorrelationRequest request)
    {
        Kernel kernel = ScaleIntoRange(request.Kernels.X);
        OutputScale scale = request.ScaleOf(kernel, 1);

        // The scale of float32 results is folded into the weights where their range allows it.
        return request.Result is SampleType.Float32 && scale is { Offset: 0, Factor: not 1 } && Math.Abs(scale.Factor) is > 1e-10 and < 1e10
            && request.IntegerSumRange() is null
            ? (Times(kernel, scale.Factor), OutputScale.Identity)
            : (kernel, scale);
    }

    // Weights that float32 cannot hold, or whose products it could not, are divided by the largest; the multiplier makes up for it.
    private static Kernel ScaleIntoRange(Kernel kernel)
    {
        if (kernel.Traits.Factors is { } factors)
            kernel = Balanced(kernel, factors);
        double largest = LargestMagnitude(kernel.ToArray());
        if (largest == 0 || IsInRange(largest))
            return kernel;
        return Kernel.FromWeights(kernel.Width, kernel.Height, Array.ConvertAll(kernel.ToArray(), weight => weight / largest))
            .WithScale(kernel.Multiplier * largest, kernel.Divisor, kernel.Bias);
    }

    // One factor may be huge and the other tiny although their products are ordinary, and each is applied on its own. Scaling one up and
    // the other down by the same power of two rounds nothing.
    private static Kernel Balanced(Kernel kernel, SeparableFactors factors)
    {
        double column = LargestMagnitude(factors.Column), row = LargestMagnitude(factors.Row);
        if (!(column > 0 && row > 0) || (IsInRange(column) && IsInRange(row)))
            return kernel;
        int exponent = Math.ILogB(column);
        return Kernel.FromFactors(
            Array.ConvertAll(factors.Column.ToArray(), weight => Math.ScaleB(weight, -exponent)),
            Array.ConvertAll(factors.Row.ToArray(), weight => Math.ScaleB(weight, exponent)))
            .WithAnchor(kernel.AnchorX, kernel.AnchorY).WithScale(kernel.Multiplier, kernel.Divisor, kernel.Bias);
    }

    private static bool IsInRange(double largest) => largest is > MinLargest and < MaxLargest;

    private static double LargestMagnitude(ReadOnlySpan<double> weights)
    {
        double largest = 0;
        foreach (double weight in weights)
            largest = Math.Max(largest, Math.Abs(weight));
        return largest;
    }

    private static Kernel Times(Kernel kernel, double factor) => kernel.Traits.Factors is { } factors
        ? Kernel.FromFactors(Array.ConvertAll(factors.Column.ToArray(), weight => weight * factor), factors.Row)
        : Kernel.FromWeights(kernel.Width, kernel.Height, Array.ConvertAll(kernel.ToArray(), weight => weight * factor));
}
