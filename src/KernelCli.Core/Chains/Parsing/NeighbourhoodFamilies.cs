using KernelCli.Kernels;
using KernelCli.Neighbourhood;
using KernelCli.Neighbourhood.Filters;
using KernelCli.Neighbourhood.Passes;
using KernelCli.SlidingWindow;
using KernelCli.Text;

namespace KernelCli.Chains.Parsing;

/// <summary>The filters that look at the pixels around each pixel and are no kernels.</summary>
internal static class NeighbourhoodFamilies
{
    private const int LargestSide = Kernel.MaxTextSide;
    private const double MaxBilateralSigma = 31;
    private const double MaxCannySigma = 100;
    private const double MaxHighPassSigma = 1000;
    private static readonly string[] Shapes = ["square", "disk", "cross"];
    private static readonly string[] Usual = ["mean", "gaussian", "median"];

    /// <summary>The entries in display order.</summary>
    public static readonly FilterFamily[] All =
    [
        Shaped("median", "", "the middle value of the window, as in median:5 or median:7x3", 3,
            (_, window) => new RankFilter(50) { Window = window }).AlsoCalled("denoise"),
        Shaped("min", "", "the least value of the window", 3, (_, window) => new ExtremumFilter(false) { Window = window }),
        Shaped("max", "", "the greatest value of the window", 3, (_, window) => new ExtremumFilter(true) { Window = window }),
        Shaped("erode", "", "another name for min", 3, (_, window) => new ExtremumFilter(false) { Window = window }),
        Shaped("dilate", "", "another name for max", 3, (_, window) => new ExtremumFilter(true) { Window = window }),
        Shaped("rank", "[:PERCENTILE=50]", "the percentile of the window", 3, Percentile),
        Morphology("open", "greatest of the least: removes small bright things", MorphologyKind.Open),
        Morphology("close", "least of the greatest: removes small dark things", MorphologyKind.Close),
        Morphology("gradient", "greatest minus least: edges", MorphologyKind.Gradient),
        Morphology("tophat", "the value minus its opening: small bright things", MorphologyKind.TopHat),
        Morphology("blackhat", "the closing minus the value: small dark things", MorphologyKind.BlackHat),
        Shaped("despeckle", "[:THRESHOLD=0]", "the median where the value differs from it by more levels", 3, (tokens, window) =>
            new DespeckleFilter(NotNegative(tokens.Next("threshold"), "the threshold", 0)) { Window = window }),
        Square("stddev", "", "standard deviation of the window, in levels", 3, (_, window) =>
            new DeviationFilter { Window = window }),
        Square("adaptive", "[:C=0][:by=mean|gaussian|median]",
            "white above the window's mean - C, else black; or above another of its values", 15, Adaptive),
        Square("niblack", "[:K=0.2]", "white above mean - K * deviation", 15, (tokens, window) =>
            new DeviationThresholdFilter(WindowStatistic.AboveNiblack, tokens.Next("k")?.Number("K") ?? 0.2) { Window = window }),
        Square("sauvola", "[:K=0.2]", "white above mean * (1 + K * (deviation / 127.5 - 1))", 15, (tokens, window) =>
            new DeviationThresholdFilter(WindowStatistic.AboveSauvola, tokens.Next("k")?.Number("K") ?? 0.2) { Window = window }),
        new("bilateral", "bilateral[:SIGMA=2][:LEVELS=30][:size=N]",
            "mean of what is near and alike: deviations in pixels and levels, radius ceil(2 SIGMA)", (tokens, _) => Bilateral(tokens)),
        Square("guided", "[:LEVELS=10]", "smooths what varies by less than LEVELS, keeps edges", 9, (tokens, window) =>
            new GuidedFilter(NotNegative(tokens.Next("levels"), "the levels", 10)) { Window = window }),
        new("canny", "canny[:SIGMA=1][:LOW=100][:HIGH=200]",
            "edges as lines: ridges of the gradient of a Gaussian from HIGH levels on, and what from LOW on is joined to them",
            (tokens, _) => Canny(tokens)),
        new("highpass", "highpass[:SIGMA=1]", "the picture minus its Gaussian", (tokens, _) => HighPass(tokens)),
    ];

    /// <summary>The families of eight kernels, of which the greatest is taken, or one by its name.</summary>
    public static readonly FilterFamily[] Compasses =
    [
        Compass("kirsch", "5 5 5/-3 0 -3/-3 -3 -3", isKirsch: true, CompassKernels.Kirsch),
        Compass("robinson", "1 2 1/0 0 0/-1 -2 -1", isKirsch: false, CompassKernels.Robinson),
    ];

    private static FilterFamily Compass(string name, string weights, bool isKirsch, Func<string, Kernel> kernel) =>
        new(name, $"{name}[:{string.Join('|', CompassKernels.Directions)}]",
            $"greatest of eight directions, or one: {weights} is n", (tokens, _) =>
            tokens.Next() is not { } direction ? Step(tokens, new CompassFilter(isKirsch) { Window = new FilterWindow(3, 3) })
            : Array.IndexOf(CompassKernels.Directions, direction.Text) >= 0 ? KernelKeys.Step(tokens, kernel(direction.Text))
            : throw direction.Error($"'{name}' takes n, ne, e, se, s, sw, w, nw or nothing, not '{direction.Text}'"));

    private static FilterFamily Morphology(string name, string summary, MorphologyKind kind) =>
        Shaped(name, "", summary, 3, (_, window) => new MorphologyFilter(kind) { Window = window });

