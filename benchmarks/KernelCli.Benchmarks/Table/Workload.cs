using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Benchmarks.Table;

/// <summary>The planes that are filtered, and the operations on them.</summary>
internal sealed class Workload
{
    private readonly int _width;
    private readonly int _height;
    private readonly CorrelationOptions _options;
    private readonly byte[] _bytes;
    private readonly float[] _floats;
    private readonly byte[] _byteResult;
    private readonly short[] _shortResult;
    private readonly float[] _floatResult;

    public Workload(int width, int height, int threads)
    {
        (_width, _height, _options) = (width, height, new CorrelationOptions { Threads = threads });
        _bytes = new byte[width * height];
        new Random(42).NextBytes(_bytes);
        _floats = Array.ConvertAll(_bytes, b => (float)b);
        (_byteResult, _shortResult, _floatResult) = (new byte[_bytes.Length], new short[_bytes.Length], new float[_bytes.Length]);
    }

    public IEnumerable<Operation> Operations()
    {
        yield return new Operation("memcpy", "u8", () => _bytes.CopyTo(_byteResult, 0), () => { });
        foreach (string type in (string[])["u8", "f32"])
        {
            foreach (int size in (int[])[3, 5, 15, 31])
                yield return Single($"box{size}", type, BoxKernel.Create(size, size));
            yield return Single("gaussian3", type, BinomialKernel.Create(3));
            yield return Single("gaussian5", type, BinomialKernel.Create(5));
            foreach (int sigma in (int[])[1, 3, 10])
                yield return Single($"gaussian_sigma{sigma}", type, GaussianKernel.Create(sigma));
            yield return Single("sharpen3", type, SharpenKernel.Create(1));
            yield return Single("emboss3", type, EmbossKernel.Create());
            Kernel sobel = GradientKernels.Sobel().X;
            yield return Single("sobelx_sat", type, sobel);
            yield return type == "u8" ? ToShort("sobelx_wide", sobel) : Single("sobelx_wide", type, sobel);
            yield return Magnitude("sobel_magnitude", type);
            foreach (int size in (int[])[5, 7, 11, 15, 31])
                yield return Single($"dense{size}", type, Dense(size));
            yield return Single("laplacian3", type, LaplacianKernel.Create4());
            yield return Single("scharr_x", type, GradientKernels.Scharr().X);
            yield return Single("gaussian5_sigma", type, GaussianKernel.Create(1.2, 5, 5));
            double[] taps = [0.02, 0.08, 0.21, 0.38, 0.21, 0.07, 0.03];
            yield return Single("sep_filter7", type, Kernel.FromFactors(taps, taps));
            foreach (Operation operation in new NeighbourhoodOperations(_bytes, _floats, _width, _height).Of(type))
                yield return operation;
        }
    }

    private static Kernel Dense(int size)
    {
        var random = new Random(7);
        double[] weights = [.. Enumerable.Range(0, size * size).Select(_ => (random.NextDouble() * 2) - 1)];
        double sum = weights.Sum(Math.Abs);
        return Kernel.FromWeights(size, size, [.. weights.Select(w => w / sum)]);
    }

    private Operation Single(string name, string type, Kernel kernel) => type == "u8"
        ? new Operation(name, type,
            () => Correlator.Correlate(Source, new Plane<byte>(_byteResult, _width, _height), kernel, _options),
            () => Check(name, (x, y) => Math.Clamp(Math.Floor(At(kernel, x, y) + 0.5), 0, 255), i => _byteResult[i], kernel.Traits.IsInteger ? 0 : 1))
        : new Operation(name, type,
            () => Correlator.Correlate(FloatSource, new Plane<float>(_floatResult, _width, _height), kernel, _options),
            () => Check(name, (x, y) => At(kernel, x, y), i => _floatResult[i], 0.0255));

    private Operation ToShort(string name, Kernel kernel) => new(name, "u8",
        () => Correlator.Correlate(Source, new Plane<short>(_shortResult, _width, _height), kernel, _options),
        () => Check(name, (x, y) => At(kernel, x, y), i => _shortResult[i], 0));

    private Operation Magnitude(string name, string type)
    {
        GradientKernels pair = GradientKernels.Sobel();
        double Length(int x, int y) => Math.Sqrt(Math.Pow(At(pair.X, x, y), 2) + Math.Pow(At(pair.Y, x, y), 2));
        return type == "u8"
            ? new Operation(name, type,
                () => Correlator.Magnitude(Source, new Plane<byte>(_byteResult, _width, _height), pair, _options),
                () => Check(name, (x, y) => Math.Min(Math.Floor(Length(x, y) + 0.5), 255), i => _byteResult[i], 0))
            : new Operation(name, type,
                () => Correlator.Magnitude(FloatSource, new Plane<float>(_floatResult, _width, _height), pair, _options),
                () => Check(name, Length, i => _floatResult[i], 0.0255));
    }

    private ReadOnlyPlane<byte> Source => new(_bytes, _width, _height);

    private ReadOnlyPlane<float> FloatSource => new(_floats, _width, _height);

    // The definition, tap by tap in double, with the nearest pixel outside.
    private double At(Kernel kernel, int x, int y)
    {
        double sum = 0;
        for (int j = 0; j < kernel.Height; j++)
            for (int i = 0; i < kernel.Width; i++)
            {
                int sx = Math.Clamp(x + i - kernel.AnchorX, 0, _width - 1), sy = Math.Clamp(y + j - kernel.AnchorY, 0, _height - 1);
                sum += kernel[i, j] * _bytes[(sy * _width) + sx];
            }
        return (sum * kernel.Multiplier / kernel.Divisor) + kernel.Bias;
    }

    // Two crops: the corner, where borders are, and the middle.
    private void Check(string name, Func<int, int, double> expected, Func<int, double> actual, double tolerance)
    {
        foreach ((int left, int top) in ((int, int)[])[(0, 0), (_width / 2, _height / 2)])
            for (int y = top; y < Math.Min(top + 24, _height); y++)
                for (int x = left; x < Math.Min(left + 24, _width); x++)
                    if (Math.Abs(expected(x, y) - actual((y * _width) + x)) is var difference && !(difference <= tolerance))
                        throw new InvalidOperationException($"{name}: pixel {x},{y} is off by {difference}");
    }
}
