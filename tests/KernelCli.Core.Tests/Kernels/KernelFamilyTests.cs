using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Kernels;

/// <summary>The weights of families that are no table, against what others write down.</summary>
public sealed class KernelFamilyTests
{
    [Theory]
    [InlineData("sobel:x", "-1 0 1/-2 0 2/-1 0 1")]
    [InlineData("sobel:3:y", "-1 -2 -1/0 0 0/1 2 1")]
    [InlineData("sobel:5:x", "-1 -2 0 2 1/-4 -8 0 8 4/-6 -12 0 12 6/-4 -8 0 8 4/-1 -2 0 2 1")]
    [InlineData("kirsch:n", "5 5 5/-3 0 -3/-3 -3 -3")]
    [InlineData("kirsch:se", "-3 -3 -3/-3 0 5/-3 5 5")]
    [InlineData("robinson:n", "1 2 1/0 0 0/-1 -2 -1")]
    [InlineData("robinson:e", "-1 0 1/-2 0 2/-1 0 1")]
    [InlineData("robinson:sw", "0 -1 -2/1 0 -1/2 1 0")]
    [InlineData("disk:1", "0 1 0/1 1 1/0 1 0")]
    [InlineData("disk:2", "0 0 1 0 0/0 1 1 1 0/1 1 1 1 1/0 1 1 1 0/0 0 1 0 0")]
    [InlineData("disk:1.5", "1 1 1/1 1 1/1 1 1")]
    [InlineData("triangle:3", "1 2 1/2 4 2/1 2 1")]
    public void Weights_are(string spec, string expected)
    {
        Kernel kernel = Parse(spec);
        Assert.Equal(expected, string.Join('/', Enumerable.Range(0, kernel.Height).Select(y => string.Join(' ', Enumerable.Range(0, kernel.Width).Select(x => kernel[x, y])))));
    }

    [Theory]
    [InlineData("disk:3", 1)]
    [InlineData("triangle:7", 1)]
    [InlineData("gaussian:2:dx=1", 0)]
    [InlineData("gaussian:2:dx=2:dy=2", 0)]
    [InlineData("freichen:x", 0)]
    [InlineData("sobel:7:x", 0)]
    public void A_flat_picture_becomes(string spec, double level) => Assert.Equal(level, Parse(spec).Traits.Sum * Parse(spec).Multiplier / Parse(spec).Divisor, 1e-12);

    [Theory]
    [InlineData("gaussian:2:dx=1", 1, 0, 1)]
    [InlineData("gaussian:2:dy=1", 0, 1, 1)]
    [InlineData("gaussian:2:dx=2", 2, 0, 2)]
    [InlineData("gaussian:1.5:dx=1:dy=1", 1, 1, 1)]
    public void Derivatives_of_powers_are_theirs(string spec, int powerX, int powerY, double derivative)
    {
        Kernel kernel = Parse(spec);
        double sum = 0;
        for (int y = 0; y < kernel.Height; y++)
            for (int x = 0; x < kernel.Width; x++)
                sum += kernel[x, y] * Math.Pow(x - kernel.AnchorX, powerX) * Math.Pow(y - kernel.AnchorY, powerY);
        Assert.Equal(derivative, sum, 0.01);
    }

    [Fact]
    public void A_wave_is_a_cosine_under_a_Gaussian()
    {
        Kernel kernel = Parse("gabor:1.5:30:4:phase=20:aspect=0.5");
        Assert.Equal(25, kernel.Width);
        (int x, int y) = (3, -2);
        double u = (x * Math.Cos(Math.PI / 6)) + (y * Math.Sin(Math.PI / 6)), v = (y * Math.Cos(Math.PI / 6)) - (x * Math.Sin(Math.PI / 6));
        Assert.Equal(Math.Exp(-((u * u) + (v * v / 4)) / 4.5) * Math.Cos((2 * Math.PI * u / 4) + (Math.PI / 9)), kernel[12 + x, 12 + y], 1e-12);
    }

    [Theory]
    [InlineData("sobel:4")]
    [InlineData("sobel:9")]
    [InlineData("kirsch:nn")]
    [InlineData("disk:-1")]
    [InlineData("disk:128")]
    [InlineData("triangle:4")]
    [InlineData("gabor:2:0:0")]
    [InlineData("gabor:30:0:4:aspect=0.1")]
    [InlineData("gaussian:0.01:dx=1")]
    [InlineData("gaussian:1:dx=3")]
    [InlineData("gaussian:1:dx=1:size=4")]
    public void What_is_no_kernel_is_refused(string spec) => Assert.Throws<KernelFormatException>(() => Parse(spec));

    private static Kernel Parse(string spec) => ((KernelStep)FilterParser.Parse(spec, _ => [])).Kernel;
}
