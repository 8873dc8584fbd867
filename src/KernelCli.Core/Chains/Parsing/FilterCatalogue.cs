using KernelCli.Chains.Steps;
using KernelCli.Kernels;
using KernelCli.Kernels.Files;
using KernelCli.Pointwise;

namespace KernelCli.Chains.Parsing;

/// <summary>Every name that a filter spec can start with.</summary>
internal static class FilterCatalogue
{
    private const double MostPixels = 1000;

    private static readonly string[] Names =
    [
        "box", "gaussian", "binomial", "laplacian", "sharpen", "sobel", "scharr", "prewitt", "roberts", "emboss", "unsharp", "log",
        "dog", "motion", "identity", "custom", "separable", "file", "abs", "invert", "multiply", "add", "gamma", "threshold", "clip", "mask",
    ];

    /// <summary>The entries in the order they are shown: kernels, kernels of your own, operations on single pixels.</summary>
    public static IReadOnlyList<FilterFamily> Families => Array.ConvertAll(Names, name => Find(name)!);

    /// <summary>The entry of a name, or null.</summary>
    public static FilterFamily? Find(string name) => name switch
    {
        "box" => Kernel("box", "box:5, box:7x3", "mean of a rectangle", w => w.Next("size")?.Size("the size", Kernels.Kernel.MaxTextSide) is { } size ? BoxKernel.Create(size.X, size.Y) : BoxKernel.Create(3, 3)),
        "gaussian" => Kernel("gaussian", "gaussian:2, gaussian:sigma=2:size=9, gaussian:size=5", "Gaussian blur; sigma in pixels, radius ceil(4 sigma) unless a size is given", Gaussian),
        "binomial" => Kernel("binomial", "binomial:5", "Pascal's triangle both ways: a Gaussian in exact integers", w => BinomialKernel.Create(w.Next("size")?.Whole("the size", 1, BinomialKernel.MaxSize) ?? 3)),
        "laplacian" => Kernel("laplacian", "laplacian, laplacian:8", "second derivative over 4 or 8 neighbours", w => w.Next()?.Whole("the number of neighbours", 4, 8) switch
        {
            null or 4 => LaplacianKernel.Create4(),
            8 => LaplacianKernel.Create8(),
            _ => throw w.Error(w.Name.Length + 2, "the number of neighbours is 4 or 8"),
        }),
        "sharpen" => Kernel("sharpen", "sharpen, sharpen:0.5", "identity minus amount times the Laplacian", w => SharpenKernel.Create(w.Next("amount")?.Number("the amount") ?? 1)),
        "sobel" => Gradient("sobel", "-1 0 1/-2 0 2/-1 0 1", GradientKernels.Sobel),
        "scharr" => Gradient("scharr", "-3 0 3/-10 0 10/-3 0 3", GradientKernels.Scharr),
        "prewitt" => Gradient("prewitt", "-1 0 1/-1 0 1/-1 0 1", GradientKernels.Prewitt),
        "roberts" => Gradient("roberts", "1 0/0 -1 and 0 1/-1 0", GradientKernels.Roberts),
        "emboss" => Kernel("emboss", "emboss, emboss:ANGLE", "relief lit from one side; the angle in degrees clockwise from the right, 45", w => EmbossKernel.Create(w.Next("angle")?.Number("the angle") ?? 45)),
        "unsharp" => new FilterFamily("unsharp", "unsharp:SIGMA:amount=A:threshold=T", "adds A times the difference to a Gaussian blur where that is T levels or more") { Build = (w, _) => Unsharp(w) },
        "log" => Kernel("log", "log:SIGMA", "Laplacian of a Gaussian", w => LaplacianOfGaussianKernel.Create(Sigma(w, 31))),
        "dog" => Kernel("dog", "dog:S1:S2", "difference of two Gaussians", w => DifferenceOfGaussiansKernel.Create(Sigma(w, 31), w.Next() is { } second ? SigmaOf(second, 31) : 2)),
        "motion" => Kernel("motion", "motion:LENGTH:ANGLE", "mean along a line; the angle in degrees clockwise from the right", w => MotionKernel.Create(
            w.Next("length")?.Whole("the length", 1, Kernels.Kernel.MaxTextSide) ?? 9, w.Next("angle")?.Number("the angle") ?? 0)),
        "identity" => Kernel("identity", "identity", "the picture as it is", _ => Kernels.Kernel.FromWeights(1, 1, [1])),
        "custom" => Kernel("custom", "custom:0,-1,0/-1,5,-1/0,-1,0", "your own weights; rows end with /", w => WeightText.ParseRows(Weights(w))),
        "separable" => Kernel("separable", "separable:1,2,1, separable:1,2,1/1,0,-1", "column times row", w => WeightText.ParseFactors(Weights(w))),
        "file" => new FilterFamily("file", "file=PATH", "weights from a file: text rows, libvips matrix, JSON, .npy")
        {
            Build = (w, read) => KernelKeys.Step(w, KernelFile.Parse(read(w.Name), w.Name)),
        },
        "abs" => Point("abs", "abs", "absolute value", (_, _) => new PointOperation(PointKind.Abs)),
        "invert" => Point("invert", "invert", "white minus the value", (_, _) => new PointOperation(PointKind.Invert)),
        "multiply" => Point("multiply", "multiply:F", "times F: 1.2 brightens by 20 %", (w, name) => new PointOperation(PointKind.Multiply, Value(w, name).Number("the factor"))),
        "add" => Point("add", "add:V", "plus V levels (255 is white)", (w, name) => new PointOperation(PointKind.Add, Value(w, name).Level("the value"))),
        "gamma" => Point("gamma", "gamma:G", "to the power of 1/G: above 1 brightens", (w, name) => new PointOperation(PointKind.Gamma,
            Value(w, name) is var g && g.Number("gamma") is > 0 and var gamma ? gamma : throw g.Error("gamma must be above 0"))),
        "threshold" => Point("threshold", "threshold:V", "white at V levels or above, else black", (w, name) => new PointOperation(PointKind.Threshold, Value(w, name).Level("the threshold"))),
        "clip" => Point("clip", "clip:LO:HI", "no less than LO and no more than HI levels", Clip),
        "mask" => new FilterFamily("mask", "mask:FILE, mask:FILE:sigmoid:invert", "times a picture: white keeps, black removes") { Build = (w, _) => Mask(w) },
        _ => null,
    };