    // The values are those after the size, as a usage says them.
    private static FilterFamily Shaped(string name, string values, string summary, int side,
        Func<SpecTokens, FilterWindow, NeighbourhoodFilter> create) =>
        new(name, $"{name}[:SIZE={side}]{values}[:shape={string.Join('|', Shapes)}]", summary, (tokens, _) =>
            Step(tokens, create(tokens, Window(tokens, side) with { Shape = Shape(tokens) })));

    private static FilterFamily Square(string name, string values, string summary, int side,
        Func<SpecTokens, FilterWindow, NeighbourhoodFilter> create) =>
        new(name, $"{name}[:SIZE={side}]{values}", summary, (tokens, _) => Step(tokens, create(tokens, Window(tokens, side))));

    private static WindowStep Step(SpecTokens tokens, NeighbourhoodFilter filter) => new(tokens.Spec, filter)
    {
        Stride = tokens.Key("stride") is { } stride ? GeometryText.ParseSpacing(stride, "stride") : null,
        Padding = tokens.Key("padding") is { } padding ? GeometryText.ParsePadding(padding) : null,
        Border = tokens.Key("border") is { } border ? GeometryText.ParseBorder(border) : null,
    };

    private static FilterWindow Window(SpecTokens tokens, int side) =>
        tokens.Next("size") is { } size ? Window(size) : new FilterWindow(side, side);

    private static FilterWindow Window(SpecToken size)
    {
        (int width, int height) = size.Pair("the size", 1, LargestSide);
        return width % 2 == 1 && height % 2 == 1
            ? new FilterWindow(width, height)
            : throw size.Error("the sides of a window are odd, so that it has a pixel in its middle: "
                + $"{width | 1}x{height | 1} instead of '{size.Text}'");
    }

    private static WindowShape Shape(SpecTokens tokens) => tokens.Key("shape") switch
    {
        null or { Text: "square" } => WindowShape.Square,
        { Text: "disk" } => WindowShape.Disk,
        { Text: "cross" } => WindowShape.Cross,
        { } other => throw other.Error($"shape is square, disk or cross, not '{other.Text}'{Spelling.Hint(other.Text, Shapes)}"),
    };

    private static RankFilter Percentile(SpecTokens tokens, FilterWindow window)
    {
        SpecToken? token = tokens.Next("percentile");
        double percentile = token?.Number("the percentile") ?? 50;
        return percentile is >= 0 and <= 100
            ? new RankFilter(percentile) { Window = window }
            : throw token!.Error($"the percentile is from 0 to 100, not '{token.Text}'");
    }

    private static AdaptiveThresholdFilter Adaptive(SpecTokens tokens, FilterWindow window)
    {
        double subtracted = tokens.Next("c")?.Level("C") ?? 0;
        UsualValue usual = tokens.Key("by") switch
        {
            null or { Text: "mean" } => UsualValue.Mean,
            { Text: "gaussian" } => UsualValue.Gaussian,
            { Text: "median" } => UsualValue.Median,
            { } other => throw other.Error($"by is mean, gaussian or median, not '{other.Text}'{Spelling.Hint(other.Text, Usual)}"),
        };
        return new AdaptiveThresholdFilter(usual, subtracted) { Window = window };
    }

    private static WindowStep Bilateral(SpecTokens tokens)
    {
        double sigma = Positive(tokens.Next("sigma"), "sigma", 2), levels = Positive(tokens.Next("levels"), "the levels", 30);
        if (sigma > MaxBilateralSigma)
            throw tokens.Error(tokens.Name.Length + 2, FormattableString.Invariant($"sigma must be at most {MaxBilateralSigma}"));
        int side = (2 * (int)Math.Ceiling(2 * sigma)) + 1;
        FilterWindow window = tokens.Key("size") is { } size ? Window(size) : new FilterWindow(side, side);
        return Step(tokens, new BilateralFilter(sigma, levels) { Window = window });
    }

    private static WindowStep HighPass(SpecTokens tokens)
    {
        double sigma = Positive(tokens.Next("sigma"), "sigma", 1);
        if (sigma > MaxHighPassSigma)
            throw tokens.Error(tokens.Name.Length + 2, FormattableString.Invariant($"sigma must be at most {MaxHighPassSigma}"));
        Kernel gaussian = GaussianKernel.Create(sigma);
        return Step(tokens, new HighPassFilter(sigma) { Window = new FilterWindow(gaussian.Width, gaussian.Height) });
    }

    private static WindowStep Canny(SpecTokens tokens)
    {
        double sigma = Positive(tokens.Next("sigma"), "sigma", 1), low = NotNegative(tokens.Next("low"), "the lower threshold", 100);
        SpecToken? token = tokens.Next("high");
        double high = NotNegative(token, "the higher threshold", 2 * low);
        if (sigma > MaxCannySigma)
            throw tokens.Error(tokens.Name.Length + 2, FormattableString.Invariant($"sigma must be at most {MaxCannySigma}"));
        return high >= low
            ? Step(tokens, new CannyFilter(sigma, low, high) { Window = FilterWindow.Pixel })
            : throw token!.Error("the higher threshold is below the lower one");
    }

    private static double Positive(SpecToken? token, string what, double standard)
    {
        double value = token?.Level(what) ?? standard;
        return value > 0 ? value : throw token!.Error($"{what} must be above 0, not '{token.Text}'");
    }

    private static double NotNegative(SpecToken? token, string what, double standard)
    {
        double value = token?.Level(what) ?? standard;
        return value >= 0 ? value : throw token!.Error($"{what} is 0 or more, not '{token.Text}'");
    }
}
