using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Rows;

/// <summary>Every public stream of rows: what it answers to a span of another length, to a row too many, and after its end.</summary>
public sealed class RowSourceTests
{
    private const int Width = 40;
    private const int Height = 24;
    private const byte Untouched = 0xA5;

    private static readonly Dictionary<string, Func<IRowSource>> Sources = new()
    {
        ["buffered"] = () => BufferedImage.ReadAll(Bytes(3), ImageLimits.Default),
        ["correlation of bytes"] = () => new CorrelationRowSource(Bytes(1), Plan(BoxKernel.Create(5, 5), 1)),
        ["correlation of colours"] = () => new CorrelationRowSource(Bytes(3), Plan(GaussianKernel.Create(2), 3, result: SampleType.Float32)),
        ["correlation of floats in blocks"] = () => new CorrelationRowSource(Floats(1), Plan(GaussianKernel.Create(4), 1, SampleType.Float32)),
        ["measured correlation"] = () => new CorrelationWithStatisticsRowSource(
            Bytes(1), Plan(SharpenKernel.Create(1), 1), Plan(SharpenKernel.Create(1), 1, result: SampleType.Float32), new ClippingStatistics(), ImageLimits.Default),
        ["weighted by alpha"] = () => Weighted(new AlphaWeighting(9, 1, 0)),
        ["beside alpha"] = () => Weighted(null),
        ["unsharp"] = () => new UnsharpRowSource(Bytes(3), Plan(BoxKernel.Create(3, 3), 3, result: SampleType.Float32), Plan(BoxKernel.Create(3, 3), 3, result: SampleType.Float32), 1, 2, false, ImageLimits.Default),
        ["luma"] = () => new LumaRowSource(Bytes(4), Luma.Bt601),
        ["opaque"] = () => new DropAlphaRowSource(Bytes(4)),
        ["mask"] = () => new MaskRowSource(Floats(3), Bytes(1)),
        ["point"] = () => new PointRowSource(Bytes(2), [new PointOperation(PointKind.Invert)], 255),
        ["quantising"] = () => new QuantisingRowSource(Floats(3), SampleType.UInt8, 1),
        ["measuring"] = () => new StatisticsRowSource(Floats(1), new ClippingStatistics(), 1, 1),
        ["stretching"] = () => new StretchingRowSource(Floats(1), 1, ImageLimits.Default),
        ["mirrored"] = () => Oriented(Orientation.FlipHorizontal),
        ["turned"] = () => Oriented(Orientation.Rotate90),
        ["read ahead"] = () => new PrefetchingRowSource(Bytes(3)),
        ["chain"] = () => ChainBuilder.Build(Bytes(4), [FilterParser.Parse("box:3", _ => []), FilterParser.Parse("gamma:2", _ => [])], new ChainOptions { Channels = ChannelMode.Color }, _ => Bytes(1)).Output,
    };

    public static TheoryData<string> Names => [.. Sources.Keys];

