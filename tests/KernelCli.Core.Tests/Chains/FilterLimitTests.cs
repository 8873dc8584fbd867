using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Neighbourhood;
using KernelCli.Neighbourhood.Filters;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Chains;

/// <summary>Where the values of filters end: what is just inside is taken, what is just outside is refused in words that say where.</summary>
public sealed class FilterLimitTests
{
    [Theory]
    [InlineData("box:255", "box:256", 5, "from 1 to 255")]
    [InlineData("gaussian:1000", "gaussian:1000.5", 10, "sigma must be above 0 and at most 1000")]
    [InlineData("gaussian:0.1:dx=1", "gaussian:0.09:dx=1", 10, "sigma must be at least 0.1 for a derivative")]
    [InlineData("gaussian:31:dx=1", "gaussian:31.5:dx=1", 10, "sigma must be above 0 and at most 31")]
    [InlineData("gaussian:1:size=5x7:dy=2", "gaussian:1:size=4x5:dy=2", 17, "its sides are odd")]
    [InlineData("gaussian:1:size=7x5:dx=2", "gaussian:1:size=5x4:dx=2", 17, "its sides are odd")]
    [InlineData("gaussian:1:dx=2", "gaussian:1:dx=3", 15, "from 0 to 2")]
    [InlineData("sobel:7", "sobel:9", 7, "from 3 to 7")]
    [InlineData("sobel:5:x", "sobel:4:x", 7, "the size is 3, 5 or 7")]
    [InlineData("sobel:5:y", "sobel:5:z", 9, "takes a size, and x, y or nothing, not 'z'")]
    [InlineData("disk:0", "disk:-1", 6, "the radius is from 0 to 127, not '-1'")]
    [InlineData("disk:127.9", "disk:128", 6, "the radius is from 0 to 127, not '128'")]
    [InlineData("triangle:255", "triangle:254", 10, "a tent has a pixel in its middle, so its size is odd")]
    [InlineData("gabor:1:0:0.1", "gabor:1:0:0", 11, "the wavelength must be above 0")]
    [InlineData("gabor:1:0:4:0:0.1", "gabor:1:0:4:0:0", 15, "aspect must be above 0")]
    [InlineData("gabor:31", "gabor:31:0:4:0:0.9", 1, "the kernel is larger than 255 pixels")]
    [InlineData("laplacian:8", "laplacian:6", 11, "the number of neighbours is 4 or 8")]
    [InlineData("separable:1,2/3", "separable:1/2/3", 11, "separable takes one line of numbers")]
    [InlineData("gamma:0.1", "gamma:0", 7, "gamma must be above 0")]
    [InlineData("clip:9:9", "clip:10:9", 6, "the least value is above the largest")]
    [InlineData("median:3x5", "median:4x5", 8, "5x5 instead of '4x5'")]
    [InlineData("median:5x3", "median:5x4", 8, "5x5 instead of '5x4'")]
    [InlineData("median:255", "median:257", 8, "from 1 to 255")]
    [InlineData("median:3:shape=disk", "median:3:shape=disc", 16, "shape is square, disk or cross, not 'disc'; did you mean 'disk'?")]
    [InlineData("rank:3:0", "rank:3:-1", 8, "the percentile is from 0 to 100, not '-1'")]
    [InlineData("rank:3:100", "rank:3:101", 8, "the percentile is from 0 to 100, not '101'")]
    [InlineData("adaptive:3:0:by=gaussian", "adaptive:3:0:by=gauss", 17, "by is mean, gaussian or median, not 'gauss'")]
    [InlineData("adaptive:3:0:by=mean", "adaptive:3:0:by=avg", 17, "by is mean, gaussian or median, not 'avg'")]
    [InlineData("adaptive:3:0:by=median", "adaptive:3:0:by=", 17, "by is mean, gaussian or median")]
    [InlineData("bilateral:31", "bilateral:31.5", 11, "sigma must be at most 31")]
    [InlineData("bilateral:0.1", "bilateral:0", 11, "sigma must be above 0, not '0'")]
    [InlineData("bilateral:1:1", "bilateral:1:0", 13, "the levels must be above 0, not '0'")]
    [InlineData("despeckle:3:0", "despeckle:3:-1", 13, "the threshold is 0 or more, not '-1'")]
    [InlineData("highpass:1000", "highpass:1001", 10, "sigma must be at most 1000")]
    [InlineData("canny:100", "canny:101", 7, "sigma must be at most 100")]
    [InlineData("canny:1:50:50", "canny:1:50:49", 12, "the higher threshold is below the lower one")]
    [InlineData("kirsch:sw", "kirsch:up", 8, "'kirsch' takes n, ne, e, se, s, sw, w, nw or nothing, not 'up'")]
    [InlineData("custom:1,2:anchor=1+0", "custom:1,2:anchor=1", 19, "an anchor is written X+Y, as in anchor=1+0")]
    [InlineData("custom:1/2:anchor=0+1", "custom:1/2:anchor=0+2", 21, "from 0 to 1")]
    [InlineData("laplacian:norm=auto", "laplacian:norm=sum", 16, "leave norm=sum out, or use norm=auto")]
    [InlineData("box:norm=none", "box:norm=non", 10, "norm is none, sum or auto, not 'non'; did you mean 'none'?")]
    public void Values_end_where_they_are_said_to_end(string inside, string outside, int column, string why)
    {
        Assert.NotNull(FilterParser.Parse(inside));
        var exception = Assert.Throws<KernelFormatException>(() => FilterParser.Parse(outside));
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        Assert.Equal(column, exception.Column);
    }

