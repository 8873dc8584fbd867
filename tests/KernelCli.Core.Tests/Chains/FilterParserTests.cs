using System.Text.RegularExpressions;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Kernels;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Chains;

public sealed class FilterParserTests
{
    [Theory]
    [InlineData("box:5", 5, 5)]
    [InlineData("box:7x3", 7, 3)]
    [InlineData("gaussian:2", 17, 17)]
    [InlineData("gaussian:sigma=2:size=9", 9, 9)]
    [InlineData("gaussian:size=5", 5, 5)]
    [InlineData("binomial:5", 5, 5)]
    [InlineData("laplacian:8", 3, 3)]
    [InlineData("sharpen:0.5", 3, 3)]
    [InlineData("sobel:x", 3, 3)]
    [InlineData("roberts:y", 2, 2)]
    [InlineData("emboss:90", 3, 3)]
    [InlineData("log:1", 9, 9)]
    [InlineData("dog:1:2", 17, 17)]
    [InlineData("motion:9:0", 9, 1)]
    [InlineData("identity", 1, 1)]
    [InlineData("custom:0,-1,0/-1,5,-1/0,-1,0", 3, 3)]
    [InlineData("custom:1,2/3,4", 2, 2)]
    [InlineData("separable:1,2,1", 3, 3)]
    [InlineData("separable:1,2,1/1,0,-1,2", 4, 3)]
    public void Kernels_have_the_size_asked_for(string spec, int width, int height)
    {
        Kernel kernel = Assert.IsType<KernelStep>(Parse(spec)).Kernel;
        Assert.Equal((width, height), (kernel.Width, kernel.Height));
    }

    [Fact]
    public void Keys_set_everything_about_a_kernel()
    {
        var step = Assert.IsType<KernelStep>(Parse("custom:1,2,3:div=6:mul=2:bias=50%:anchor=2+0:flip=1:stride=2x3:padding=1,2,3,4:border=constant=9:dilate=2"));
        Assert.Equal((6.0, 2.0, 127.5, 2, 0), (step.Kernel.Divisor, step.Kernel.Multiplier, step.Kernel.Bias, step.Kernel.AnchorX, step.Kernel.AnchorY));
        Assert.Equal(new Spacing(2, 3), step.Stride);
        Assert.Equal(new Spacing(2, 2), step.Dilation);
        Assert.Equal(Padding.Sides(1, 2, 3, 4), step.Padding);
        Assert.Equal(new Border(BorderMode.Constant, 9), step.Border);
        Assert.True(step.Flip);
    }

    [Fact]
    public void Other_steps_are_understood()
    {
        Assert.IsType<GradientStep>(Parse("sobel"));
        Assert.Equal((2.0, 3.0), Assert.IsType<UnsharpStep>(Parse("unsharp:1.5:amount=2:threshold=3")) is var u ? (u.Amount, u.Threshold) : default);
        Assert.Equal(new PointOperation(PointKind.Clip, 10, 127.5), Assert.IsType<PointStep>(Parse("clip:10:50%")).Operation);
        Assert.Equal("a:b.png", Assert.IsType<MaskStep>(Parse("mask:a:b.png")).Path);
        Assert.Equal([1, 2], Assert.IsType<KernelStep>(FilterParser.Parse("file=x:y=z.txt", path => path == "x:y=z.txt" ? "1 2"u8.ToArray() : [])).Kernel.ToArray());
    }

