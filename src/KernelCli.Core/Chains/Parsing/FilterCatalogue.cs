using KernelCli.Kernels;
using KernelCli.Kernels.Files;
using KernelCli.Pointwise;
using KernelCli.Rows;
using KernelCli.Text;

namespace KernelCli.Chains.Parsing;

/// <summary>The table of all names that a filter spec can start with.</summary>
internal static class FilterCatalogue
{
    private const double MaxGaussianSigma = 1000;
    private const double MaxDenseSigma = 31;

    /// <summary>
    /// The entries in display order: built-in kernels, user-defined kernels, filters of neighbourhoods, operations on single
    /// pixels, masks.
    /// </summary>
    public static readonly FilterFamily[] Families =
    [
        Kernel("box", "box[:SIZE=3]", "mean of a rectangle, as in box:5 or box:7x3", Box)
            .AlsoCalled("blur", "smooth", "mean", "average"),
        Kernel("gaussian", "gaussian[:SIGMA=1][:size=N][:dx=N][:dy=N]",
            "Gaussian blur; sigma in pixels, radius ceil(4 sigma) unless a size is given; dx= dy= for derivatives up to 2", Gaussian)
            .AlsoCalled("blur", "smooth", "gauss"),
        Kernel("binomial", "binomial[:SIZE=3]", "Pascal's triangle both ways: a Gaussian in exact integers",
            t => BinomialKernel.Create(t.Next("size")?.Integer("the size", 1, BinomialKernel.MaxSize) ?? 3)),
        Kernel("laplacian", "laplacian[:NEIGHBOURS=4]", "second derivative over 4 or 8 neighbours", Laplacian)
            .AlsoCalled("edge", "edges"),
        Kernel("sharpen", "sharpen[:AMOUNT=1]", "identity minus amount times the Laplacian",
            t => SharpenKernel.Create(t.Next("amount")?.Number("the amount") ?? 1))
            .AlsoCalled("sharp", "crisp"),
        new FilterFamily("sobel", "sobel[:SIZE=3][:x|y]",
            "gradient magnitude, or one direction: -1 0 1/-2 0 2/-1 0 1; 5 and 7 are larger and smoother", (tokens, _) => Sobel(tokens))
            .AlsoCalled("edge", "edges", "outline"),
        Gradient("scharr", "-3 0 3/-10 0 10/-3 0 3", GradientKernels.Scharr),
        Gradient("prewitt", "-1 0 1/-1 0 1/-1 0 1", GradientKernels.Prewitt),
        Gradient("roberts", "1 0/0 -1 and 0 1/-1 0", GradientKernels.Roberts),
        Gradient("freichen", "-1 0 1/-1.414 0 1.414/-1 0 1", LargeGradientKernels.FreiChen),
        .. NeighbourhoodFamilies.Compasses,
        Kernel("emboss", "emboss[:ANGLE=45]", "relief lit from one side; the angle in degrees clockwise from the right",
            t => EmbossKernel.Create(t.Next("angle")?.Number("the angle") ?? 45)),
        new FilterFamily("unsharp", "unsharp[:SIGMA=1][:AMOUNT=1][:THRESHOLD=0]",
            "adds the amount times the difference to a Gaussian blur where that is at least the threshold, in levels", Unsharp)
            .AlsoCalled("usm"),
        Kernel("log", "log[:SIGMA=1]", "Laplacian of a Gaussian", t => LaplacianOfGaussianKernel.Create(Sigma(t, MaxDenseSigma))),
        Kernel("dog", "dog[:S1=1][:S2=2]", "difference of two Gaussians", t =>
            DifferenceOfGaussiansKernel.Create(Sigma(t, MaxDenseSigma, "s1"), Sigma(t, MaxDenseSigma, "s2", otherwise: 2))),
        Kernel("motion", "motion[:LENGTH=9][:ANGLE=0]", "mean along a line; the angle in degrees clockwise from the right", t =>
            MotionKernel.Create(
            t.Next("length")?.Integer("the length", 1, Kernels.Kernel.MaxTextSide) ?? 9, t.Next("angle")?.Number("the angle") ?? 0)),
        Kernel("disk", "disk[:RADIUS=1]", "mean of the pixels no further than the radius", Disk),
        Kernel("triangle", "triangle[:SIZE=3]", "tent both ways: 1 2 3 2 1", Triangle),
        Kernel("gabor", "gabor[:SIGMA=1][:ANGLE=0][:WAVELENGTH=4][:PHASE=0][:ASPECT=1]",
            "cosine wave under a Gaussian; angles in degrees", Gabor),
        Kernel("identity", "identity", "the picture as it is", _ => Kernels.Kernel.FromWeights(1, 1, [1])).AlsoCalled("none", "copy"),
        Kernel("custom", "custom:0,-1,0/-1,5,-1/0,-1,0", "your own weights; rows end with /", Custom)
            .AlsoCalled("kernel", "weights", "matrix"),
        Kernel("separable", "separable:1,2,1[/1,0,-1]", "column times row, or one line of weights for both", Separable),
        new("file", "file=PATH", "weights from a file: text rows, libvips matrix, JSON, .npy",
            (t, read) => KernelKeys.Step(t, KernelFile.Parse(read(t.Name), t.Name))),
        .. NeighbourhoodFamilies.All,
        Point("abs", "abs", "absolute value", _ => new PointOperation(PointKind.Abs)),
        Point("invert", "invert", "white minus the value", _ => new PointOperation(PointKind.Invert)).AlsoCalled("negate", "negative"),
        Point("multiply", "multiply:F", "times F: 1.2 brightens by 20 %", t =>
            new PointOperation(PointKind.Multiply, Value(t).Number("the factor"))).AlsoCalled("brightness", "gain", "scale"),
        Point("add", "add:V", "plus V levels (255 is white)", t => new PointOperation(PointKind.Add, Value(t).Level("the value")))
            .AlsoCalled("brightness", "offset"),
        Point("gamma", "gamma:G", "to the power of 1/G: above 1 brightens", Gamma),
        Point("threshold", "threshold:V", "white at V levels or above, else black",
            t => new PointOperation(PointKind.Threshold, Value(t).Level("the threshold"))).AlsoCalled("binary", "binarize"),
        Point("clip", "clip:LO:HI", "no less than LO and no more than HI levels", Clip),
        new("mask", "mask:FILE[:sigmoid][:invert]",
            "times a picture: white keeps, black removes; of its sigmoid, or of what it leaves of white", (t, _) => Mask(t)),
    ];

