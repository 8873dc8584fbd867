using System.Globalization;
using System.Text;
using KernelCli.Chains;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Chains;

/// <summary>How chains are built: their stages, as <c>apply -v</c> shows them, the reach, the format and what is held in memory.</summary>
public sealed class ChainPlanTests
{
    private static readonly ChainOptions Gray = new() { Geometry = CorrelationOptions.Default with { Threads = 1 }, Width = VectorWidth.Bits128 };
    private static readonly ChainOptions Colour = Gray with { Channels = ChannelMode.Color };
    private static readonly ChainOptions Light = Gray with { Light = LightMode.Linear };
    private static readonly ChainOptions Nodata = Gray with { NoData = NoData.Of(0) };
    private static readonly ChainOptions Filled = Gray with { NoData = NoData.Of(0, fills: true) };

    private static readonly ImageMetadata Named = new() { Gamma = 55556, NoData = "7" };

    [Fact]
    public void Every_chain_is_built_as_was_written_down()
    {
        var text = new StringBuilder();
        foreach ((SampleType type, int channels, string specs, ChainOptions options, ImageMetadata? metadata) in Cases())
            text.Append(Shown(type, channels, specs, options, metadata ?? ImageMetadata.None));
        Approved.Check("Chains", "ChainPlans", text.ToString(), "the chains");
    }

    private static IEnumerable<(SampleType Type, int Channels, string Specs, ChainOptions Options, ImageMetadata? Metadata)> Cases()
    {
        const SampleType Bytes = SampleType.UInt8, Words = SampleType.UInt16, Reals = SampleType.Float32;
        string[] chains = ["box:3", "laplacian", "sobel", "sobel:x", "median:3", "stddev:3", "multiply:0.5", "unsharp:1", "mask:m.png", "box:3 box:5", "laplacian multiply:2 sobel",
            "custom:1,2,3:div=4 median:3", "box:3 median:5 box:3"];
        foreach (string specs in chains)
        {
            foreach ((SampleType type, int channels) in ((SampleType, int)[])[(Bytes, 1), (Words, 3), (Reals, 1), (Bytes, 4), (Reals, 2)])
                yield return (type, channels, specs, Colour, null);
            yield return (Bytes, 3, specs, Gray, null);
            yield return (Bytes, 3, specs, Light, null);
            yield return (Bytes, 1, specs, Nodata, null);
            yield return (Reals, 3, specs, Filled with { Range = RangeMode.Mid }, null);
            yield return (Bytes, 1, specs, Gray with { Depth = Words }, null);
            yield return (Bytes, 1, specs, Gray with { Depth = Reals }, null);
            yield return (Words, 1, specs, Gray with { Depth = Bytes }, null);
            yield return (Reals, 1, specs, Light with { Depth = Bytes }, null);
        }
        foreach (string specs in (string[])["laplacian", "median:3", "stddev:3", "stddev:3 stddev:3", "box:3 box:5", "sobel"])
        {
            foreach (RangeMode range in (RangeMode[])[RangeMode.Abs, RangeMode.Mid, RangeMode.Stretch])
                foreach ((SampleType type, ChainOptions options) in ((SampleType, ChainOptions)[])[(Bytes, Gray), (Words, Gray), (Reals, Gray), (Bytes, Light), (Bytes, Gray with { Depth = Reals })])
                    yield return (type, 1, specs, options with { Range = range }, null);
            yield return (Bytes, 1, specs, Gray with { Statistics = new ClippingStatistics() }, null);
            yield return (Bytes, 1, specs, Gray with { Statistics = new ClippingStatistics(), Range = RangeMode.Mid }, null);
            yield return (Bytes, 1, specs, Gray with { IsUnrounded = true }, null);
            yield return (Bytes, 1, specs, Light with { IsUnrounded = true, Depth = Reals }, null);
        }

        // What alone decides: the sign of weights, of scales and of biases, a tap alone, a border and its value.
        foreach (string kernel in (string[])["custom:1,0,2:bias=-1", "custom:1,0,2:mul=-1", "custom:1,0,2:div=-2:mul=-1", "custom:0,0,0", "custom:1,-1,2", "custom:0,0,5", "sobel:bias=1", "sobel:bias=-1"])
        {
            yield return (Bytes, 1, kernel, Gray with { Range = RangeMode.Abs }, null);
            yield return (Reals, 1, kernel, Gray with { Range = RangeMode.Abs }, null);
            yield return (Bytes, 4, kernel, Colour, null);
        }
        yield return (Bytes, 1, "box:3 invert", Gray with { Range = RangeMode.Abs }, null);
        yield return (Bytes, 1, "laplacian box:3", Gray with { Range = RangeMode.Abs }, null);
        yield return (Bytes, 4, "box:3", Colour with { Alpha = AlphaMode.Keep }, null);
        yield return (Bytes, 4, "box:3", Gray with { Alpha = AlphaMode.Drop }, null);
        foreach (string border in (string[])["constant=0", "constant=9", "wrap"])
        {
            foreach (string specs in (string[])["box:3 box:3", "median:3 box:3", "unsharp:1", "sobel"])
                foreach (int channels in (int[])[1, 4])
                    yield return (Bytes, channels, specs, Colour with { Geometry = Colour.Geometry with { Border = GeometryText.ParseBorder(border) } }, null);
            yield return (Bytes, 1, "box:3 sobel median:3", Nodata with { Geometry = Colour.Geometry with { Border = GeometryText.ParseBorder(border) } }, null);
        }
        foreach (string resized in (string[])["box:3:stride=2", "box:3:padding=valid", "median:3:stride=2", "median:3:padding=full", "sobel:padding=full box:3:stride=3x2", "unsharp:1:stride=2"])
            foreach (int channels in (int[])[1, 2])
                yield return (Bytes, channels, resized, Colour, null);
        foreach (Luma luma in Enum.GetValues<Luma>())
            yield return (Bytes, 3, "identity", Gray with { Luma = luma }, null);

        // What the file says of itself.
        foreach (SampleType type in (SampleType[])[Bytes, Reals])
            foreach (SampleType depth in (SampleType[])[Bytes, Words, Reals])
                foreach (ChainOptions options in (ChainOptions[])[Gray, Light, Gray with { NoData = NoData.OfFile() }])
                    if (options.NoData is null || depth == type || depth is Reals)
                        yield return (type, 1, "box:3", options with { Depth = depth }, Named);
        foreach (string noData in (string[])["-9999", "256", "2.5", "255", "nan", "none"])
            yield return (Bytes, 3, "box:3", Gray with { NoData = NoData.OfFile(fills: noData == "255") }, new ImageMetadata { NoData = noData });
        yield return (Bytes, 3, "box:3", Colour with { NoData = NoData.OfFile() }, new ImageMetadata { NoData = "0" });
        yield return (Bytes, 1, "box:3", Light with { Curve = LightCurve.Power(3) }, Named);
        yield return (Bytes, 1, "box:3", Light, new ImageMetadata { IccProfile = new byte[200] });

        IReadOnlyList<Place> one = [new RectanglePlace(3, 4, 5, 6)], two = [.. one, new RectanglePlace(30, 20, 1, 1)];
        yield return (Bytes, 3, "gaussian:1", Gray with { Where = one }, null);
        yield return (Bytes, 3, "gaussian:1", Colour with { Where = two }, null);
        yield return (Bytes, 1, "gaussian:1", Light with { Where = two }, null);
        yield return (Bytes, 1, "gaussian:1", Gray with { Where = two, Depth = Reals }, Named);
    }

