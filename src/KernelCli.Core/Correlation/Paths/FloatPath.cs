using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Finishing;
using KernelCli.Kernels;

namespace KernelCli.Correlation.Paths;

/// <summary>Any samples under any weights in float32.</summary>
internal sealed class FloatPath(PathRequest request) : CorrelationPath
{
    private readonly Kernel _kernel = InRange(request.Kernel);
    private readonly Scaling _scaling = Scaling.Of(InRange(request.Kernel), 1, request.SourceWhite, request.ResultWhite);

    public override string Description =>
        $"{(request.Kernel.Traits.Factors is null ? "dense" : "separable")} {request.Kernel.Width}x{request.Kernel.Height}: float32, fused multiply-adds";

    public override RowCorrelator Create<TSimd, TVector>(RowRange range)
    {
        RowFinish finish = Finish<TSimd, TVector>(range);
        return FloatBlockCorrelator<TSimd, TVector>.Serves(_kernel, range)
            ? new FloatBlockCorrelator<TSimd, TVector>(range, _kernel, finish)
            : new FloatCorrelator<TSimd, TVector>(range, _kernel, finish);
    }

    // Weights that float32 cannot hold, or whose products it could not, are divided by the largest; the multiplier makes up for it.
    private static Kernel InRange(Kernel kernel)
    {
        double largest = 0;
        for (int y = 0; y < kernel.Height; y++)
            for (int x = 0; x < kernel.Width; x++)
                largest = Math.Max(largest, Math.Abs(kernel[x, y]));
        if (largest is 0 or (> 1e-20 and < 1e20))
            return kernel;
        double[] weights = Array.ConvertAll(kernel.ToArray(), weight => weight / largest);
        return Kernel.FromWeights(kernel.Width, kernel.Height, weights).WithAnchor(kernel.AnchorX, kernel.AnchorY)
            .WithScale(kernel.Multiplier * largest, kernel.Divisor, kernel.Bias);
    }

    private RowFinish Finish<TSimd, TVector>(RowRange range)
        where TSimd : struct, Simd.ISimd<TVector>
        where TVector : struct
    {
        (double Least, double Most)? whole = request.WholeSums();
        return FinishChoice.Pick<TSimd, TVector>(
            SumType.Single, whole?.Least ?? 0, whole?.Most ?? 0, _scaling, request.Result, range.BypassCache, whole is not null);
    }
}
