using System.Runtime.Intrinsics;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Correlation.Output;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Core.Tests.Correlation;

public sealed class GradientTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void The_length_of_a_byte_gradient_is_the_rounded_root(int divisor)
    {
        foreach (GradientKernels pair in (GradientKernels[])[GradientKernels.Sobel(), GradientKernels.Scharr(), GradientKernels.Prewitt(), GradientKernels.Roberts()])
        {
            byte[] source = CorrelationRunner.Bytes(131 * 17, divisor);
            decimal[] x = NaiveCorrelation.Exact(source, 131, 17, 1, pair.X, CorrelationOptions.Default, out _, out _);
            decimal[] y = NaiveCorrelation.Exact(source, 131, 17, 1, pair.Y, CorrelationOptions.Default, out _, out _);
            Kernel scaled = pair.X.WithScale(1, divisor, 0);
            foreach ((string way, byte[] actual) in CorrelationRunner.EveryWay<byte, byte>(source, 131, 17, 1, scaled, CorrelationOptions.Default, SampleType.UInt8, SampleType.UInt8, pair.Y))
                for (int i = 0; i < actual.Length; i++)
                    Expect.That(actual[i] == RoundedRoot((long)((x[i] * x[i]) + (y[i] * y[i])), divisor), $"{way}: sample {i} of gradient {x[i]}, {y[i]} is {actual[i]}");
        }
    }

    [Fact]
    public unsafe void Every_root_below_256_and_the_largest_are_rounded_right_at_every_width()
    {
        const int side = 363, count = (side * side) + 3;
        AlignedBuffer x = new(AlignedBuffer.RoundUp(count * 2)), y = new(x.Length);
        for (int i = 0; i < side * side; i++)
            (((short*)x.Pointer)[i], ((short*)y.Pointer)[i]) = ((short)(i % side), (short)-(i / side));
        ((short*)x.Pointer)[side * side] = short.MaxValue;
        (((short*)x.Pointer)[(side * side) + 1], ((short*)y.Pointer)[(side * side) + 1]) = (-short.MaxValue, short.MaxValue);
        foreach (VectorWidth width in VectorWidths.Supported())
        {
            byte[] roots = new byte[count];
            OutputConverter finish = width switch
            {
                VectorWidth.Bits512 => new MagnitudeConverter<Simd512, Vector512<byte>>(y),
                VectorWidth.Bits256 => new MagnitudeConverter<Simd256, Vector256<byte>>(y),
                _ => new MagnitudeConverter<Simd128, Vector128<byte>>(y),
            };
            fixed (byte* to = roots)
                finish.Run(x.Pointer, to, count);
            for (int i = 0; i < side * side; i++)
                Expect.That(roots[i] == RoundedRoot(((long)(i % side) * (i % side)) + ((long)(i / side) * (i / side)), 1), $"{width}: {i % side}, {i / side}");
            Assert.Equal([255, 255, 0], roots[^3..]);
        }
    }

    [Fact]
    public void A_float_gradient_agrees_with_double_arithmetic()
    {
        GradientKernels pair = GradientKernels.Scharr();
        float[] source = CorrelationRunner.Floats(70 * 9 * 3, 1);
        double[] x = NaiveCorrelation.Real(source, 70, 9, 3, pair.X, CorrelationOptions.Default, 1, out _, out _);
        double[] y = NaiveCorrelation.Real(source, 70, 9, 3, pair.Y, CorrelationOptions.Default, 1, out _, out _);
        float[]? first = null;
        foreach ((string way, float[] actual) in CorrelationRunner.EveryWay<float, float>(source, 70, 9, 3, pair.X, CorrelationOptions.Default, SampleType.Float32, SampleType.Float32, pair.Y))
        {
            Assert.True(actual.SequenceEqual(first ??= actual), way);
            for (int i = 0; i < actual.Length; i++)
                Assert.Equal(Math.Sqrt((x[i] * x[i]) + (y[i] * y[i])), actual[i], 1e-4);
        }
    }

    // The largest level k whose lower boundary (k - 1/2) * divisor is not above the root, in whole numbers.
    private static int RoundedRoot(long square, int divisor)
    {
        int level = 0;
        while (level < 255 && ((2 * level) + 1L) * ((2 * level) + 1L) * divisor * divisor <= 4 * square)
            level++;
        return level;
    }
}