    private static string Shown(SampleType type, int channels, string specs, ChainOptions options, ImageMetadata metadata)
    {
        var info = new ImageInfo(40, 30, new PixelFormat((PixelLayout)channels, type)) { Metadata = metadata };
        var text = new StringBuilder($"# {specs}: {info.Format}");
        foreach (string option in Differences(options))
            text.Append($", {option}");
        text.Append(Shown(metadata));
        text.Append('\n');
        try
        {
            using FilterChain chain = ChainBuilder.Build(new MemoryRows([], info), Steps.Of(specs), options,
                _ => new MemoryRows([], new ImageInfo(40, 30, new PixelFormat(PixelLayout.Gray, SampleType.UInt8))));
            foreach (ChainStage stage in chain.Stages)
                text.Append(CultureInfo.InvariantCulture, $"{stage.Name}: {stage.Description} [{stage.Output.Format} {stage.Output.Width}x{stage.Output.Height}, {stage.BufferBytes} bytes, {stage.Loops.Count} loops]\n");
            text.Append(CultureInfo.InvariantCulture, $"= {chain.Info.Format} {chain.Info.Width}x{chain.Info.Height}, white {chain.FullRange}, reach {chain.Reach.X} {chain.Reach.Y}")
                .Append(chain.Reach.Wraps ? " wrapping" : "").Append(chain.Reach.IsWhole ? " whole" : "").Append(Shown(chain.Info.Metadata))
                .Append(chain.Touched is { } touched ? $", {touched} touched" : "").Append(chain.Warning is { } warning ? $", warning: {warning}" : "").Append('\n');
        }
        catch (ArgumentException exception)
        {
            text.Append($"refused: {exception.Message}\n");
        }
        return text.Append('\n').ToString();
    }

    private static string Shown(ImageMetadata metadata) => (metadata.Gamma is { } gamma ? $", gamma {gamma}" : "")
        + (metadata.NoData is { } noData ? $", nodata tag {noData}" : "") + (metadata.IccProfile is { } profile ? $", profile of {profile.Length} bytes" : "");

    private static IEnumerable<string> Differences(ChainOptions options)
    {
        if (options.Channels is ChannelMode.Gray)
            yield return $"{options.Luma}";
        if (options.Alpha is not AlphaMode.Auto)
            yield return $"alpha {options.Alpha}";
        if (options.Range is not RangeMode.Clip)
            yield return $"range {options.Range}";
        if (options.Depth is { } depth)
            yield return $"to {depth}";
        if (options.Light is LightMode.Linear)
            yield return "linear light";
        if (options.Curve is { } curve)
            yield return curve.Name;
        if (options.NoData is { } noData)
            yield return $"nodata {(noData.Value is { } value ? NoDataText.Of(value) : "of the file")}{(noData.Fills ? ", filled" : "")}";
        if (options.Statistics is not null)
            yield return "statistics";
        if (options.IsUnrounded)
            yield return "unrounded";
        if (options.Geometry.Border.Mode is not BorderMode.Replicate)
            yield return $"border {options.Geometry.Border.Mode} {options.Geometry.Border.Value}";
        if (options.Where is { } places)
            yield return $"{places.Count} places";
    }
}
