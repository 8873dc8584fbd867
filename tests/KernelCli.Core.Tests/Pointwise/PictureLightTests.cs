using KernelCli.Core.Tests.Support;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Pointwise;

/// <summary>The curve named by the metadata of a picture, and the warning where it cannot be used.</summary>
public sealed class PictureLightTests
{
    private const string Profile = "its ICC profile has no one curve for all channels";

    private static readonly byte[] Linear = [.. "curv"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void The_cicp_chunk_goes_before_the_profile_that_before_the_srgb_chunk_and_that_before_gamma()
    {
        ImageMetadata all = new() { Chunks = [new("tIME", [1, 2, 3]), new("cICP", [12, 5, 0, 1])], IccProfile = IccProfiles.Shared(Linear), StandardRgbIntent = 0, Gamma = 55556 };
        Assert.Equal("gamma 2.8", Curve(all).Name);
        Assert.Equal("linear light", Curve(all with { Chunks = [new("cICP", [12])] }).Name);
        Assert.Equal("linear light", Curve(all with { Chunks = [] }).Name);
        Assert.Equal("the sRGB curve", Curve(all with { Chunks = [], IccProfile = null }).Name);
        Assert.Equal("gamma 1.8", Curve(all with { Chunks = [], IccProfile = null, StandardRgbIntent = null }).Name);
        Assert.Equal("the sRGB curve", Curve(ImageMetadata.None).Name);

        ImageMetadata linear = PictureLight.Linear(all);
        Assert.Equal(["tIME"], linear.Chunks.Select(chunk => chunk.Key));
        Assert.Equal((null, null, null), (linear.IccProfile, linear.StandardRgbIntent, linear.Gamma));
    }

    [Theory]
    [InlineData(1, "the BT.709 curve")]
    [InlineData(6, "the BT.709 curve")]
    [InlineData(14, "the BT.709 curve")]
    [InlineData(15, "the BT.709 curve")]
    [InlineData(2, "the sRGB curve")]
    [InlineData(13, "the sRGB curve")]
    [InlineData(4, "gamma 2.2")]
    [InlineData(5, "gamma 2.8")]
    [InlineData(8, "linear light")]
    [InlineData(0, null)]
    [InlineData(3, null)]
    [InlineData(9, null)]
    [InlineData(16, null)]
    public void Transfers_are_those_of_H_273(byte transfer, string? name) =>
        Check(new ImageMetadata { Chunks = [new("cICP", [12, transfer, 0, 1])] }, name, $"its cICP chunk names transfer {transfer}");

    [Theory]
    [InlineData(20000, "gamma 5")]
    [InlineData(19999, null)]
    [InlineData(500000, "gamma 0.2")]
    [InlineData(500001, null)]
    [InlineData(45454, "gamma 2.2")]
    [InlineData(45455, "gamma 2.2")]
    [InlineData(45456, "gamma 2.2")]
    [InlineData(45000, "gamma 2.222")]
    [InlineData(100000, "linear light")]
    public void Gamma_is_in_hundred_thousandths_of_the_exponent_that_encodes(uint gamma, string? name)
    {
        Check(new ImageMetadata { Gamma = gamma }, name, $"its gAMA chunk says {gamma}");
        if (gamma is 45454 or 45456)
            Assert.Equal(Math.Pow(0.5, 2.2), Curve(new ImageMetadata { Gamma = gamma }).Decode(0.5), 1e-12);
    }

    [Fact]
    public void A_profile_has_one_curve_for_gray_or_the_same_for_three_channels()
    {
        byte[] gamma = IccProfiles.Parameters(0, 1.8);
        Check(IccProfiles.Of(("kTRC", gamma)), "gamma 1.8");
        Check(IccProfiles.Of(("desc", Linear), ("kTRC", gamma)), "gamma 1.8");
        Check(IccProfiles.Shared(gamma), "gamma 1.8");
        Check(IccProfiles.Shared(IccProfiles.Parameters(0, 2.2)), "gamma 2.2");
        Check(IccProfiles.Of(("kTRC", gamma), ("rTRC", Linear), ("gTRC", Linear), ("bTRC", Linear)), "gamma 1.8");
        Check(IccProfiles.Of(("rTRC", gamma), ("gTRC", gamma), ("bTRC", Linear)), null);
        Check(IccProfiles.Of(("rTRC", gamma), ("gTRC", Linear), ("bTRC", gamma)), null);
        Check(IccProfiles.Of(("rTRC", Linear), ("gTRC", gamma), ("bTRC", gamma)), null);
        Check(IccProfiles.Of(("gTRC", gamma), ("bTRC", gamma)), null);
        Check(IccProfiles.Of(("desc", gamma)), null);
    }

    [Fact]
    public void Tags_that_are_not_there_are_not_read()
    {
        // A tag inside the header, so that the table is the last of the file.
        byte[] header = IccProfiles.Of(("kTRC", Linear))[..144];
        Linear.CopyTo(header, 0);
        Place(header, 132 + 4, 0);
        Check(header, "linear light");
        Check(header[..143], null);
        Check(header[..132], null);
        Check(header[..131], null);
        Check(new byte[200], null);

        // More tags than the table has room for, and fewer than are written there.
        Place(header, 128, 5);
        Check(header, "linear light");
        Place(header, 128, 0);
        Check(header, null);

        // Data one byte past the end, and with an offset or a length of 0xFFFFFFFF.
        byte[] profile = IccProfiles.Of(("kTRC", Linear));
        Check(profile, "linear light");
        Check(profile[..^1], null);
        Place(profile, 132 + 4, -1);
        Check(profile, null);
        Place(profile, 132 + 4, 144);
        Check(profile, "linear light");
        Place(profile, 132 + 8, -1);
        Check(profile, null);

        static void Place(byte[] profile, int at, int value) => IccProfiles.BigEndian(value).CopyTo(profile, at);
    }

    [Fact]
    public void Samples_are_a_line_one_is_a_gamma_and_none_is_linear_light()
    {
        Check(IccProfiles.Shared(Linear), "linear light");
        Check(IccProfiles.Shared([.. "curv"u8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 51]), "gamma 2.199");
        Check(IccProfiles.Shared([.. "curv"u8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]), null);
        Check(IccProfiles.Shared([.. "curv"u8, 0, 0, 0, 0, 0, 0, 0, 1, 2]), null);
        Check(IccProfiles.Shared([.. "curv"u8, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF]), null);
        Check(IccProfiles.Shared([.. "curv"u8, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]), null);
        Check(IccProfiles.Shared(Linear[..11]), null);
        Check(IccProfiles.Shared([.. "mft2"u8, .. Linear[4..]]), null);
        Check(IccProfiles.Shared(IccProfiles.Table(1024, value => LightCurve.StandardRgb.Decode(value))), "the sRGB curve");
        Check(IccProfiles.Shared(IccProfiles.Table(64, value => 1 - value)), null);
        byte[] square = IccProfiles.Table(64, value => value * value);
        Check(IccProfiles.Shared(square), "the profile's curve");
        Check(IccProfiles.Shared(square[..^1]), null);
        Assert.Equal(0.25, Curve(new ImageMetadata { IccProfile = IccProfiles.Shared(square) }).Decode(0.5), 1e-4);
    }

    [Fact]
    public void Formulas_are_those_of_the_five_kinds()
    {
        Formula(IccProfiles.Parameters(0, 1.8), value => Math.Pow(value, 1.8));
        Formula(IccProfiles.Parameters(1, 2, 1.25, -0.25), value => value >= 0.2 ? Math.Pow((1.25 * value) - 0.25, 2) : 0);
        Formula(IccProfiles.Parameters(2, 2, 1.25, -0.25, 0.005), value => (value >= 0.2 ? Math.Pow((1.25 * value) - 0.25, 2) : 0) + 0.005);
        Formula(IccProfiles.Parameters(3, 2, 0.75, 0.25, 0.5, 0.25), value => value >= 0.25 ? Math.Pow((0.75 * value) + 0.25, 2) : 0.5 * value);
        Formula(IccProfiles.Parameters(4, 2, 0.75, 0.25, 0.5, 0.25, 0.004, 0.003), value => value >= 0.25 ? Math.Pow((0.75 * value) + 0.25, 2) + 0.004 : (0.5 * value) + 0.003);
        Check(IccProfiles.Shared(IccProfiles.Parameters(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)), "the sRGB curve");

        static void Formula(byte[] tag, Func<double, double> light)
        {
            LightCurve curve = Curve(new ImageMetadata { IccProfile = IccProfiles.Shared(tag) });
            for (int i = 0; i <= 100; i++)
                Assert.Equal(light(i / 100.0), curve.Decode(i / 100.0), 1e-5);
            Check(IccProfiles.Shared(tag[..^1]), null);
        }
    }

    [Fact]
    public void Formulas_without_a_meaning_are_not_used()
    {
        Check(IccProfiles.Shared(IccProfiles.Parameters(0, 0)), null);
        Check(IccProfiles.Shared(IccProfiles.Parameters(0, -1)), null);
        Check(IccProfiles.Shared(IccProfiles.Parameters(5, 1, 1, 0, 0, 0, 0, 0)), null);
        Check(IccProfiles.Shared(IccProfiles.Parameters(1, 2, 0, 1)), null);
        Check(IccProfiles.Shared(IccProfiles.Parameters(2, 2, 0, 1, 0)), null);
        Check(IccProfiles.Shared(IccProfiles.Parameters(1, 2, -1, 2)), null);
        Check(IccProfiles.Shared(IccProfiles.Parameters(0, 1.8)[..11]), null);
        Check(IccProfiles.Shared([.. "parf"u8, .. IccProfiles.Parameters(0, 1.8)[4..]]), null);
    }

    private static void Check(byte[] profile, string? name) => Check(new ImageMetadata { IccProfile = profile }, name, Profile);

    private static void Check(ImageMetadata metadata, string? name, string problem)
    {
        LightCurve curve = PictureLight.CurveOf(metadata, out string? warning);
        Assert.Equal(name ?? "the sRGB curve", curve.Name);
        Assert.Equal(0.3, curve.Encode(curve.Decode(0.3)), 1e-9);
        if (name is null)
            Assert.Same(LightCurve.StandardRgb, curve);
        Assert.Equal(name is null ? $"{problem}, which is not a curve known here: light is decoded and encoded by that of sRGB" : null, warning);
    }

    private static LightCurve Curve(ImageMetadata metadata)
    {
        LightCurve curve = PictureLight.CurveOf(metadata, out string? warning);
        Assert.Null(warning);
        return curve;
    }
}
