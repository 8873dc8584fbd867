using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Finishing;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Paths;

/// <summary>Any samples under any weights in float32.</summary>
internal sealed class FloatPath : CorrelationPath
{
    private readonly PathRequest _request;
    private readonly Kernel _kernel;
    private readonly Scaling _scaling;

    public FloatPath(PathRequest request)
    {
        (_request, _kernel) = (request, InRange(request.Kernel));
        _scaling = Scaling.Of(_kernel, 1, request.SourceWhite, request.ResultWhite);

        // Real results need no scaling of their own where the weights can hold it.
        if (request.Result is SampleType.Float32 && _scaling is { Offset: 0, Factor: not 1 } && Math.Abs(_scaling.Factor) is > 1e-10 and < 1e10 && request.WholeSums() is null)
            (_kernel, _scaling) = (Times(_kernel, _scaling.Factor), Scaling.Identity);
    }

    public override string Description =>
        $"{(_request.Kernel.Traits.Factors is null ? "dense" : "separable")} {_request.Kernel.Width}x{_request.Kernel.Height}: float32, fused multiply-adds";

    public override RowCorrelator Create<TSimd, TVector>(RowRange range)
    {
        RowFinish finish = Finish<TSimd, TVector>(range);
        if (FoldedBlockCorrelator<TSimd, TVector>.Serves(_kernel, range))
            return new FoldedBlockCorrelator<TSimd, TVector>(range, _kernel.Traits.Factors!, finish);
        return FloatBlockCorrelator<TSimd, TVector>.Serves(_kernel, range)
            ? new FloatBlockCorrelator<TSimd, TVector>(range, _kernel, finish)
            : new FloatCorrelator<TSimd, TVector>(range, _kernel, finish);
    }

    // Weights that float32 cannot hold, or whose products it could not, are divided by the largest; the multiplier makes up for it.
    private static Kernel InRange(Kernel kernel)
    {
        if (kernel.Traits.Factors is { } factors)
            kernel = Balanced(kernel, factors);
        double largest = Largest(kernel.ToArray());
        if (largest is 0 or (> 1e-20 and < 1e20))
            return kernel;
        return Kernel.FromWeights(kernel.Width, kernel.Height, Array.ConvertAll(kernel.ToArray(), weight => weight / largest))
            .WithScale(kernel.Multiplier * largest, kernel.Divisor, kernel.Bias);
    }

    // One line of factors may be huge and the other tiny although their products are ordinary, and each line is applied on its own. Scaling one up and the other
    // down by the same power of two rounds nothing.
    private static Kernel Balanced(Kernel kernel, SeparableFactors factors)
    {
        double column = Largest(factors.Column), row = Largest(factors.Row);
        if (!(column > 0 && row > 0) || (column is > 1e-20 and < 1e20 && row is > 1e-20 and < 1e20))
            return kernel;
        int exponent = Math.ILogB(column);
        return Kernel.FromFactors(
            Array.ConvertAll(factors.Column.ToArray(), weight => Math.ScaleB(weight, -exponent)), Array.ConvertAll(factors.Row.ToArray(), weight => Math.ScaleB(weight, exponent)))
            .WithAnchor(kernel.AnchorX, kernel.AnchorY).WithScale(kernel.Multiplier, kernel.Divisor, kernel.Bias);
    }

    private static double Largest(ReadOnlySpan<double> line)
    {
        double largest = 0;
        foreach (double weight in line)
            largest = Math.Max(largest, Math.Abs(weight));
        return largest;
    }

    private static Kernel Times(Kernel kernel, double factor) => kernel.Traits.Factors is { } factors
        ? Kernel.FromFactors(Array.ConvertAll(factors.Column.ToArray(), weight => weight * factor), factors.Row)
        : Kernel.FromWeights(kernel.Width, kernel.Height, Array.ConvertAll(kernel.ToArray(), weight => weight * factor));

    private RowFinish Finish<TSimd, TVector>(RowRange range)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        (double Least, double Most)? whole = _request.WholeSums();
        return FinishChoice.Pick<TSimd, TVector>(
            SumType.Single, whole?.Least ?? 0, whole?.Most ?? 0, _scaling, _request.Result, range.BypassCache, whole is not null);
    }
}
