using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Paths;

/// <summary>Bytes under whole-number weights too large for the vector paths.</summary>
internal sealed class WidePath : CorrelationPath
{
    // Sums of this size and below are exact in double.
    private const double Largest = 1L << 53;

    private readonly IntegerWeights _weights;
    private readonly Scaling _scaling;
    private readonly SampleType _result;

    private WidePath(IntegerWeights weights, PathRequest request) =>
        (_weights, _scaling, _result) = (weights, Scaling.Of(request.Kernel, weights.Denominator, request.SourceWhite, request.ResultWhite), request.Result);

    public override string Description =>
        $"{(_weights.Column is null ? "dense" : "separable")} {_weights.Width}x{_weights.Height}: whole numbers in double, exact, one at a time";

    /// <summary>The path, or null where the weights are not whole or their sums pass 2^53.</summary>
    public static WidePath? TryCreate(PathRequest request) =>
        request.Source is SampleType.UInt8 && IntegerPath.WeightsOf(request.Kernel) is { } weights
        && weights.Most - weights.Least <= Largest
            ? new WidePath(weights, request)
            : null;

    public override RowCorrelator Create<TSimd, TVector>(RowRange range) =>
        new WideCorrelator<TSimd, TVector>(range, _weights, new ExactFinish(SumType.Double, _result, _scaling));
}
