using KernelCli.Core.Tests.Support;
using KernelCli.Correlation.Selection;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Wherever a product of 64 bits is found, it rounds every sum of the range as exact arithmetic does.</summary>
public sealed class ProductFormTests
{
    // The count of the forms and the totals of their bits and lifts are written down: a proof that becomes weaker or stronger is seen in review.
    [Theory]
    [InlineData(SampleType.UInt8, 2840, 115864, 148972146)]
    [InlineData(SampleType.UInt16, 2951, 120283, 170846139)]
    [InlineData(SampleType.Int16, 2937, 119864, 143251865)]
    public void Every_sum_is_rounded_exactly_or_clamped(SampleType result, int expected, long bits, long lifts)
    {
        var random = new Random((int)result);
        (int found, long allBits, long allLifts) = (0, 0, 0);
        for (int run = 0; run < 3000; run++)
        {
            int most = random.Next(1, 1 << random.Next(1, 15)), least = random.Next(3) == 0 ? 0 : -random.Next(1 << random.Next(1, 15));
            double multiplier = random.Next(-5000, 5000) / Math.Pow(10, random.Next(7)), divisor = random.Next(1, 1 << random.Next(1, 24));
            double bias = random.Next(3) == 0 ? 0 : random.Next(-3000, 3000) / 10.0;
            var scale = CorrelationRunner.Scale(multiplier, divisor, bias);
            if (ProductForm.TryFind(least, most, scale, result) is not { } form)
                continue;
            (found, allBits, allLifts) = (found + 1, allBits + form.Bits, allLifts + form.Lift);
            for (int i = 0; i < 400; i++)
            {
                int sum = i < 100 ? Math.Min(least + i, most) : i < 200 ? Math.Max(most - (i - 100), least) : random.Next(least, most + 1);
                Expect.That(Clamp(Exactly(sum, scale), result) == Clamp(ByProduct(sum, form), result), $"sum {sum} of {least} to {most}, {multiplier} / {divisor} + {bias}: {form}");
            }
        }
        Assert.Equal((expected, bits, lifts), (found, allBits, allLifts));
    }

    [Fact]
    public void Terms_beyond_their_bounds_have_no_product()
    {
        Assert.NotNull(Find(0, int.MaxValue));
        Assert.Null(Find(0, int.MaxValue + 1.0));
        Assert.NotNull(Find(int.MinValue, int.MinValue + 10.0, bias: 2147483648));
        Assert.Null(Find(int.MinValue - 1.0, int.MinValue + 10.0, bias: 2147483649));
        Assert.Null(Find(0, 10, multiplier: 0));
        Assert.Null(Find(0, 10, divisor: 1L << 40));
        Assert.NotNull(Find(0, 10, divisor: (1L << 40) - 1));
        Assert.Null(ProductForm.TryFind(0, 10, OutputScale.Identity, SampleType.Float32));

        // Every value is beyond the range of the samples.
        Assert.Null(Find(0, 10, bias: 300));

        // Below 0 by whole multiples of the divisor, which are added before the division and subtracted after it.
        Assert.Equal((2, 0), (Find(0, 10, bias: -2.5)!.Lift, Find(0, 10, bias: 3)!.Lift));
        Assert.Equal((10, true), Find(0, 10, multiplier: -1) is { } negative ? (negative.From, negative.IsNegative) : default);

        static ProductForm? Find(double least, double most, double multiplier = 1, double divisor = 1, double bias = 0) =>
            ProductForm.TryFind(least, most, CorrelationRunner.Scale(multiplier, divisor, bias), SampleType.UInt8);
    }

    [Fact]
    public void Scales_without_a_fraction_and_divisors_that_are_too_fine_have_no_product()
    {
        Assert.Null(ProductForm.TryFind(0, 1000, CorrelationRunner.Scale(Math.PI, 1, 0), SampleType.UInt8));
        Assert.Null(ProductForm.TryFind(0, 1 << 30, CorrelationRunner.Scale(0.333333, 1_000_003, 0), SampleType.UInt16));
    }

    private static Int128 Exactly(long sum, OutputScale scale)
    {
        Int128 numerator = (2 * (((Int128)sum * scale.Multiplier) + scale.Addend)) + scale.Divisor, divisor = 2 * (Int128)scale.Divisor;
        Int128 quotient = numerator / divisor;
        return quotient * divisor > numerator ? quotient - 1 : quotient;
    }

    private static Int128 ByProduct(long sum, ProductForm form)
    {
        ulong distance = (ulong)(form.IsNegative ? form.From - sum : sum - form.From);
        Int128 product = ((Int128)distance * form.Factor) + form.Addend;
        Assert.True(product <= ulong.MaxValue && product >> form.Bits <= int.MaxValue);
        return (product >> form.Bits) - form.Lift;
    }

    private static Int128 Clamp(Int128 value, SampleType result) => Int128.Clamp(value, result is SampleType.Int16 ? -32768 : 0, (Int128)result.FullRange());
}
