using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Chains;

/// <summary>A chain that is kept to places: the result of the whole picture inside, the picture itself outside.</summary>
public sealed class PlaceTests
{
    private const int Width = 90;
    private const int Height = 70;

    private static readonly string[] Specs =
    [
        "box:3", "box:9x7", "gaussian:1.5", "gaussian:6", "binomial:5", "sobel", "laplacian", "sharpen", "unsharp:2", "motion:9:30",
        "custom:1,2,3,4/5,6,7,8", "median:3", "median:5", "min:9", "close:5", "stddev:7", "adaptive:9:3", "sauvola:9:0.3", "despeckle:3:9",
        "bilateral:2:20", "guided:5:30", "canny:1:20:60", "kirsch", "highpass:3", "gamma:2", "gaussian:2:dilate=2",
        "custom:1,0,0,0,0:padding=0,1,0,3", "box:3 laplacian gaussian:5", "gradient:3 gaussian:1", "box:31 box:31",
        "custom:1,2,1:padding=valid custom:1,2,1:padding=full",
    ];

    // Two that nearly touch, one over a corner and partly outside, one alone, one pixel.
    private static readonly Place[] Rectangles =
    [
        new RectanglePlace(40, 30, 12, 7), new RectanglePlace(47, 36, 3, 9), new RectanglePlace(-5, -3, 9, 8), new RectanglePlace(80, 61, 40, 3),
        new RectanglePlace(20, 66, 1, 1),
    ];

