using KernelCli.Primitives;
using KernelCli.SlidingWindow;
using KernelCli.Text;

namespace KernelCli.Core.Tests.SlidingWindow;

/// <summary>Padding, borders and spacings as they are read and shown.</summary>
public sealed class GeometryTextTests
{
    [Theory]
    [InlineData("same", "same")]
    [InlineData("valid", "valid")]
    [InlineData("full", "full")]
    [InlineData("3", "3,3,3,3")]
    [InlineData("0", "0,0,0,0")]
    [InlineData("1,2,3,1000000", "1,2,3,1000000")]
    public void Padding_is_read_in_the_order_of_CSS(string text, string shown)
    {
        Padding padding = GeometryText.ParsePadding(text);
        Assert.Equal(shown, padding.ToString());
        if (text == "1,2,3,1000000")
            Assert.Equal((1, 2, 3, 1_000_000), (padding.Top, padding.Right, padding.Bottom, padding.Left));
        if (!text.Contains(',', StringComparison.Ordinal))
            Assert.Equal(padding, GeometryText.ParseAxisPadding(new SpecToken(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1,2")]
    [InlineData("1,2,3,4,5")]
    [InlineData("1,2,-3,4")]
    [InlineData("1,2,3,1000001")]
    [InlineData(" 1")]
    [InlineData("Same")]
    public void What_is_no_padding_is_refused(string text)
    {
        Assert.Contains($"'{text}' is no padding: use same, valid, full, one number, or four as top,right,bottom,left",
            Assert.Throws<KernelFormatException>(() => GeometryText.ParsePadding(text)).Message, StringComparison.Ordinal);
        Assert.Contains($"'{text}' is no padding: use same, valid, full or a number",
            Assert.Throws<KernelFormatException>(() => GeometryText.ParseAxisPadding(new SpecToken(text))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replicate", BorderMode.Replicate)]
    [InlineData("reflect101", BorderMode.Reflect101)]
    [InlineData("symmetric", BorderMode.Symmetric)]
    [InlineData("wrap", BorderMode.Wrap)]
    [InlineData("constant", BorderMode.Constant, 0, "constant=0")]
    [InlineData("constant=9.5", BorderMode.Constant, 9.5)]
    [InlineData("constant=50%", BorderMode.Constant, 127.5, "constant=127.5")]
    public void Borders_are_read_by_their_names(string text, object mode, double value = 0, string? shown = null)
    {
        Border border = GeometryText.ParseBorder(text);
        Assert.Equal(((BorderMode)mode, value, shown ?? text), (border.Mode, border.Value, border.ToString()));
    }

    [Theory]
    [InlineData("reflect", "'reflect' means different things in different tools: say symmetric (cba|abcd|dcb) or reflect101 (dcb|abcd|cba)")]
    [InlineData("mirror", "'mirror' means different things in different tools: say symmetric (cba|abcd|dcb) or reflect101 (dcb|abcd|cba)")]
    [InlineData("repeat", "'repeat' means different things in different tools: say replicate (aaa|abcd|ddd) or wrap (bcd|abcd|abc)")]
    [InlineData("replicat", "'replicat' is no border: use replicate, reflect101, symmetric, wrap or constant=V; did you mean 'replicate'?")]
    [InlineData("symetric", "did you mean 'symmetric'?")]
    [InlineData("reflect10", "did you mean 'reflect101'?")]
    [InlineData("warp", "did you mean 'wrap'?")]
    [InlineData("constan", "did you mean 'constant'?")]
    [InlineData("constant=x", "the border's value")]
    public void What_is_no_border_is_refused_with_what_was_meant(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<KernelFormatException>(() => GeometryText.ParseBorder(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Spacings_are_one_number_or_two()
    {
        Assert.Equal(new Spacing(3, 3), GeometryText.ParseSpacing("3"));
        Assert.Equal(new Spacing(2, 1_000_000), GeometryText.ParseSpacing("2x1000000"));
        Assert.Equal(("3", "2x5", "1", 2, 5), (new Spacing(3, 3).ToString(), new Spacing(2, 5).ToString(), Spacing.One.ToString(), new Spacing(2, 5).X, new Spacing(2, 5).Y));
        foreach (string wrong in (string[])["0", "1x0", "1000001", "x2", "2x", "1,2"])
            Assert.Contains("the stride", Assert.Throws<KernelFormatException>(() => GeometryText.ParseSpacing(wrong)).Message, StringComparison.Ordinal);
        Assert.Equal("x", Assert.Throws<ArgumentOutOfRangeException>(() => new Spacing(0, 1)).ParamName);
        Assert.Equal("y", Assert.Throws<ArgumentOutOfRangeException>(() => new Spacing(1, 1_000_001)).ParamName);
        Assert.Equal("top", Assert.Throws<ArgumentOutOfRangeException>(() => Padding.Sides(-1, 0, 0, 0)).ParamName);
        Assert.Equal("right", Assert.Throws<ArgumentOutOfRangeException>(() => Padding.Sides(0, 1_000_001, 0, 0)).ParamName);
        Assert.Equal("bottom", Assert.Throws<ArgumentOutOfRangeException>(() => Padding.Sides(0, 0, -1, 0)).ParamName);
        Assert.Equal("left", Assert.Throws<ArgumentOutOfRangeException>(() => Padding.Sides(0, 0, 0, -1)).ParamName);
    }
}