    /// <summary>The entry with a name, or null.</summary>
    public static FilterFamily? Find(string name) => Array.Find(Families, family => family.Name == name);

    private static FilterFamily Kernel(string name, string usage, string summary, Func<SpecTokens, Kernel> create) =>
        new(name, usage, summary, (tokens, _) => KernelKeys.Step(tokens, create(tokens)));

    private static FilterFamily Gradient(string name, string weights, Func<GradientKernels> create) =>
        new(name, $"{name}[:x|y]", $"gradient magnitude, or one direction: {weights}", (tokens, _) => tokens.Next() switch
        {
            null => KernelKeys.Step(tokens, create()),
            { Text: "x" } => KernelKeys.Step(tokens, create().X),
            { Text: "y" } => KernelKeys.Step(tokens, create().Y),
            { } other => throw other.Error($"'{name}' takes x, y or nothing, not '{other.Text}'"),
        });

    private static FilterFamily Point(string name, string usage, string summary, Func<SpecTokens, PointOperation> create) =>
        new(name, usage, summary, (tokens, _) => new PointStep(tokens.Spec, create(tokens)));

    private static Kernel Box(SpecTokens tokens)
    {
        (int width, int height) = tokens.Next("size")?.Pair("the size", 1, Kernels.Kernel.MaxTextSide) ?? (3, 3);
        return BoxKernel.Create(width, height);
    }

    private static Kernel Gaussian(SpecTokens tokens)
    {
        SpecToken? sigma = tokens.Next("sigma"), size = tokens.Key("size"), dx = tokens.Key("dx"), dy = tokens.Key("dy");
        if (dx is not null || dy is not null)
            return Derivative(sigma, size, dx?.Integer("dx", 0, 2) ?? 0, dy?.Integer("dy", 0, 2) ?? 0);
        double? given = sigma is { } s ? SigmaOf(s, MaxGaussianSigma) : null;
        if (size is not { } sides)
            return GaussianKernel.Create(given ?? 1);
        (int width, int height) = sides.Pair("the size", 1, Kernels.Kernel.MaxSide);
        return given is { } value
            ? GaussianKernel.Create(value, width, height)
            : GaussianKernel.Create(GaussianKernel.SigmaForSize(width), width, GaussianKernel.SigmaForSize(height), height);
    }

