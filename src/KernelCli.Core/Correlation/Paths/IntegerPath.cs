using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Paths;

/// <summary>Bytes under whole-number weights, or real ones in fixed point, in 16- or 32-bit lanes.</summary>
internal sealed class IntegerPath : CorrelationPath
{
    private readonly IntegerArithmetic _arithmetic;
    private readonly Scaling _scaling;
    private readonly SampleType _result;
    private readonly string _accuracy;

    private IntegerPath(IntegerArithmetic arithmetic, Scaling scaling, SampleType result, string accuracy) =>
        (_arithmetic, _scaling, _result, _accuracy) = (arithmetic, scaling, result, accuracy);

    public override string Description
    {
        get
        {
            IntegerWeights weights = _arithmetic.Weights;
            string form = weights.Column is null ? "dense" : "separable";
            return $"{form} {weights.Width}x{weights.Height}: {(_arithmetic.Is32Bit ? "taps in pairs, 32-bit" : "16-bit")} sums, {_accuracy}";
        }
    }

    /// <summary>The exact path for a kernel of whole numbers, or null where it does not apply.</summary>
    public static IntegerPath? TryCreate(PathRequest request)
    {
        if (request.Source is not SampleType.UInt8 || WeightsOf(request.Kernel) is not { } weights || IntegerArithmetic.TryFind(weights) is not { } arithmetic)
            return null;
        return new IntegerPath(arithmetic, Scaling.Of(request.Kernel, weights.Denominator, request.SourceWhite, request.ResultWhite), request.Result, "exact");
    }

    /// <summary>The fixed-point path for a dense kernel of real weights to bytes, or null where its error could reach half a level.</summary>
    public static IntegerPath? TryCreateFixedPoint(PathRequest request)
    {
        Kernel kernel = request.Kernel;
        if (request.Source is not SampleType.UInt8 || request.Result is not SampleType.UInt8 || kernel.Traits.Factors is not null
            || request.SourceWhite != request.ResultWhite)
            return null;
        double[] weights = kernel.ToArray();
        double largest = 0, sum = 0, scale = kernel.Multiplier / kernel.Divisor;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= scale;
            largest = Math.Max(largest, Math.Abs(weights[i]));
            sum += Math.Abs(weights[i]);
        }

        // As many bits as 16-bit weights and 32-bit sums allow; two levels of sum are left for bias and rounding.
        int bits = 29;
        while (bits >= 0 && (largest * Math.ScaleB(1, bits) > short.MaxValue - 1 || Math.ScaleB((sum * 255) + Math.Abs(kernel.Bias) + 2, bits) >= int.MaxValue))
            bits--;
        if (bits < 0)
            return null;
        long[] whole = Array.ConvertAll(weights, w => (long)Math.Round(Math.ScaleB(w, bits)));
        double error = 0;
        for (int i = 0; i < whole.Length; i++)
            error += Math.Abs(Math.ScaleB(whole[i], -bits) - weights[i]) * 255;
        Kernel unscaled = kernel.WithScale(1, 1, kernel.Bias);
        Scaling scaling = Scaling.Of(unscaled, 1L << bits, request.SourceWhite, request.ResultWhite);
        if (error >= 0.45 || !scaling.IsExact
            || IntegerArithmetic.TryFind(IntegerWeights.OfDense(kernel.Width, kernel.Height, whole, 1L << bits)) is not { } arithmetic)
            return null;
        return new IntegerPath(arithmetic, scaling, SampleType.UInt8, FormattableString.Invariant($"{bits}-bit fixed point, error below {error + 0.0001:0.####} levels"));
    }

    /// <summary>A kernel's whole-number weights, or null where it has none.</summary>
    public static IntegerWeights? WeightsOf(Kernel kernel)
    {
        KernelTraits traits = kernel.Traits;
        return traits.IntegerColumn is { } column ? IntegerWeights.OfFactors(column, traits.IntegerRow!, traits.Denominator)
            : traits.Integers is { } dense ? IntegerWeights.OfDense(kernel.Width, kernel.Height, dense, traits.Denominator)
            : null;
    }

    public override RowCorrelator Create<TSimd, TVector>(RowRange range)
    {
        RowFinish finish = Finish<TSimd, TVector>(range);
        return _arithmetic is { Is32Bit: true, Weights.Dense: not null } && PairBlockCorrelator<TSimd, TVector>.Serves(_arithmetic.Weights, range)
            ? new PairBlockCorrelator<TSimd, TVector>(range, _arithmetic.Weights, finish)
            : new IntegerCorrelator<TSimd, TVector>(range, _arithmetic, finish);
    }

    private RowFinish Finish<TSimd, TVector>(RowRange range)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
            FinishChoice.Pick<TSimd, TVector>(_arithmetic.Sums, _arithmetic.Weights.Least, _arithmetic.Weights.Most, _scaling, _result, range.BypassCache);
}