    private static FilterFamily Kernel(string name, string usage, string summary, Func<SpecWords, Kernel> create) =>
        new(name, usage, summary) { Build = (words, _) => KernelKeys.Step(words, create(words)) };

    private static FilterFamily Gradient(string name, string weights, Func<GradientKernels> create) =>
        new(name, $"{name}, {name}:x, {name}:y", $"gradient magnitude, or one direction: {weights}")
        {
            Build = (words, _) => words.Next() switch
            {
                null => KernelKeys.Step(words, create()),
                { Text: "x" } => KernelKeys.Step(words, create().X),
                { Text: "y" } => KernelKeys.Step(words, create().Y),
                { } other => throw other.Error($"'{name}' takes x, y or nothing, not '{other.Text}'"),
            },
        };

    private static FilterFamily Point(string name, string usage, string summary, Func<SpecWords, string, PointOperation> create) =>
        new(name, usage, summary) { Build = (words, _) => new PointStep(words.Spec, create(words, name)) };

    private static double Sigma(SpecWords words, double most) => words.Next("sigma") is { } sigma ? SigmaOf(sigma, most) : 1;

    private static double SigmaOf(SpecWord sigma, double most) =>
        sigma.Number("sigma") is > 0 and var value && value <= most ? value : throw sigma.Error(FormattableString.Invariant($"sigma must be above 0 and at most {most}"));

    private static Kernel Gaussian(SpecWords words)
    {
        SpecWord? sigma = words.Next("sigma"), size = words.Key("size");
        double? given = sigma is { } s ? SigmaOf(s, MostPixels) : null;
        if (size is not { } sides)
            return GaussianKernel.Create(given ?? 1);
        (int width, int height) = sides.Size("the size", Kernels.Kernel.MaxSide);
        return given is { } value
            ? GaussianKernel.Create(value, width, height)
            : GaussianKernel.Create(GaussianKernel.SigmaForSize(width), width, GaussianKernel.SigmaForSize(height), height);
    }

    private static FilterStep Unsharp(SpecWords words)
    {
        Kernel blur = GaussianKernel.Create(Sigma(words, MostPixels));
        double amount = words.Next("amount")?.Number("the amount") ?? 1, threshold = words.Next("threshold")?.Level("the threshold") ?? 0;
        return KernelKeys.Move(words, new UnsharpStep(words.Spec, blur, amount, threshold));
    }

    // The path may hold colons itself, so that words are taken from its end.
    private static MaskStep Mask(SpecWords words)
    {
        string path = words.Name;
        bool inverted = TakeEnd(":invert"), sigmoid = TakeEnd(":sigmoid");
        return new MaskStep(words.Spec, path, new Rows.MaskGate(sigmoid, inverted));

        bool TakeEnd(string end)
        {
            bool ends = path.EndsWith(end, StringComparison.Ordinal) && path.Length > end.Length;
            path = ends ? path[..^end.Length] : path;
            return ends;
        }
    }

    private static PointOperation Clip(SpecWords words, string name)
    {
        SpecWord low = Value(words, name), high = Value(words, name);
        double least = low.Level("the least value"), most = high.Level("the largest value");
        return least <= most ? new PointOperation(PointKind.Clip, least, most) : throw low.Error("the least value is above the largest");
    }

    private static SpecWord Weights(SpecWords words) =>
        words.Next() ?? throw words.Error(words.Name.Length + 1, $"'{words.Name}' needs weights, as in {Find(words.Name)!.Usage}");

    private static SpecWord Value(SpecWords words, string name) =>
        words.Next() ?? throw words.Error(words.Spec.Length + 1, $"'{name}' needs a value, as in {Find(name)!.Usage}");
}
