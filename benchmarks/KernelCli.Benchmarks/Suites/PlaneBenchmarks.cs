using BenchmarkDotNet.Attributes;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Benchmarks.Suites;

/// <summary>Whole planes of 2 megapixels through the public API.</summary>
[Config(typeof(SuiteConfig))]
public class PlaneBenchmarks
{
    private const int Width = 1920;
    private const int Height = 1080;
    private const double Pixels = Width * Height;

    private readonly byte[] _bytes = new byte[Width * Height];
    private readonly byte[] _byteResult = new byte[Width * Height];
    private readonly float[] _floatResult = new float[Width * Height];
    private float[] _floats = [];

    [GlobalSetup]
    public void Setup()
    {
        SuiteConfig.CheckWidth();
        new Random(1).NextBytes(_bytes);
        _floats = Array.ConvertAll(_bytes, b => (float)b);
    }

    [Benchmark, Pixels(Pixels)]
    public void Box5() => Bytes(BoxKernel.Create(5, 5));

    [Benchmark, Pixels(Pixels)]
    public void Sharpen() => Bytes(SharpenKernel.Create(1));

    [Benchmark, Pixels(Pixels)]
    public void Gaussian2() => Bytes(GaussianKernel.Create(2));

    [Benchmark, Pixels(Pixels)]
    public void Gaussian10() => Bytes(GaussianKernel.Create(10));

    [Benchmark, Pixels(Pixels)]
    public void SobelMagnitude() =>
        Correlator.Magnitude(new ReadOnlyPlane<byte>(_bytes, Width, Height), new Plane<byte>(_byteResult, Width, Height), GradientKernels.Sobel());

    [Benchmark, Pixels(Pixels)]
    public void FloatGaussian2() =>
        Correlator.Correlate(new ReadOnlyPlane<float>(_floats, Width, Height), new Plane<float>(_floatResult, Width, Height), GaussianKernel.Create(2));

    private void Bytes(Kernel kernel) => Correlator.Correlate(new ReadOnlyPlane<byte>(_bytes, Width, Height), new Plane<byte>(_byteResult, Width, Height), kernel);
}