    [Fact]
    public void Kernels_that_are_written_out_end_at_the_largest_side()
    {
        string Line(int count) => string.Join(',', Enumerable.Repeat('1', count));
        Assert.NotNull(FilterParser.Parse($"custom:{Line(255)}"));
        Assert.NotNull(FilterParser.Parse($"separable:{Line(255)}"));
        foreach ((string spec, string size) in ((string, string)[])[
            ($"custom:{Line(256)}", "256x1"), ($"custom:{Line(256).Replace(',', '/')}", "1x256"), ($"separable:{Line(256)}/1", "1x256"), ($"separable:1/{Line(256)}", "256x1")])
            Assert.Contains($"the kernel is {size}; the largest is 255x255", Assert.Throws<KernelFormatException>(() => FilterParser.Parse(spec)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_in_a_spec_reaches_the_filter()
    {
        Assert.Equal((7, 5), Window("bilateral:1:20:size=7x5"));
        Assert.Equal((9, 9), Window("bilateral:2"));
        Assert.Equal((7, 7), Window("bilateral:1.5"));
        Assert.Equal((15, 15), Window("sauvola"));
        Assert.Equal(new CannyFilter(1, 30, 60) { Window = FilterWindow.Pixel }, Filter("canny:1:30"));
        Assert.Equal(new CannyFilter(2, 30, 40) { Window = FilterWindow.Pixel }, Filter("canny:2:30:40"));
        Assert.Equal(new ExtremumFilter(true) { Window = new FilterWindow(3, 3) }, Filter("dilate"));
        Assert.Equal(new ExtremumFilter(false) { Window = new FilterWindow(3, 3) }, Filter("erode"));
        Assert.Equal(new CompassFilter(true) { Window = new FilterWindow(3, 3) }, Filter("kirsch"));
        Assert.Equal(new CompassFilter(false) { Window = new FilterWindow(3, 3) }, Filter("robinson"));
        WindowStep step = Assert.IsType<WindowStep>(FilterParser.Parse("median:stride=2x3:padding=1:border=wrap"));
        Assert.Equal((new Spacing(2, 3), Padding.Sides(1, 1, 1, 1), BorderMode.Wrap), (step.Stride, step.Padding, step.Border!.Value.Mode));

        static NeighbourhoodFilter Filter(string spec) => Assert.IsType<WindowStep>(FilterParser.Parse(spec)).Filter;
        static (int, int) Window(string spec) => (Filter(spec).Window.Width, Filter(spec).Window.Height);
    }

    [Theory]
    [InlineData("a.png", "a.png", false, false)]
    [InlineData("a.png:invert", "a.png", false, true)]
    [InlineData("a.png:sigmoid", "a.png", true, false)]
    [InlineData("c:a.png:sigmoid:invert", "c:a.png", true, true)]
    [InlineData(":invert", ":invert", false, false)]
    [InlineData("a.png:invert:sigmoid", "a.png:invert", true, false)]
    public void A_mask_is_a_path_and_what_is_done_with_it(string text, string path, bool isSigmoid, bool isInverted) =>
        Assert.Equal((path, new MaskGate(isSigmoid, isInverted)), FilterCatalogue.SplitMask(text));

    [Theory]
    [InlineData("gausian:2", "; did you mean 'gaussian:2'?")]
    [InlineData("gauss", "; did you mean 'gaussian'?")]
    [InlineData("Blur(3)", "; did you mean 'box:3' or 'gaussian:3'?")]
    [InlineData("blur=3", "; did you mean 'box:3' or 'gaussian:3'?")]
    [InlineData("zzzzzzz:2", "")]
    public void An_unknown_name_is_answered_with_what_was_meant(string spec, string hint)
    {
        // A value that already stands behind a colon is left to the reader.
        string expected = spec.Contains(':', StringComparison.Ordinal) ? hint.Replace(":2", "", StringComparison.Ordinal) : hint;
        Assert.Equal(expected, FilterNames.Hint(spec));
    }

    [Theory]
    [InlineData("box:3,gaussian:2", "box:3 gaussian:2")]
    [InlineData("file=k.txt|abs", "file=k.txt abs")]
    [InlineData("box:3", null)]
    [InlineData("box:3,4", null)]
    public void Several_specs_in_one_are_found(string text, string? specs) => Assert.Equal(specs?.Split(' '), FilterNames.Several(text));

    [Fact]
    public void Nodata_is_read_and_written_as_others_write_it()
    {
        foreach ((string text, double value) in ((string, double)[])[("nan", double.NaN), ("inf", double.PositiveInfinity), ("-inf", double.NegativeInfinity), ("-9999", -9999), ("0.1", 0.1)])
        {
            Assert.Equal(value, NoDataText.Parse($" {text.ToUpperInvariant()} "));
            Assert.Equal(text, NoDataText.Of(value));
        }
        foreach (string text in (string[])["-nan", "+nan", "nan(ind)"])
            Assert.Equal(double.NaN, NoDataText.Parse(text));
        Assert.Equal(double.PositiveInfinity, NoDataText.Parse("+inf"));
        Assert.All((string?[])[null, "", "none", "1e999", "infinity"], text => Assert.Null(NoDataText.Parse(text)));
    }

    [Fact]
    public void Boxes_are_cut_joined_and_grown()
    {
        var picture = new ImageInfo(100, 50, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        Assert.Equal(new PixelBox(0, 0, 7, 5), PixelBox.Of(new RectanglePlace(-3, -2, 10, 7), picture));
        Assert.Equal(new PixelBox(90, 40, 100, 50), PixelBox.Of(new RectanglePlace(90, 40, int.MaxValue, int.MaxValue), picture));
        var box = new PixelBox(10, 20, 30, 25);
        Assert.Equal((20, 5, 100L, false), (box.Width, box.Height, box.Pixels, box.IsEmpty));
        Assert.True(new PixelBox(10, 20, 10, 25).IsEmpty && new PixelBox(10, 20, 30, 20).IsEmpty && !new PixelBox(10, 20, 11, 21).IsEmpty);
        Assert.Equal(new PixelBox(5, 20, 30, 40), box.Union(new PixelBox(5, 22, 6, 40)));
        Assert.Equal((box, box), (box.Union(default), default(PixelBox).Union(box)));
        foreach ((PixelBox other, bool isCommon) in ((PixelBox, bool)[])[
            (new(29, 24, 40, 40), true), (new(30, 20, 40, 25), false), (new(0, 20, 10, 25), false), (new(0, 0, 11, 21), true), (new(10, 25, 30, 30), false), (new(10, 0, 30, 20), false)])
            Assert.Equal((isCommon, isCommon), (box.Intersects(other), other.Intersects(box)));
        Assert.Equal(new PixelBox(7, 18, 33, 27), box.Grown(new ChainReach(3, 2, false, false), 100, 50));
        Assert.Equal(new PixelBox(0, 0, 100, 50), box.Grown(new ChainReach(3, 2, false, true), 100, 50));
        Assert.Equal(new PixelBox(0, 18, 50, 27), box.Grown(new ChainReach(20, 2, false, false), 100, 50));
        Assert.Equal(new PixelBox(0, 18, 50, 27), box.Grown(new ChainReach(20, 2, false, false), 50, 50));
        Assert.Equal(new PixelBox(0, 18, 100, 27), box.Grown(new ChainReach(11, 2, true, false), 100, 50));
        Assert.Equal(new PixelBox(0, 18, 40, 27), box.Grown(new ChainReach(10, 2, true, false), 100, 50));
        Assert.Equal(new PixelBox(7, 0, 33, 50), box.Grown(new ChainReach(3, 26, true, false), 100, 50));
    }
}
