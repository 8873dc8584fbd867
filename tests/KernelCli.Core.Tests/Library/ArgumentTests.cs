using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Kernels.Files;
using KernelCli.Layers;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Library;

/// <summary>A wrong argument is told where it is given, by the exception of its kind, with the parameter's name.</summary>
public sealed class ArgumentTests
{
    private static readonly PixelFormat Gray8 = new(PixelLayout.Gray, SampleType.UInt8);
    private static readonly ImageInfo Info = new(8, 6, Gray8);
    private static readonly Kernel Box = Kernel.Box(3, 3);

    private static readonly (string Parameter, Action Call)[] Nulls =
    [
        ("kernel", () => Correlator.Correlate(Source(), Result(), null!)),
        ("kernels", () => Correlator.Magnitude(Source(), Result(), null!)),
        ("kernel", () => Correlator.OutputSize(8, 6, null!)),
        ("kernel", () => CorrelationPlan.Create((Kernel)null!, CorrelationOptions.Default, Info, SampleType.UInt8)),
        ("kernels", () => CorrelationPlan.Create((GradientKernels)null!, CorrelationOptions.Default, Info, SampleType.UInt8)),
        ("options", () => CorrelationPlan.Create(Box, null!, Info, SampleType.UInt8)),
        ("source", () => CorrelationPlan.Create(Box, CorrelationOptions.Default, null!, SampleType.UInt8)),
        ("kernel", () => CorrelationPlan.Create<byte, byte>(8, 6, null!)),
        ("Y", () => _ = new GradientKernels(Box, null!)),
        ("name", () => KernelFile.Parse("1 2 1"u8, null!)),
        ("spec", () => FilterParser.Parse(null!)),
        ("input", () => ChainBuilder.Build(null!, [])),
        ("steps", () => ChainBuilder.Build(Rows(), null!)),
        ("steps", () => ChainBuilder.Build(Rows(), [null!])),
        ("Kernel", () => _ = new KernelStep("own", null!)),
        ("text", () => _ = new KernelStep(null!, Box)),
        ("Geometry", () => _ = new ChainOptions { Geometry = null! }),
        ("Limits", () => _ = new ChainOptions { Limits = null! }),
        ("input", () => _ = new CorrelationRowSource(null!, Plan())),
        ("plan", () => _ = new CorrelationRowSource(Rows(), null!)),
        ("info", () => _ = new BufferedImage(null!)),
        ("source", () => BufferedImage.ReadAll(null!)),
        ("source", () => RowPump.Run(null!, new Counter(Info))),
        ("sink", () => RowPump.Run(Rows(), null!)),
        ("info", () => _ = new Counter(null!)),
        ("Metadata", () => _ = new ImageInfo(1, 1, Gray8) { Metadata = null! }),
        ("Weights", () => _ = new ConvolutionLayer { Weights = null! }),
        ("input", () => new ConvolutionLayer { Weights = Tensor.Zeros(1, 1, 1, 1) }.Run(null!)),
        ("input", () => new ConvolutionLayer { Weights = Tensor.Zeros(1, 1, 1, 1) }.OutputShape(null!)),
        ("Values", () => _ = new Tensor([1], null!)),
        ("shape", () => Tensor.Zeros(null!)),
    ];

