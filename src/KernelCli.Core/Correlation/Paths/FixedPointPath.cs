using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Paths;

/// <summary>Bytes under a separable smoothing kernel with real weights, to bytes.</summary>
internal sealed class FixedPointPath(FixedPointArithmetic arithmetic, string size) : CorrelationPath
{
    public override string Description =>
        FormattableString.Invariant($"separable {size}: 8.8 fixed point, error below {arithmetic.ErrorBound:0.###} levels before rounding");

    /// <summary>The path, or null where it does not apply.</summary>
    public static FixedPointPath? TryCreate(PathRequest request) =>
        request.Source is SampleType.UInt8 && request.Result is SampleType.UInt8 && request.SourceWhite == request.ResultWhite
        && FixedPointArithmetic.TryFind(request.Kernel) is { } arithmetic
            ? new FixedPointPath(arithmetic, $"{request.Kernel.Width}x{request.Kernel.Height}")
            : null;

    public override RowCorrelator Create<TSimd, TVector>(RowRange range) => new FixedPointCorrelator<TSimd, TVector>(range, arithmetic);
}