    public static TheoryData<string, string> Chains
    {
        get
        {
            var chains = new TheoryData<string, string>();
            foreach (string spec in Specs)
                foreach (string border in (string[])["replicate", "reflect101", "wrap", "constant=40"])
                    chains.Add(spec, border);
            return chains;
        }
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void Inside_is_the_whole_picture_s_result_and_outside_the_picture(string chain, string border)
    {
        foreach ((SampleType sample, int channels) in ((SampleType, int)[])[(SampleType.UInt8, 1), (SampleType.UInt16, 3), (SampleType.Float32, 1), (SampleType.UInt8, 4)])
        {
            var info = new ImageInfo(Width, Height, new PixelFormat((PixelLayout)channels, sample));
            byte[] source = Noise(info);
            ChainOptions options = new()
            {
                Channels = ChannelMode.Color,
                Geometry = new CorrelationOptions { Border = GeometryText.ParseBorder(border) },
            };
            byte[] everywhere = Run(source, info, chain, options, out _), placed = Run(source, info, chain, options with { Where = Rectangles }, out long? touched);
            int pixel = info.Format.BytesPerPixel;
            for (int i = 0; i < Width * Height; i++)
                Assert.True(placed.AsSpan(i * pixel, pixel).SequenceEqual((Weight(i % Width, i / Width) > 0 ? everywhere : source).AsSpan(i * pixel, pixel)),
                    $"{chain} {border} {info.Format}: pixel {i % Width}, {i / Width}");
            Assert.Equal(Enumerable.Range(0, Width * Height).Count(i => Weight(i % Width, i / Width) > 0), touched);
        }
    }

    [Theory]
    [InlineData(SampleType.UInt8, null)]
    [InlineData(SampleType.UInt8, SampleType.UInt16)]
    [InlineData(SampleType.UInt8, SampleType.Float32)]
    [InlineData(SampleType.UInt16, null)]
    [InlineData(SampleType.UInt16, SampleType.UInt8)]
    [InlineData(SampleType.Float32, null)]
    [InlineData(SampleType.Float32, SampleType.UInt8)]
    public void A_mask_blends_in_real_numbers_and_rounds_once(SampleType sample, SampleType? depth)
    {
        var info = new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Rgb, sample));
        byte[] source = Noise(info), mask = new byte[Width * Height];
        for (int i = 0; i < mask.Length; i++)
            mask[i] = (i % Width) is > 20 and < 60 && (i / Width) is > 10 and < 50 ? (byte)(i * 7) : (byte)0;
        var options = new ChainOptions { Channels = ChannelMode.Color, Depth = depth, Range = RangeMode.Mid };
        byte[] everywhere = Run(source, info, "sobel:x multiply:0.7", options, out _);
        byte[] placed = Run(source, info, "sobel:x multiply:0.7", options with { Where = [new MaskPlace("mask"), new RectanglePlace(0, 0, 5, 5)] }, out _, mask);
        double[] real = Samples.ToDoubles(Run(source, info, "sobel:x multiply:0.7", options with { IsUnrounded = true, Depth = depth ?? sample }, out _), SampleType.Float32);
        SampleType result = depth ?? sample;
        double full = result.FullRange();
        double[] before = Samples.ToDoubles(source, sample), expected = Samples.ToDoubles(everywhere, result), actual = Samples.ToDoubles(placed, result);
        for (int i = 0; i < actual.Length; i++)
        {
            int x = i / 3 % Width, y = i / 3 / Width;
            double weight = x < 5 && y < 5 ? 1 : mask[i / 3] / 255.0, input = before[i] * full / sample.FullRange();
            double after = real[i] * full / sample.FullRange();
            if (result is not SampleType.Float32)
                (input, after) = (Math.Clamp(input, 0, full), Math.Clamp(after, 0, full));
            double blended = weight == 1 ? expected[i] : ((1 - weight) * input) + (weight * after);
            if (result is SampleType.Float32)
                Assert.Equal(blended, actual[i], 1e-6 * Math.Max(1, Math.Abs(blended)));
            else
                Assert.Equal(Math.Floor(blended + 0.5), actual[i]);
        }
    }

    [Fact]
    public void A_white_mask_is_the_whole_result_and_a_black_one_the_picture()
    {
        var info = new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        byte[] source = Noise(info), white = new byte[Width * Height];
        white.AsSpan().Fill(255);
        var options = new ChainOptions { Where = [new MaskPlace("mask")] };
        Assert.Equal(Run(source, info, "gaussian:2", new ChainOptions(), out _), Run(source, info, "gaussian:2", options, out long? all, white));
        Assert.Equal(source, Run(source, info, "gaussian:2", options, out long? none, new byte[Width * Height]));
        Assert.Equal((Width * Height, 0L), (all, none));
    }

    [Fact]
    public void Only_the_pixels_around_places_are_filtered()
    {
        // A mask of two blobs far apart: each is a piece of its own.
        var info = new ImageInfo(1000, 900, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        byte[] mask = new byte[1000 * 900];
        mask[(100 * 1000) + 100] = mask[(110 * 1000) + 104] = mask[(105 * 1000) + 900] = 255;
        using FilterChain chain = ChainBuilder.Build(new MemoryRows(new byte[mask.Length], info), Steps.Of("box:3"),
            new ChainOptions { Where = [new MaskPlace("mask")] }, _ => new MemoryRows(mask, info));
        Assert.Equal("3 of 900000 pixels, 0 %; with what is around them 100 are filtered, in 2 pieces", chain.Stages[^1].Description);
    }

    [Fact]
    public void Statistics_are_those_of_touched_pixels()
    {
        var info = new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        byte[] source = Noise(info);
        source[(10 * Width) + 10] = 255;
        var statistics = new ClippingStatistics();
        Run(source, info, "multiply:2", new ChainOptions { Where = [new RectanglePlace(10, 10, 1, 1)], Statistics = statistics }, out _);
        Assert.Equal((1L, 510.0, 1L), (statistics.Samples, statistics.Maximum, statistics.High));
    }

    [Theory]
    [InlineData(SampleType.UInt8, 3)]
    [InlineData(SampleType.UInt16, 1)]
    [InlineData(SampleType.Float32, 3)]
    public void Statistics_of_a_place_are_in_the_unit_of_the_result(SampleType depth, int channels)
    {
        var info = new ImageInfo(Width, Height, new PixelFormat((PixelLayout)channels, SampleType.UInt8));
        byte[] source = new byte[info.RowBytes * Height];
        source.AsSpan().Fill(10);
        source.AsSpan(((5 * Width) + 7) * channels, 2 * channels).Fill(200);
        byte[] mask = new byte[Width * Height];
        (mask[(5 * Width) + 6], mask[(5 * Width) + 7], mask[(5 * Width) + 8]) = (255, 100, 255);
        var statistics = new ClippingStatistics();
        Run(source, info, "multiply:2", new ChainOptions { Channels = ChannelMode.Color, Depth = depth, Where = [new MaskPlace("mask")], Statistics = statistics }, out _, mask);
        double level = depth.FullRange() / 255.0;
        Assert.Equal(3L * channels, statistics.Samples);
        Assert.Equal(20 * level, statistics.Minimum, 1e-4 * level);
        Assert.Equal(400 * level, statistics.Maximum, 1e-4 * level);
        Assert.Equal(depth is SampleType.Float32 ? 0 : 2L * channels, statistics.High);
    }

    [Fact]
    public void What_does_not_fit_is_an_error()
    {
        var info = new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        byte[] source = Noise(info);
        Assert.StartsWith("only filters that keep the size can be kept to places: these make 45x35 pixels of 90x70",
            Refused("box:3:stride=2", new RectanglePlace(1, 1, 2, 2)), StringComparison.Ordinal);
        Assert.StartsWith("no place is inside the picture, which is 90x70", Refused("box:3", new RectanglePlace(90, 0, 5, 5)), StringComparison.Ordinal);
        Assert.StartsWith("the mask small is 20x10, the picture 90x70: they must be equal", Refused("box:3", new MaskPlace("small")), StringComparison.Ordinal);
        Assert.Contains("has no area", Assert.Throws<KernelFormatException>(() => PlaceParser.Parse("1,2,0x4")).Message, StringComparison.Ordinal);
        Assert.Contains("use X,Y,WxH", Assert.Throws<KernelFormatException>(() => PlaceParser.Parse("1,2,4")).Message, StringComparison.Ordinal);
        foreach (string wrong in (string[])["", "1,2,3,4", "1x2,3,4", "1,2x3x4", "1,2,3x", "1,2,3x4,5", "1,2,99999999999x4"])
            Assert.Contains("use X,Y,WxH, such as 10,20,300x200, or the file of a mask", Assert.Throws<KernelFormatException>(() => PlaceParser.Parse(wrong)).Message, StringComparison.Ordinal);
        Assert.Contains("a place of 4x0 pixels has no area", Assert.Throws<KernelFormatException>(() => PlaceParser.Parse("1,2,4x0")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => PlaceParser.Parse((string)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RectanglePlace(1, 2, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RectanglePlace(1, 2, 1, -1));
        Assert.Equal(new RectanglePlace(-1, 2, 30, 4), PlaceParser.Parse("-1,2,30x4"));
        Assert.Equal(new MaskPlace("a,b.png"), PlaceParser.Parse("a,b.png"));

        string Refused(string spec, Place place) => Assert.Throws<ArgumentException>(() => ChainBuilder.Build(new MemoryRows(source, info), Steps.Of(spec),
            new ChainOptions { Where = [place] }, _ => new MemoryRows(new byte[200], new ImageInfo(20, 10, info.Format)))).Message;
    }

    private static double Weight(int x, int y) => Rectangles.Cast<RectanglePlace>()
        .Any(place => x >= place.X && x < place.X + place.Width && y >= place.Y && y < place.Y + place.Height) ? 1 : 0;

    private static byte[] Run(byte[] source, ImageInfo info, string chain, ChainOptions options, out long? touched, byte[]? mask = null)
    {
        var gray = new ImageInfo(info.Width, info.Height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        using FilterChain built = ChainBuilder.Build(new MemoryRows(source, info), Steps.Of(chain), options, _ => new MemoryRows(mask!, gray));
        touched = built.Touched;
        return MemoryRows.ReadAll(built.Output);
    }

    private static byte[] Noise(ImageInfo info)
    {
        var random = new Random(info.Format.Channels);
        byte[] bytes = new byte[info.RowBytes * info.Height];
        if (info.Format.Sample is not SampleType.Float32)
            random.NextBytes(bytes);
        else
            foreach (ref float sample in MemoryMarshal.Cast<byte, float>(bytes.AsSpan()))
                sample = (2 * random.NextSingle()) - 0.5f;
        return bytes;
    }
}
