using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Paths;

/// <summary>A wide Gaussian at a cost that does not grow with sigma, within a proved error.</summary>
internal sealed class DecimatedPath : CorrelationPath
{
    // A quarter of a level of 8 bit: rounding then differs from the exact kernel's on less than one pixel in a hundred.
    private const double LargestError = 0.25 / 255;

    private readonly PathRequest _request;
    private readonly DecimatedGaussian _gaussian;
    private readonly double _error;
    private readonly Scaling _scaling;

    private DecimatedPath(PathRequest request, DecimatedGaussian gaussian, double error) =>
        (_request, _gaussian, _error, _scaling) = (request, gaussian, error, Scaling.Of(request.Kernel, 1, request.SourceWhite, request.ResultWhite));

    public override string Description => FormattableString.Invariant(
        $"gaussian {_request.Kernel.Width}x{_request.Kernel.Height}: float32 through samples {_gaussian.Step} apart, error below {_error * 255:0.###} levels of 255 (exact=1 for every tap)");

    /// <summary>The path, or null where it does not apply.</summary>
    public static DecimatedPath? TryCreate(PathRequest request)
    {
        // The error is a part of the range of the samples, which only bytes have; results of bytes are rounded to a far coarser unit.
        if (request.Source is not SampleType.UInt8 || request.Result is not SampleType.UInt8 || request.Kernel is not { GaussianSigma: { } sigma, Exact: false } || request.Stride != Spacing.One || request.Dilation != Spacing.One
            || DecimatedGaussian.TryCreate(sigma) is not { } gaussian)
            return null;
        double axis = gaussian.ErrorOf(request.Kernel.Traits.Factors!.Row), error = (2 * axis) + (axis * axis);
        return error <= LargestError ? new DecimatedPath(request, gaussian, error) : null;
    }

    public override RowCorrelator Create<TSimd, TVector>(RowRange range) =>
        new DecimatedCorrelator<TSimd, TVector>(range, _request.Kernel.Width / 2, _gaussian,
            FinishChoice.Pick<TSimd, TVector>(SumType.Single, 0, 0, _scaling, _request.Result, range.BypassCache, isApproximate: true));
}
