using KernelCli.Core.Tests.Support;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Wherever a product of 64 bits is found, it rounds every sum of the range as exact arithmetic does.</summary>
public sealed class ProductFormTests
{
    [Theory]
    [InlineData(SampleType.UInt8)]
    [InlineData(SampleType.UInt16)]
    [InlineData(SampleType.Int16)]
    public void Every_sum_is_rounded_exactly_or_clamped(SampleType result)
    {
        var random = new Random((int)result);
        int found = 0;
        for (int run = 0; run < 3000; run++)
        {
            int most = random.Next(1, 1 << random.Next(1, 15)), least = random.Next(3) == 0 ? 0 : -random.Next(1 << random.Next(1, 15));
            double multiplier = random.Next(-5000, 5000) / Math.Pow(10, random.Next(7)), divisor = random.Next(1, 1 << random.Next(1, 24));
            double bias = random.Next(3) == 0 ? 0 : random.Next(-3000, 3000) / 10.0;
            var scale = OutputScale.Of(Kernel.FromWeights(1, 1, [1]).WithScale(multiplier, divisor, bias), 1, 255, 255);
            if (ProductForm.TryFind(least, most, scale, result) is not { } form)
                continue;
            found++;
            for (int i = 0; i < 400; i++)
            {
                int sum = i < 100 ? Math.Min(least + i, most) : i < 200 ? Math.Max(most - (i - 100), least) : random.Next(least, most + 1);
                Expect.That(Clamp(Exactly(sum, scale), result) == Clamp(ByProduct(sum, form), result), $"sum {sum} of {least} to {most}, {multiplier} / {divisor} + {bias}: {form}");
            }
        }
        Assert.InRange(found, 2000, 3000);
    }

    [Fact]
    public void Scales_without_a_fraction_and_divisors_that_are_too_fine_have_no_product()
    {
        Assert.Null(ProductForm.TryFind(0, 1000, OutputScale.Of(Kernel.FromWeights(1, 1, [1]).WithScale(Math.PI, 1, 0), 1, 255, 255), SampleType.UInt8));
        Assert.Null(ProductForm.TryFind(0, 1 << 30, OutputScale.Of(Kernel.FromWeights(1, 1, [1]).WithScale(0.333333, 1_000_003, 0), 1, 255, 255), SampleType.UInt16));
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
