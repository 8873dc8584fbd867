using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Library;

/// <summary>Whole planes: sizes, plans that run many times, cancellation.</summary>
public sealed class PlaneTests
{
    [Fact]
    public void The_size_of_a_result_is_that_of_its_plan()
    {
        foreach (Padding padding in (Padding[])[Padding.Same, Padding.Valid, Padding.Full, Padding.Sides(1, 2, 3, 4)])
            foreach (Spacing stride in (Spacing[])[Spacing.One, new(2, 3)])
                foreach (Spacing dilation in (Spacing[])[Spacing.One, new(3, 2)])
                    foreach (bool convolve in (bool[])[false, true])
                    {
                        var options = new CorrelationOptions { Padding = padding, Stride = stride, Dilation = dilation, Convolve = convolve };
                        Kernel kernel = Kernel.Box(4, 3).WithAnchor(0, 2);
                        (int width, int height) = Correlator.OutputSize(21, 17, kernel, options);
                        var plan = CorrelationPlan.Create<byte, byte>(21, 17, kernel, options);
                        Assert.Equal((plan.OutputWidth, plan.OutputHeight), (width, height));
                        plan.Run(Noise(21, 17, 1).AsReadOnly(), Plane<byte>.Create(width, height));
                    }
        Assert.Equal((64, 48), Correlator.OutputSize(64, 48, Kernel.Gaussian(2)));
        Assert.Equal((62, 46), Correlator.OutputSize(64, 48, Kernel.Box(3, 3), new CorrelationOptions { Padding = Padding.Valid }));
        Assert.Equal((32, 24), Correlator.OutputSize(64, 48, Kernel.Box(3, 3), new CorrelationOptions { Stride = new Spacing(2, 2) }));
    }

    [Fact]
    public void A_plan_runs_over_many_planes_and_on_many_threads_at_once()
    {
        var options = new CorrelationOptions { Threads = 2, Border = Border.Wrap };
        var plan = CorrelationPlan.Create<byte, byte>(200, 150, Kernel.Gaussian(1.5), options, channels: 3);
        Parallel.For(0, 8, i =>
        {
            Plane<byte> source = Noise(200, 150, 3, i), once = Plane<byte>.Create(200, 150, 3), result = Plane<byte>.Create(200, 150, 3);
            Correlator.Correlate(source.AsReadOnly(), once, Kernel.Gaussian(1.5), options);
            plan.Run(source.AsReadOnly(), result);
            Assert.Equal(once.Samples.ToArray(), result.Samples.ToArray());
        });
    }

    [Fact]
    public void The_plan_of_a_gradient_runs_as_the_gradient()
    {
        Plane<byte> source = Noise(50, 40, 1), once = Plane<byte>.Create(50, 40), result = Plane<byte>.Create(50, 40);
        Correlator.Magnitude(source.AsReadOnly(), once, GradientKernels.Sobel());
        var info = new ImageInfo(50, 40, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        CorrelationPlan.Create(GradientKernels.Sobel(), CorrelationOptions.Default, info, SampleType.UInt8).Run(source.AsReadOnly(), result);
        Assert.Equal(once.Samples.ToArray(), result.Samples.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_run_that_was_cancelled_writes_nothing(int threads)
    {
        var cancelled = new CancellationToken(canceled: true);
        var options = new CorrelationOptions { Threads = threads };
        byte[] result = new byte[300 * 200];
        Assert.Throws<OperationCanceledException>(() => Correlator.Correlate(Noise(300, 200, 1).AsReadOnly(), new Plane<byte>(result, 300, 200), Kernel.Box(3, 3), options, cancelled));
        Assert.Throws<OperationCanceledException>(() => Correlator.Magnitude(Noise(300, 200, 1).AsReadOnly(), new Plane<byte>(result, 300, 200), GradientKernels.Sobel(), options, cancelled));
        Assert.All(result, sample => Assert.Equal(0, sample));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_stops_soon_after_it_is_cancelled(int threads)
    {
        // Big enough to take seconds if it did not stop: no tap can be left out, and no factor is found.
        var random = new Random(1);
        Kernel kernel = Kernel.FromWeights(101, 101, [.. Enumerable.Range(0, 101 * 101).Select(_ => random.NextDouble())]);
        float[] samples = new float[3000 * 3000], result = new float[3000 * 3000];
        Array.Fill(samples, 1);
        using var source = new CancellationTokenSource();
        var options = new CorrelationOptions { Threads = threads };
        Task run = Task.Run(() => Correlator.Correlate(new ReadOnlyPlane<float>(samples, 3000, 3000), new Plane<float>(result, 3000, 3000), kernel, options, source.Token));
        while (Volatile.Read(ref result[0]) == 0 && !run.IsCompleted)
            Thread.Yield();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => run.GetAwaiter().GetResult());
        Assert.Equal(0, result[^1]);
    }

    [Fact]
    public void A_plane_in_memory_of_its_own_has_no_gaps()
    {
        Plane<short> plane = Plane<short>.Create(5, 4, 3);
        Assert.Equal((5, 4, 3, 15, 60), (plane.Width, plane.Height, plane.Channels, plane.Pitch, plane.Samples.Length));
        plane.Row(3)[14] = 7;
        Assert.Equal(7, plane.AsReadOnly().Samples[^1]);
    }

    [Fact]
    public void A_kernel_says_its_size_and_sum()
    {
        Assert.Equal("Kernel 3x3, sum 1", Kernel.Box(3, 3).ToString());
        Assert.Equal("Kernel 17x17, sum 1", Kernel.Gaussian(2).ToString());
        Assert.Equal("Kernel 3x3, sum 0", Kernel.Laplacian8().ToString());
        Assert.Equal("Kernel 3x1, sum 0.5, bias 12.25", Kernel.FromWeights(3, 1, [1, -1, 2]).WithScale(1, 4, 12.25).ToString());
        Assert.Equal(("constant=12.5", "reflect101", "2x1", "1,2,3,4"), (Border.Constant(12.5).ToString(), Border.Reflect101.ToString(), new Spacing(2, 1).ToString(), Padding.Sides(1, 2, 3, 4).ToString()));
    }

    private static Plane<byte> Noise(int width, int height, int channels, int seed = 0)
    {
        Plane<byte> plane = Plane<byte>.Create(width, height, channels);
        new Random(seed).NextBytes(plane.Samples);
        return plane;
    }
}
