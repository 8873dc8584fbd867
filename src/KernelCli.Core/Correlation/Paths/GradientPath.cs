using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Paths;

/// <summary>The length of a gradient: of bytes in whole numbers where sums fit 16 bits, in float32 otherwise.</summary>
internal sealed class GradientPath : CorrelationPath
{
    private readonly PathRequest _request;
    private readonly Kernel _y;
    private readonly Scaling _scaling;
    private readonly IntegerWeights? _wholeX;
    private readonly IntegerWeights? _wholeY;

    /// <param name="request">The first kernel, whose scale and bias count, and all else.</param>
    /// <param name="y">The second kernel, of the same size.</param>
    public GradientPath(PathRequest request, Kernel y)
    {
        (_request, _y) = (request, y);
        if (request.Source is SampleType.UInt8 && Whole(request.Kernel) is { } wholeX && Whole(y) is { } wholeY && wholeX.Denominator == wholeY.Denominator)
            (_wholeX, _wholeY) = (wholeX, wholeY);
        _scaling = Scaling.Of(request.Kernel, _wholeX?.Denominator ?? 1, request.SourceWhite, request.ResultWhite);
    }

    public override string Description =>
        $"gradient {_y.Width}x{_y.Height}: " + (_wholeX is null ? "two kernels in float32, fused root" : "two kernels in 16-bit sums, fused root, exact");

    public override RowCorrelator Create<TSimd, TVector>(RowRange range)
    {
        if (_wholeX is null || _wholeY is null)
        {
            return new FloatCorrelator<TSimd, TVector>(range, _request.Kernel, _y,
                FinishChoice.Pick<TSimd, TVector>(SumType.Single, 0, 0, _scaling, _request.Result, range.BypassCache));
        }
        return new GradientCorrelator<TSimd, TVector>(range, _wholeX, _wholeY, _scaling, _request.Result);
    }

    // 32767 either way: the square sum of two such stays below 2^31.
    private static IntegerWeights? Whole(Kernel kernel) =>
        IntegerPath.WeightsOf(kernel) is { } weights && weights.Least >= -short.MaxValue && weights.Most <= short.MaxValue ? weights : null;
}