    private static Kernel Derivative(SpecToken? sigma, SpecToken? size, int orderX, int orderY)
    {
        double value = sigma is { } given ? SigmaOf(given, MaxDenseSigma) : 1;
        if (value < GaussianDerivativeKernel.MinSigma)
            throw sigma!.Error(FormattableString.Invariant($"sigma must be at least {GaussianDerivativeKernel.MinSigma} for a derivative"));
        int radius = (int)Math.Ceiling(4 * value);
        (int width, int height) = size?.Pair("the size", 1, Kernels.Kernel.MaxTextSide) ?? ((2 * radius) + 1, (2 * radius) + 1);
        if (width % 2 == 0 || height % 2 == 0)
            throw size!.Error("a derivative has a pixel in its middle, so its sides are odd");
        return GaussianDerivativeKernel.Create(value, width / 2, height / 2, orderX, orderY);
    }

    private static FilterStep Sobel(SpecTokens tokens)
    {
        SpecToken? first = tokens.Next("size");
        bool hasSize = first is { Text.Length: > 0 } && char.IsAsciiDigit(first.Text[0]);
        SpecToken? axis = hasSize ? tokens.Next() : first;
        int size = hasSize ? first!.Integer("the size", 3, 7) : 3;
        if (size % 2 == 0)
            throw first!.Error("the size is 3, 5 or 7");
        GradientKernels kernels = LargeGradientKernels.Sobel(size);
        return axis switch
        {
            null => KernelKeys.Step(tokens, kernels),
            { Text: "x" } => KernelKeys.Step(tokens, kernels.X),
            { Text: "y" } => KernelKeys.Step(tokens, kernels.Y),
            _ => throw axis.Error($"'sobel' takes a size, and x, y or nothing, not '{axis.Text}'"),
        };
    }

    private static Kernel Disk(SpecTokens tokens)
    {
        SpecToken? token = tokens.Next("radius");
        double radius = token?.Number("the radius") ?? 1;
        return radius is >= 0 and < (Kernels.Kernel.MaxTextSide + 1) / 2
            ? DiskKernel.Create(radius)
            : throw token!.Error($"the radius is from 0 to {Kernels.Kernel.MaxTextSide / 2}, not '{token.Text}'");
    }

    private static Kernel Triangle(SpecTokens tokens)
    {
        SpecToken? token = tokens.Next("size");
        int size = token?.Integer("the size", 1, Kernels.Kernel.MaxTextSide) ?? 3;
        return size % 2 == 1 ? TriangleKernel.Create(size) : throw token!.Error("a tent has a pixel in its middle, so its size is odd");
    }

    private static Kernel Gabor(SpecTokens tokens)
    {
        double sigma = Sigma(tokens, MaxDenseSigma), angle = tokens.Next("angle")?.Number("the angle") ?? 0;
        SpecToken? wavelength = tokens.Next("wavelength"), phase = tokens.Next("phase"), aspect = tokens.Next("aspect");
        double waves = wavelength?.Number("the wavelength") ?? 4, ratio = aspect?.Number("aspect") ?? 1;
        if (waves <= 0)
            throw wavelength!.Error("the wavelength must be above 0");
        if (ratio <= 0)
            throw aspect!.Error("aspect must be above 0");
        var gabor = new GaborKernel(sigma, angle, waves, phase?.Number("phase") ?? 0, ratio);
        return 4 * sigma / Math.Min(1, ratio) <= Kernels.Kernel.MaxTextSide / 2
            ? gabor.Create()
            : throw tokens.Error(1,
                $"the kernel is larger than {Kernels.Kernel.MaxTextSide} pixels: use a smaller sigma or a larger aspect");
    }

    private static Kernel Laplacian(SpecTokens tokens) => tokens.Next("neighbours")?.Integer("the number of neighbours", 4, 8) switch
    {
        null or 4 => LaplacianKernel.Create4(),
        8 => LaplacianKernel.Create8(),
        _ => throw tokens.Error(tokens.Name.Length + 2, "the number of neighbours is 4 or 8"),
    };

    private static FilterStep Unsharp(SpecTokens tokens, Func<string, byte[]> read)
    {
        Kernel blur = GaussianKernel.Create(Sigma(tokens, MaxGaussianSigma));
        double amount = tokens.Next("amount")?.Number("the amount") ?? 1, threshold = tokens.Next("threshold")?.Level("the threshold") ?? 0;
        return KernelKeys.WithGeometry(tokens, new UnsharpStep(tokens.Spec, blur, amount, threshold));
    }

    // 0,-1,0/-1,5,-1/0,-1,0
    private static Kernel Custom(SpecTokens tokens)
    {
        SpecToken weights = Weights(tokens);
        var rows = NumberRows.Read(weights);
        int width = rows.Width();
        CheckSides(weights, width, rows.Count);
        return Kernels.Kernel.FromWeights(width, rows.Count, rows.From(0));
    }