    [Theory]
    [InlineData("gausian:2", 1, "did you mean 'gaussian'?")]
    [InlineData("custom:1,2/3", 12, "row 2 has 1 numbers, row 1 has 2")]
    [InlineData("custom:1,nan,3", 10, "finite number")]
    [InlineData("custom:1,,3", 10, "finite number")]
    [InlineData("box:3:stride=0", 14, "from 1")]
    [InlineData("box:0", 5, "from 1 to 255")]
    [InlineData("box:300", 5, "from 1 to 255")]
    [InlineData("box:3:border=mirror", 14, "symmetric")]
    [InlineData("box:3:border=reflect", 14, "reflect101")]
    [InlineData("box:3:border=repeat", 14, "replicate")]
    [InlineData("box:3:boarder=wrap", 7, "did you mean 'border'?")]
    [InlineData("box:3:4", 7, "one too many")]
    [InlineData("box:3:div=0", 11, "div is 0")]
    [InlineData("laplacian:norm=sum", 16, "add up to 0")]
    [InlineData("box:3:div=2:norm=sum", 18, "use one of them")]
    [InlineData("box:3:div=2:div=3", 13, "given twice")]
    [InlineData("custom:1,2:anchor=2+0", 19, "from 0 to 1")]
    [InlineData("gaussian:-1", 10, "above 0")]
    [InlineData("sobel:z", 7, "x, y or nothing")]
    [InlineData("add", 4, "needs a value")]
    [InlineData("custom", 7, "needs weights")]
    [InlineData("box::3", 5, "nothing stands between")]
    [InlineData("", 0, "a filter must have a name, as in box:3")]
    public void Errors_name_the_column_and_the_cure(string spec, int column, string expected)
    {
        var exception = Assert.Throws<KernelFormatException>(() => Parse(spec));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Equal(column, exception.Column);
    }

    [Theory]
    [InlineData("file=a:b.txt", "a:b.txt")]
    [InlineData("mask:a:b.png:sigmoid:invert", "a:b.png")]
    [InlineData("box:3", null)]
    public void The_file_of_a_spec_is_known_before_it_is_read(string spec, string? file) => Assert.Equal(file, FilterParser.FileOf(spec));

    [Fact]
    public void A_filter_that_is_not_known_is_told_from_one_that_is_wrong()
    {
        Assert.True(Assert.Throws<KernelFormatException>(() => Parse("bocks:3")).IsUnknownFilter);
        Assert.False(Assert.Throws<KernelFormatException>(() => Parse("box:0")).IsUnknownFilter);
    }

    [Fact]
    public void Every_name_of_the_catalogue_is_found_and_can_be_shown()
    {
        Assert.True(FilterCatalogue.Families.Length > 20);
        Assert.All(FilterCatalogue.Families, family => Assert.Equal(family.Name, FilterCatalogue.Find(family.Name)!.Name));
    }

    [Fact]
    public void What_a_usage_says_of_values_that_are_left_out_is_true()
    {
        int shown = 0;
        foreach (FilterFamily family in FilterCatalogue.Families)
        {
            (string Name, string Value)[] values = [.. Regex.Matches(family.Usage, @"\[:([A-Z0-9]+)=([^\]]+)\]").Select(match => (match.Groups[1].Value, match.Groups[2].Value))];
            if (values.Length == 0)
                continue;
            string bare = Shown(Parse(family.Name));
            Assert.Equal(bare, Shown(Parse($"{family.Name}:{string.Join(':', values.Select(value => value.Value))}")));
            Assert.Equal(bare, Shown(Parse($"{family.Name}:{string.Join(':', values.Select(value => $"{value.Name.ToLowerInvariant()}={value.Value}"))}")));
            Assert.All(values, value => Assert.Contains(value.Name.ToLowerInvariant(), family.Keys()));
            shown += values.Length;
        }
        Assert.True(shown > 40);

        static string Shown(FilterStep step) => step switch
        {
            KernelStep one => $"{one.Kernel.Width} {string.Join(' ', one.Kernel.ToArray())} {one.Kernel.Multiplier} {one.Kernel.Divisor} {one.Kernel.Bias}",
            UnsharpStep unsharp => $"{string.Join(' ', unsharp.Blur.ToArray())} {unsharp.Amount} {unsharp.Threshold}",
            GradientStep gradient => $"{string.Join(' ', gradient.Kernels.X.ToArray())} {string.Join(' ', gradient.Kernels.Y.ToArray())}",
            WindowStep window => window.Filter.ToString(),
            _ => throw new InvalidOperationException(step.ToString()),
        };
    }

    private static FilterStep Parse(string spec) => FilterParser.Parse(spec, _ => throw new FileNotFoundException());
}
