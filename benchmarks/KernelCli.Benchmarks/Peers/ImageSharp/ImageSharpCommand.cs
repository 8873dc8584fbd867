using System.Diagnostics;
using System.Globalization;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Convolution;

namespace KernelCli.Benchmarks.Peers.ImageSharp;

/// <summary><c>imagesharp</c>: box blur, Gaussian blur and Sobel edges of an 8-bit gray plane of 4096x3072 on one thread beside the library's own, in turn, medians.</summary>
internal static class ImageSharpCommand
{
    private const int Width = 4096;
    private const int Height = 3072;
    private const int Runs = 7;

    public static int Run()
    {
        byte[] source = new byte[Width * Height], result = new byte[source.Length];
        new Random(42).NextBytes(source);
        Configuration configuration = Configuration.Default.Clone();
        configuration.MaxDegreeOfParallelism = 1;
        using Image<L8> picture = Image.LoadPixelData<L8>(configuration, source, Width, Height);
        var options = new CorrelationOptions { Threads = 1 };

        Console.WriteLine("op\timagesharp_ms\tours_ms\tspeed");
        Compare("box5", () => Correlate(BoxKernel.Create(5, 5)), picture, context => context.BoxBlur(2));
        Compare("box31", () => Correlate(BoxKernel.Create(31, 31)), picture, context => context.BoxBlur(15));
        Compare("gaussian_sigma1", () => Correlate(GaussianKernel.Create(1)), picture, context => context.GaussianBlur(1));
        Compare("gaussian_sigma3", () => Correlate(GaussianKernel.Create(3)), picture, context => context.GaussianBlur(3));
        Compare("gaussian_sigma10", () => Correlate(GaussianKernel.Create(10)), picture, context => context.GaussianBlur(10));
        Compare("sobel_magnitude", () => Correlator.Magnitude(new ReadOnlyPlane<byte>(source, Width, Height), new Plane<byte>(result, Width, Height), GradientKernels.Sobel(), options),
            picture, context => context.DetectEdges(EdgeDetector2DKernel.SobelKernel, false));
        return 0;

        void Correlate(Kernel kernel) => Correlator.Correlate(new ReadOnlyPlane<byte>(source, Width, Height), new Plane<byte>(result, Width, Height), kernel, options);
    }

    private static void Compare(string name, Action ours, Image<L8> picture, Action<IImageProcessingContext> theirs)
    {
        var (oursTimes, theirTimes) = (new List<double>(), new List<double>());
        for (int run = -2; run < Runs; run++)
        {
            double first = Time(ours);
            using Image<L8> copy = picture.Clone();
            double second = Time(() => copy.Mutate(theirs));
            if (run >= 0)
            {
                oursTimes.Add(first);
                theirTimes.Add(second);
            }
        }
        double our = oursTimes.Order().ElementAt(Runs / 2), their = theirTimes.Order().ElementAt(Runs / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{their:0.0}\t{our:0.0}\t{their / our:0.0}"));
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