    // 1,2,1 for both axes, or 1,2,1/1,0,-1: column, then row.
    private static Kernel Separable(SpecTokens tokens)
    {
        SpecToken weights = Weights(tokens);
        if (weights.Split('/').Length > 2)
            throw weights.Error("separable takes one line of numbers, or a column and a row with '/' between them");
        var lines = NumberRows.Read(weights);
        (double[] column, double[] row) = (lines[0], lines[^1]);
        CheckSides(weights, row.Length, column.Length);
        return Kernels.Kernel.FromFactors(column, row);
    }

    private static PointOperation Gamma(SpecTokens tokens)
    {
        SpecToken gamma = Value(tokens);
        return gamma.Number("gamma") is > 0 and var value
            ? new PointOperation(PointKind.Gamma, value)
            : throw gamma.Error("gamma must be above 0");
    }

    private static PointOperation Clip(SpecTokens tokens)
    {
        SpecToken low = Value(tokens), high = Value(tokens);
        double min = low.Level("the least value"), max = high.Level("the largest value");
        return min <= max ? new PointOperation(PointKind.Clip, min, max) : throw low.Error("the least value is above the largest");
    }

    private static MaskStep Mask(SpecTokens tokens)
    {
        (string path, MaskGate gate) = SplitMask(tokens.Name);
        return new MaskStep(tokens.Spec, path, gate);
    }

    /// <summary>Splits <c>FILE:sigmoid:invert</c>. The path may contain colons, so the words are parsed from the end.</summary>
    public static (string Path, MaskGate Gate) SplitMask(string text)
    {
        string path = text;
        bool isInverted = RemoveEnd(":invert"), isSigmoid = RemoveEnd(":sigmoid");
        return (path, new MaskGate(isSigmoid, isInverted));

        bool RemoveEnd(string end)
        {
            bool ends = path.EndsWith(end, StringComparison.Ordinal) && path.Length > end.Length;
            path = ends ? path[..^end.Length] : path;
            return ends;
        }
    }

    private static double Sigma(SpecTokens tokens, double max, string key = "sigma", double otherwise = 1) =>
        tokens.Next(key) is { } sigma ? SigmaOf(sigma, max) : otherwise;

    private static double SigmaOf(SpecToken sigma, double max) => sigma.Number("sigma") is > 0 and var value && value <= max
        ? value
        : throw sigma.Error(FormattableString.Invariant($"sigma must be above 0 and at most {max}"));

    private static void CheckSides(SpecToken weights, int width, int height)
    {
        if (width > Kernels.Kernel.MaxTextSide || height > Kernels.Kernel.MaxTextSide)
            throw weights.Error(
                $"the kernel is {width}x{height}; the largest is {Kernels.Kernel.MaxTextSide}x{Kernels.Kernel.MaxTextSide}");
    }

    private static SpecToken Weights(SpecTokens tokens) =>
        tokens.Next() ?? throw tokens.Error(tokens.Name.Length + 1, $"'{tokens.Name}' needs weights, as in {Find(tokens.Name)!.Usage}");

    private static SpecToken Value(SpecTokens tokens) =>
        tokens.Next() ?? throw tokens.Error(tokens.Spec.Length + 1, $"'{tokens.Name}' needs a value, as in {Find(tokens.Name)!.Usage}");
}

/// <summary>A row of the catalogue: one name that a spec can start with.</summary>
/// <param name="Name">The name.</param>
/// <param name="Usage">
/// Its syntax. Brackets hold what may be left out, with the value that it then has; a name in capital letters is also a
/// key in small ones.
/// </param>
/// <param name="Summary">What it does, in a line.</param>
/// <param name="Build">Makes the step of a spec; the second argument reads files.</param>
internal sealed record FilterFamily(string Name, string Usage, string Summary, Func<SpecTokens, Func<string, byte[]>, FilterStep> Build)
{
    /// <summary>What other tools call it, or people who look for it: an unknown name is answered with these filters.</summary>
    public IReadOnlyList<string> OtherNames { get; private init; } = [];

    /// <summary>The same with <see cref="OtherNames"/>.</summary>
    public FilterFamily AlsoCalled(params string[] names) => this with { OtherNames = names };

    /// <summary>The keys that its specs take: those that building one asks for.</summary>
    public string[] Keys()
    {
        var tokens = new SpecTokens(Usage.Split('[')[0]);
        try
        {
            Build(tokens, _ => []);
        }
        catch (FormatException)
        {
            // What stands for a value is none.
        }
        return [.. tokens.Asked.Distinct()];
    }
}