    private static readonly (string Parameter, Action Call)[] OutOfRange =
    [
        ("width", () => _ = new ImageInfo(0, 1, Gray8)),
        ("width", () => _ = new ImageInfo(int.MaxValue, 1, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8))),
        ("height", () => _ = new ImageInfo(1, 0, Gray8)),
        ("format", () => _ = new ImageInfo(5, 5, default)),
        ("format", () => _ = new ImageInfo(5, 5, new PixelFormat(PixelLayout.Gray, (SampleType)9))),
        ("x", () => _ = new Spacing(0, 1)),
        ("y", () => _ = new Spacing(1, 1_000_001)),
        ("top", () => Padding.Sides(-1, 0, 0, 0)),
        ("left", () => Padding.Sides(0, 0, 0, 1_000_001)),
        ("width", () => Plane<byte>.Create(0, 1)),
        ("height", () => Plane<byte>.Create(1, 0)),
        ("height", () => Plane<byte>.Create(1 << 20, 1 << 20)),
        ("channels", () => Plane<byte>.Create(1, 1, 5)),
        ("pitch", () => _ = new Plane<byte>(new byte[12], 4, 3, 1, 3)),
        ("y", () => Source().Row(6)),
        ("y", () => Result().Row(-1)),
        ("y", () => new BufferedImage(Info).Row(6)),
        ("x", () => _ = Box[3, 0]),
        ("y", () => _ = Box[0, -1]),
        ("width", () => Kernel.FromWeights(0, 1, [])),
        ("height", () => Kernel.FromWeights(1, 0, [])),
        ("column", () => Kernel.FromFactors([], [1])),
        ("row", () => Kernel.FromFactors([1], [])),
        ("x", () => Box.WithAnchor(3, 0)),
        ("y", () => Box.WithAnchor(0, -1)),
        ("rule", () => Box.Normalize((KernelNormalization)7)),
        ("width", () => Kernel.Box(0, 3)),
        ("height", () => Kernel.Box(3, -1)),
        ("sigma", () => Kernel.Gaussian(0)),
        ("sigma", () => Kernel.Gaussian(double.NaN)),
        ("height", () => Kernel.Gaussian(1, 3, 0)),
        ("size", () => Kernel.Binomial(24)),
        ("sigma", () => Kernel.LaplacianOfGaussian(32)),
        ("second", () => Kernel.DifferenceOfGaussians(1, -1)),
        ("length", () => Kernel.Motion(0, 0)),
        ("width", () => Correlator.OutputSize(0, 6, Box)),
        ("height", () => Correlator.OutputSize(8, -6, Box)),
        ("height", () => CorrelationPlan.Create<byte, byte>(8, 0, Box)),
        ("channels", () => CorrelationPlan.Create<byte, byte>(8, 6, Box, null, 0)),
        ("options", () => Correlator.Correlate(Source(), Result(), Box, new CorrelationOptions { Threads = -1 })),
        ("threads", () => new ConvolutionLayer { Weights = Tensor.Zeros(1, 1, 1, 1) }.Run(Tensor.Zeros(1, 1, 1), -1)),
        ("shape", () => Tensor.Zeros(1 << 20, 1 << 20)),
    ];

    private static readonly (string Parameter, Action Call)[] Wrong =
    [
        ("samples", () => _ = new Plane<byte>(new byte[11], 4, 3)),
        ("samples", () => _ = new ReadOnlyPlane<float>(new float[11], 4, 3)),
        ("weights", () => Kernel.FromWeights(2, 2, [1, 2, 3])),
        ("weights", () => Kernel.FromWeights(1, 1, [double.NaN])),
        ("row", () => Kernel.FromFactors([1], [double.PositiveInfinity])),
        ("divisor", () => Box.WithScale(1, 0, 0)),
        ("multiplier", () => Box.WithScale(double.NaN, 1, 0)),
        ("bias", () => Box.WithScale(1, 1, double.NegativeInfinity)),
        ("rule", () => Kernel.Laplacian4().Normalize(KernelNormalization.Sum)),
        ("amount", () => Kernel.Sharpen(double.NaN)),
        ("degrees", () => Kernel.Emboss(double.PositiveInfinity)),
        ("degrees", () => Kernel.Motion(3, double.NaN)),
        ("source", () => Correlator.Correlate(default(ReadOnlyPlane<byte>), Result(), Box)),
        ("result", () => Correlator.Correlate(Source(), default(Plane<byte>), Box)),
        ("result", () => Correlator.Correlate(Source(), Plane<byte>.Create(7, 6), Box)),
        ("TSource", () => Correlator.Correlate(Plane<int>.Create(8, 6).AsReadOnly(), Result(), Box)),
        ("TResult", () => Correlator.Correlate(Source(), Plane<double>.Create(8, 6), Box)),
        ("result", () => Correlator.Correlate(Plane<float>.Create(8, 6).AsReadOnly(), Result(), Box)),
        ("kernel", () => Correlator.Correlate(Source(), Result(), Kernel.Box(9, 3), new CorrelationOptions { Padding = Padding.Valid })),
        ("kernel", () => Correlator.OutputSize(8, 6, Kernel.Box(3, 7), new CorrelationOptions { Padding = Padding.Valid })),
        ("kernels", () => Correlator.Magnitude(Source(), Result(), GradientKernels.Sobel(), new CorrelationOptions { Padding = Padding.Valid, Dilation = new Spacing(9, 9) })),
        ("kernels", () => Correlator.Magnitude(Source(), Result(), new GradientKernels(Box, Kernel.Box(5, 5)))),
        ("kernel", () => Correlator.Correlate(Source(), Result(), Kernel.FromWeights(1, 1, [1]).WithScale(1e300, 1, 0))),
        ("result", () => CorrelationPlan.Create(Box, CorrelationOptions.Default, new ImageInfo(8, 6, Gray8.With(SampleType.Float32)), SampleType.UInt8)),
        ("source", () => Plan().Run(Plane<byte>.Create(9, 6).AsReadOnly(), Result())),
        ("source", () => Plan().Run(Plane<ushort>.Create(8, 6).AsReadOnly(), Result())),
        ("result", () => Plan().Run(Source(), Plane<float>.Create(8, 6))),
        ("result", () => Plan().Run(Source(), Plane<byte>.Create(8, 5))),
        ("plan", () => _ = new CorrelationRowSource(Rows(), CorrelationPlan.Create<byte, byte>(9, 6, Box))),
        ("row", () => new CorrelationRowSource(Rows(), Plan()).ReadRow(new byte[5])),
        ("row", () => new Counter(Info).WriteRow(new byte[9])),
        ("input", () => new ConvolutionLayer { Weights = Tensor.Zeros(1, 2, 1, 1) }.Run(Tensor.Zeros(1, 3, 3))),
    ];

    [Fact]
    public void Null_is_refused_by_name() => Check<ArgumentNullException>(Nulls);

    [Fact]
    public void A_number_out_of_range_is_refused_by_name() => Check<ArgumentOutOfRangeException>(OutOfRange);

    [Fact]
    public void What_does_not_fit_is_refused_by_name() => Check<ArgumentException>(Wrong);

    [Fact]
    public void The_row_of_the_wrong_length_is_told_what_it_needs()
    {
        var source = new CorrelationRowSource(Rows(), Plan());
        Assert.StartsWith("the row has 5 bytes, 8 are needed", Assert.Throws<ArgumentException>(() => source.ReadRow(new byte[5])).Message, StringComparison.Ordinal);
        byte[] row = new byte[8];
        for (int y = 0; y < 6; y++)
            source.ReadRow(row);
        Assert.Equal("all 6 rows have been read", Assert.Throws<InvalidOperationException>(() => source.ReadRow(row)).Message);
        source.Dispose();
        Assert.Throws<ObjectDisposedException>(() => source.ReadRow(row));
    }

    [Fact]
    public void A_file_that_nobody_reads_is_an_error_that_says_so()
    {
        Assert.Contains("readFile", Assert.Throws<KernelFormatException>(() => FilterParser.Parse("file=kernel.txt")).Message, StringComparison.Ordinal);
        FilterStep mask = FilterParser.Parse("mask:mask.png");
        string message = Assert.Throws<ArgumentException>(() => ChainBuilder.Build(Rows(), [mask])).Message;
        Assert.StartsWith("filter 'mask:mask.png': ", message, StringComparison.Ordinal);
        Assert.Contains("openMask", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_that_cannot_be_built_disposes_its_input()
    {
        MemoryRows input = Rows();
        Assert.Throws<ArgumentNullException>(() => ChainBuilder.Build(input, null!));
        Assert.True(input.IsCompleted);
    }

    private static void Check<TException>((string Parameter, Action Call)[] calls)
        where TException : ArgumentException
    {
        var wrong = new List<string>();
        for (int i = 0; i < calls.Length; i++)
        {
            Exception? thrown = Record.Exception(calls[i].Call);
            bool isRight = thrown is TException { ParamName: { } name } && name == calls[i].Parameter
                && (typeof(TException) != typeof(ArgumentException) || thrown is not ArgumentNullException and not ArgumentOutOfRangeException);
            if (!isRight)
                wrong.Add($"{i}: {calls[i].Parameter}: {thrown?.ToString().Split('\n')[0] ?? "nothing is thrown"}");
        }
        Assert.Equal("", string.Join('\n', wrong));
    }

    private static MemoryRows Rows() => MemoryRows.Of(new byte[48], 8, 6, 1);

    private static ReadOnlyPlane<byte> Source() => new(new byte[48], 8, 6);

    private static Plane<byte> Result() => Plane<byte>.Create(8, 6);

    private static CorrelationPlan Plan() => CorrelationPlan.Create<byte, byte>(8, 6, Box);

    private sealed class Counter(ImageInfo info) : RowSink(info)
    {
        protected override void WriteNextRow(ReadOnlySpan<byte> row, int y)
        {
        }

        protected override void CompleteRows()
        {
        }
    }
}
