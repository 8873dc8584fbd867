using KernelCli.Kernels;
using KernelCli.Numerics;

namespace KernelCli.Correlation.Selection;

/// <summary>The scale from sums to values: <c>value = sum * Factor + Offset</c>, also as an exact fraction where there is one.</summary>
internal sealed class OutputScale
{
    // Fractions with larger terms are kept as a double only: products with sums of up to 2^62 must stay inside 128 bits with room to spare.
    private const long MaxTerm = 1L << 54;

    private OutputScale(double factor, double offset) => (Factor, Offset) = (factor, offset);

    /// <summary>The scale of sums that are values already.</summary>
    public static OutputScale Identity { get; } = new(1, 0) { IsExact = true, Multiplier = 1, Divisor = 1 };

    public double Factor { get; }

    public double Offset { get; }

    /// <summary>Whether <c>value = (sum * Multiplier + Addend) / Divisor</c> exactly.</summary>
    public bool IsExact { get; private init; }

    public long Multiplier { get; private init; }

    public long Addend { get; private init; }

    /// <summary>Always above 0.</summary>
    public long Divisor { get; private init; }

    /// <summary>The scaling of a kernel's sums.</summary>
    /// <param name="kernel">Multiplier, divisor and bias are taken from it.</param>
    /// <param name="sumDenominator">Integer sums divided by this are the kernel's own sums.</param>
    /// <param name="sourceFullRange">Full range of the source samples.</param>
    /// <param name="resultFullRange">Full range of the result, to which the source's is scaled; the bias is in 255ths of it.</param>
    /// <exception cref="ArgumentException">float32 cannot hold the factor or the bias.</exception>
    public static OutputScale Of(Kernel kernel, long sumDenominator, double sourceFullRange, double resultFullRange)
    {
        double gain = resultFullRange / sourceFullRange;
        var rounded = new OutputScale(kernel.Multiplier / kernel.Divisor / sumDenominator * gain, kernel.Bias * (resultFullRange / 255));
        if (!(Math.Abs(rounded.Factor) <= float.MaxValue && Math.Abs(rounded.Offset) <= float.MaxValue))
            throw new ArgumentException("the kernel's results are multiplied by more, or its bias is larger, than float32 can hold "
                + "(3.4e38): use a smaller multiplier, a larger divisor, a smaller bias or smaller weights", nameof(kernel));
        if (!Rational.TryFrom(kernel.Multiplier, out Rational multiplier)
            || !Rational.TryFrom(kernel.Divisor, out Rational divisor)
            || !Rational.TryFrom(kernel.Bias, out Rational bias)
            || !Rational.TryFrom(sourceFullRange, out Rational from)
            || !Rational.TryFrom(resultFullRange, out Rational to)
            || !Rational.TryMultiply(multiplier, new Rational(divisor.Denominator, divisor.Numerator), out Rational factor)
            || !Rational.TryMultiply(factor, new Rational(1, sumDenominator), out factor)
            || !Rational.TryMultiply(factor, to, out factor)
            || !Rational.TryMultiply(factor, new Rational(from.Denominator, from.Numerator), out factor)
            || !Rational.TryMultiply(bias, to, out Rational offset)
            || !Rational.TryMultiply(offset, new Rational(1, 255), out offset))
            return rounded;
        return Exact(factor, offset) ?? rounded;
    }

    private static OutputScale? Exact(Rational factor, Rational offset)
    {
        if (!Rational.TryMultiply(new Rational(factor.Denominator, 1), new Rational(offset.Denominator, 1), out Rational common)
            || common.Numerator > MaxTerm || Math.Abs(factor.Numerator) > MaxTerm / offset.Denominator
            || Math.Abs(offset.Numerator) > MaxTerm / factor.Denominator)
            return null;
        var reducedOffset = new Rational(offset.Numerator, offset.Denominator);
        if (reducedOffset.Numerator == 0)
            return new OutputScale(factor.Value, 0) { IsExact = true, Multiplier = factor.Numerator, Divisor = factor.Denominator };
        return new OutputScale(factor.Value, offset.Value)
        {
            IsExact = true,
            Multiplier = factor.Numerator * offset.Denominator,
            Addend = offset.Numerator * factor.Denominator,
            Divisor = common.Numerator,
        };
    }
}
