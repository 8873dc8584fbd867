using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Correlation;

public sealed class StreamingTests
{
    [Fact]
    public void A_stream_of_rows_gives_what_the_whole_plane_gives()
    {
        var random = new Random(3);
        foreach (BorderMode border in Enum.GetValues<BorderMode>())
            foreach (Kernel kernel in (Kernel[])[BoxKernel.Create(7, 9), GaussianKernel.Create(1.5), SharpenKernel.Create(1), GradientKernels.Scharr().Y, BoxKernel.Create(25, 25)])
                foreach (int height in (int[])[1, 2, 5, 40])
                {
                    int width = 1 + random.Next(90), channels = 1 + random.Next(3);
                    var options = new CorrelationOptions { Border = new Border(border, 50), Padding = random.Next(2) == 0 ? Padding.Same : Padding.Full, Stride = new Spacing(1, 1 + random.Next(2)) };
                    byte[] source = CorrelationRunner.Bytes(width * height * channels, height);
                    CorrelationPlan plan = CorrelationRunner.Plan(width, height, channels, kernel, options, SampleType.UInt8, SampleType.UInt8);
                    byte[] whole = new byte[plan.OutputWidth * plan.OutputHeight * channels];
                    Correlator.Run(plan, new ReadOnlyPlane<byte>(source, width, height, channels), new Plane<byte>(whole, plan.OutputWidth, plan.OutputHeight, channels), 1);

                    using var stream = new CorrelationRowSource(MemoryRows.Of(source, width, height, channels), plan);
                    Assert.Equal(whole, MemoryRows.ReadAll(stream));
                }
    }

    [Fact]
    public void Every_algorithm_gives_row_by_row_what_it_gives_for_the_whole_plane()
    {
        foreach (AlgorithmCase algorithmCase in AlgorithmCases.All)
        {
            using var stream = new CorrelationRowSource(new MemoryRows(algorithmCase.Source(), algorithmCase.Info), algorithmCase.Plan(VectorWidths.Best));
            Assert.True(MemoryRows.ReadAll(stream).AsSpan().SequenceEqual(algorithmCase.Run(VectorWidths.Best, threads: 1)), algorithmCase.Name);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    public void Buffers_do_not_grow_with_the_height_of_the_picture(int kernelHeight)
    {
        Kernel kernel = Kernel.FromWeights(3, kernelHeight, [.. Enumerable.Range(0, 3 * kernelHeight).Select(i => (double)(i % 5))]);
        long Bytes(int height) => CorrelationRunner.Plan(1000, height, 1, kernel, CorrelationOptions.Default, SampleType.UInt8, SampleType.UInt8).Window.CreateEngine(limits: null).BufferBytes;
        Assert.Equal(Bytes(100), Bytes(100_000));
        Assert.True(Bytes(100_000) < 1000 * (kernelHeight + 12) * 4);
    }

    [Fact]
    public void No_streaming_border_buffers_the_picture()
    {
        long Bytes(Kernel kernel, int height, CorrelationOptions options) => CorrelationRunner.Plan(1000, height, 1, kernel, options, SampleType.UInt8, SampleType.UInt8).Window.CreateEngine(limits: null).BufferBytes;
        foreach (Kernel kernel in (Kernel[])[BoxKernel.Create(3, 3), GaussianKernel.Create(2), GaussianKernel.Create(8), SharpenKernel.Create(1)])
            foreach (Border border in (Border[])[Border.Constant(0), Border.Replicate, Border.Reflect101, Border.Symmetric])
                Assert.Equal(Bytes(kernel, 500, new() { Border = border }), Bytes(kernel, 5000, new() { Border = border }));
    }

    [Fact]
    public void A_kernel_without_padding_does_not_wait_for_what_wraps_around()
    {
        var options = new CorrelationOptions { Border = new Border(BorderMode.Wrap), Padding = Padding.Valid };
        foreach (Kernel kernel in (Kernel[])[BoxKernel.Create(3, 3), BoxKernel.Create(9, 9), BinomialKernel.Create(7), GaussianKernel.Create(2), GradientKernels.Sobel().X])
            foreach (SampleType sample in (SampleType[])[SampleType.UInt8, SampleType.Float32])
                Expect.That(CorrelationRunner.Plan(1000, 5000, 1, kernel, options, sample, sample).Window.CreateEngine(limits: null).BufferBytes < 300_000, $"{kernel.Width}x{kernel.Height} {sample}");
    }

    [Fact]
    public void Running_a_row_allocates_nothing()
    {
        // The runtime itself may allocate while it compiles code that is run for the first times.
        const int attempts = 4;
        foreach (AlgorithmCase algorithmCase in AlgorithmCases.All)
            Assert.True(Enumerable.Range(0, attempts).Any(_ => AllocatedByLaterRows(algorithmCase) == 0), algorithmCase.Name);
    }

    private static long AllocatedByLaterRows(AlgorithmCase algorithmCase)
    {
        using var stream = new CorrelationRowSource(new MemoryRows(algorithmCase.Source(), algorithmCase.Info), algorithmCase.Plan(VectorWidths.Best));
        byte[] row = new byte[stream.Info.RowBytes];
        int rows = stream.Info.Height, warm = rows / 2;
        for (int y = 0; y < warm; y++)
            stream.ReadRow(row);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int y = warm; y < rows; y++)
            stream.ReadRow(row);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void A_stride_leaves_rows_out_of_the_computation()
    {
        CorrelationPlan plan = CorrelationRunner.Plan(20, 100, 1, Kernel.FromWeights(1, 1, [1]), new CorrelationOptions { Stride = new Spacing(1, 10) }, SampleType.UInt8, SampleType.UInt8);
        WindowEngine engine = plan.Window.CreateEngine(limits: null);
        int used = 0;
        unsafe
        {
            byte* row = stackalloc byte[20];
            byte* to = stackalloc byte[20];
            while (engine.HasOutput)
            {
                if (engine.IsReady)
                    engine.Pull(to);
                else
                {
                    used += engine.NextIsUsed ? 1 : 0;
                    engine.Push(row);
                }
            }
        }
        Assert.Equal(10, used);
    }
}