    [Fact]
    public void Every_public_row_source_is_tried()
    {
        Type[] tried = [.. Sources.Values.Select(create => create().GetType())];
        Assert.Empty(typeof(IRowSource).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(IRowSource)) && type is { IsAbstract: false }).Except(tried));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_span_of_another_length_is_refused_and_nothing_is_lost(string name)
    {
        List<byte[]> expected = Rows(Sources[name]());
        using IRowSource source = Sources[name]();
        int bytes = source.Info.RowBytes;
        foreach (byte[] row in expected)
        {
            foreach (int length in (int[])[0, 1, bytes - 1, bytes + 1, 2 * bytes])
            {
                byte[] memory = new byte[(3 * bytes) + 64];
                Array.Fill(memory, Untouched);
                Assert.ThrowsAny<ArgumentException>(() => source.ReadRow(memory.AsSpan(32, length)));
                Assert.All(memory, value => Assert.Equal(Untouched, value));
            }
            byte[] actual = new byte[bytes];
            source.ReadRow(actual);
            Assert.Equal(row, actual);
        }
        source.Complete();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_too_many_is_refused(string name)
    {
        using IRowSource source = Sources[name]();
        byte[] row = new byte[source.Info.RowBytes];
        for (int y = 0; y < source.Info.Height; y++)
            source.ReadRow(row);
        Assert.Throws<InvalidOperationException>(() => source.ReadRow(row));
        Assert.Throws<InvalidOperationException>(() => source.ReadRow(row));
        source.Complete();
        source.Complete();
        Assert.Throws<InvalidOperationException>(() => source.ReadRow(row));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_read_after_the_end_or_after_disposal(string name)
    {
        IRowSource source = Sources[name]();
        byte[] row = new byte[source.Info.RowBytes];
        source.ReadRow(row);
        source.Complete();
        Assert.Throws<InvalidOperationException>(() => source.ReadRow(row));
        source.Dispose();
        source.Dispose();
        Assert.Throws<ObjectDisposedException>(() => source.ReadRow(row));

        IRowSource unread = Sources[name]();
        unread.Dispose();
        Assert.Throws<ObjectDisposedException>(() => unread.ReadRow(row));
    }

    [Theory]
    [InlineData(Width + 1, Height, 1, SampleType.UInt8)]
    [InlineData(Width - 1, Height, 1, SampleType.UInt8)]
    [InlineData(Width, Height + 1, 1, SampleType.UInt8)]
    [InlineData(Width, Height - 1, 1, SampleType.UInt8)]
    [InlineData(Width, Height, 3, SampleType.UInt8)]
    [InlineData(Width, Height, 1, SampleType.UInt16)]
    [InlineData(Width, Height, 1, SampleType.Float32)]
    public void A_plan_for_other_rows_is_refused(int width, int height, int channels, SampleType sample)
    {
        CorrelationPlan right = Plan(BoxKernel.Create(3, 3), 1, result: SampleType.Float32);
        CorrelationPlan wrong = CorrelationPlan.Create(BoxKernel.Create(3, 3), CorrelationOptions.Default, new ImageInfo(width, height, new PixelFormat((PixelLayout)channels, sample)), SampleType.Float32);
        Assert.ThrowsAny<ArgumentException>(() => new CorrelationRowSource(Bytes(1), wrong));
        Assert.ThrowsAny<ArgumentException>(() => new CorrelationWithStatisticsRowSource(Bytes(1), right, wrong, new ClippingStatistics(), ImageLimits.Default));
        Assert.ThrowsAny<ArgumentException>(() => new CorrelationWithStatisticsRowSource(Bytes(1), wrong, right, new ClippingStatistics(), ImageLimits.Default));
        Assert.ThrowsAny<ArgumentException>(() => new UnsharpRowSource(Bytes(1), wrong, right, 1, 0, false, ImageLimits.Default));
        Assert.ThrowsAny<ArgumentException>(() => new UnsharpRowSource(Bytes(1), right, wrong, 1, 0, false, ImageLimits.Default));
        CorrelationPlan gray = Plan(BoxKernel.Create(3, 3), 1, SampleType.Float32);
        if (sample is SampleType.Float32)
            return;
        Assert.ThrowsAny<ArgumentException>(() => new AlphaCorrelationRowSource(Bytes(2), wrong, gray, null, 255, ImageLimits.Default));
        Assert.ThrowsAny<ArgumentException>(() => new AlphaCorrelationRowSource(Bytes(2), gray, wrong, null, 255, ImageLimits.Default));
        Assert.ThrowsAny<ArgumentException>(() => Correlator.Run(wrong, new ReadOnlyPlane<byte>(new byte[Width * Height], Width, Height), new Plane<float>(new float[Width * Height], Width, Height), 1));
    }

    [Fact]
    public void Two_plans_that_make_other_sizes_are_refused()
    {
        CorrelationPlan same = Plan(BoxKernel.Create(3, 3), 1, result: SampleType.Float32);
        CorrelationPlan smaller = CorrelationPlan.Create(BoxKernel.Create(3, 3), new CorrelationOptions { Padding = Padding.Valid }, Bytes(1).Info, SampleType.Float32);
        Assert.ThrowsAny<ArgumentException>(() => new UnsharpRowSource(Bytes(1), same, smaller, 1, 0, false, ImageLimits.Default));
        Assert.ThrowsAny<ArgumentException>(() => new CorrelationWithStatisticsRowSource(Bytes(1), same, smaller, new ClippingStatistics(), ImageLimits.Default));
    }

    [Fact]
    public void Rows_that_a_decorator_cannot_take_are_refused_when_it_is_made()
    {
        Assert.ThrowsAny<ArgumentException>(() => new LumaRowSource(Bytes(1), Luma.Bt601));
        Assert.ThrowsAny<ArgumentException>(() => new LumaRowSource(Bytes(2), Luma.Max));
        Assert.ThrowsAny<ArgumentException>(() => new QuantisingRowSource(Bytes(1), SampleType.UInt8, 1));
        Assert.ThrowsAny<ArgumentException>(() => new QuantisingRowSource(Floats(1), SampleType.Int16, 1));
        Assert.ThrowsAny<ArgumentException>(() => new StatisticsRowSource(Bytes(1), new ClippingStatistics(), 1, 1));
        Assert.ThrowsAny<ArgumentException>(() => new StretchingRowSource(Bytes(1), 255, ImageLimits.Default));
        Assert.ThrowsAny<ArgumentException>(() => new MaskRowSource(Bytes(1), Bytes(1)));
        Assert.ThrowsAny<ArgumentException>(() => new MaskRowSource(Floats(1), Bytes(3)));
        Assert.ThrowsAny<ArgumentException>(() => new PointRowSource(Bytes(1), [new PointOperation(PointKind.Multiply, 1e39)], 255));
        Assert.ThrowsAny<ArgumentException>(() => new PointRowSource(Bytes(1), [new PointOperation(PointKind.Clip, 9, 3)], 255));
        Assert.ThrowsAny<ArgumentException>(() => new AlphaCorrelationRowSource(Bytes(1), Plan(BoxKernel.Create(3, 3), 1, SampleType.Float32), Plan(BoxKernel.Create(3, 3), 1, SampleType.Float32), null, 255, ImageLimits.Default));
    }

    [Fact]
    public void After_an_error_nothing_is_read_on()
    {
        foreach (Func<IRowSource, IRowSource> decorate in (Func<IRowSource, IRowSource>[])
        [
            rows => new PrefetchingRowSource(rows), rows => new PointRowSource(rows, [], 255), rows => new CorrelationRowSource(rows, Plan(BoxKernel.Create(3, 3), 1)),
        ])
        {
            using IRowSource source = decorate(new FailingRows());
            byte[] row = new byte[source.Info.RowBytes];
            Assert.Throws<ImageFormatException>(() =>
            {
                for (int y = 0; y < Height; y++)
                    source.ReadRow(row);
            });
            Assert.Throws<InvalidOperationException>(() => source.ReadRow(row));
            Assert.Throws<InvalidOperationException>(source.Complete);
        }
    }

    [Fact]
    public void A_chain_that_cannot_be_built_closes_what_it_was_given()
    {
        MemoryRows picture = Bytes(1), mask = MemoryRows.Of(new byte[9], 3, 3, 1);
        Assert.ThrowsAny<ArgumentException>(() => ChainBuilder.Build(picture, [FilterParser.Parse("mask:m", _ => [])], new ChainOptions(), _ => mask));
        Assert.True(picture.IsCompleted && mask.IsCompleted);
    }

    private static MemoryRows Bytes(int channels) => MemoryRows.Of([.. Enumerable.Range(0, Width * Height * channels).Select(i => (byte)(i * 7))], Width, Height, channels);

    private static MemoryRows Floats(int channels) => MemoryRows.Of([.. Enumerable.Range(0, Width * Height * channels).Select(i => i % 91 / 91f)], Width, Height, channels);

    private static CorrelationPlan Plan(Kernel kernel, int channels, SampleType source = SampleType.UInt8, SampleType? result = null) =>
        CorrelationPlan.Create(kernel, CorrelationOptions.Default, new ImageInfo(Width, Height, new PixelFormat((PixelLayout)channels, source)), result ?? source);

    private static AlphaCorrelationRowSource Weighted(AlphaWeighting? weighting) =>
        new(Bytes(4), Plan(BoxKernel.Create(3, 3), 3, SampleType.Float32), Plan(BoxKernel.Create(3, 3), 1, SampleType.Float32), weighting, 255, ImageLimits.Default);

    private static IRowSource Oriented(Orientation orientation)
    {
        MemoryRows rows = Bytes(3);
        var info = new ImageInfo(Width, Height, rows.Info.Format) { Metadata = rows.Info.Metadata with { Orientation = orientation } };
        return OrientedRowSource.Apply(new MemoryRows(MemoryRows.ReadAll(rows), info), ImageLimits.Default);
    }

    private static List<byte[]> Rows(IRowSource source)
    {
        using (source)
        {
            var rows = new List<byte[]>();
            for (int y = 0; y < source.Info.Height; y++)
            {
                byte[] row = new byte[source.Info.RowBytes];
                source.ReadRow(row);
                rows.Add(row);
            }
            return rows;
        }
    }

    private sealed class FailingRows() : RowSource(new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)))
    {
        protected override void ReadNextRow(Span<byte> row, int y)
        {
            if (y == 9)
                throw new ImageFormatException("test", 9, "cut short");
            row.Fill((byte)y);
        }

        protected override void CompleteRows() => ReadRest();
    }
}
