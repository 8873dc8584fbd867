using KernelCli.Chains.Steps;
using KernelCli.Kernels;

namespace KernelCli.Chains.Parsing;

/// <summary>The keys that every kernel takes.</summary>
internal static class KernelKeys
{
    private static readonly string[] Normalizations = ["none", "sum", "auto"];

    /// <summary>A step of one kernel.</summary>
    public static FilterStep Step(SpecWords words, Kernel kernel) => Move(words, new KernelStep(words.Spec, Scale(words, kernel)));

    /// <summary>A step of a gradient; scale and bias go to the first kernel, anchors to both.</summary>
    public static FilterStep Step(SpecWords words, GradientKernels kernels)
    {
        Kernel x = Scale(words, kernels.X);
        return Move(words, new GradientStep(words.Spec, new GradientKernels(x, kernels.Y.WithAnchor(x.AnchorX, x.AnchorY))));
    }

    /// <summary>The keys that say how a kernel is moved.</summary>
    public static FilterStep Move(SpecWords words, MovedStep step) => step with
    {
        Stride = words.Key("stride")?.Step("stride"),
        Dilation = words.Key("dilate")?.Step("dilate"),
        Padding = words.Key("padding") is { } padding ? MovementParser.ParsePadding(padding) : null,
        Border = words.Key("border") is { } border ? MovementParser.ParseBorder(border) : null,
        Flip = words.Key("flip")?.Switch("flip"),
    };

    private static Kernel Scale(SpecWords words, Kernel kernel)
    {
        SpecWord? divisor = words.Key("div"), norm = words.Key("norm"), anchor = words.Key("anchor");
        double multiplier = words.Key("mul")?.Number("mul") ?? kernel.Multiplier;
        double bias = words.Key("bias")?.Level("bias") ?? kernel.Bias;
        if (divisor is { } d && d.Number("div") == 0)
            throw d.Error("div is 0, and results are divided by it");
        kernel = kernel.WithScale(multiplier, divisor?.Number("div") ?? kernel.Divisor, bias);
        if (norm is { } rule)
        {
            if (divisor is not null)
                throw rule.Error("norm= and div= both say what to divide by: use one of them");
            kernel = Normalize(kernel, rule);
        }
        if (words.Key("exact") is { } exact)
            kernel = kernel.WithExact(exact.Switch("exact"));
        return anchor is { } at ? Anchor(kernel, at) : kernel;
    }

    private static Kernel Normalize(Kernel kernel, SpecWord rule)
    {
        try
        {
            return kernel.Normalize(rule.Text switch
            {
                "none" => KernelNormalization.None,
                "sum" => KernelNormalization.Sum,
                "auto" => KernelNormalization.Auto,
                _ => throw rule.Error($"norm is none, sum or auto, not '{rule.Text}'{Primitives.Spelling.Hint(rule.Text, Normalizations)}"),
            });
        }
        catch (ArgumentException exception)
        {
            throw rule.Error(exception.Message);
        }
    }

    private static Kernel Anchor(Kernel kernel, SpecWord at)
    {
        int plus = at.Text.IndexOf('+', StringComparison.Ordinal);
        if (plus < 0)
            throw at.Error($"an anchor is written X+Y, as in anchor={kernel.AnchorX}+{kernel.AnchorY}");
        SpecWord x = at with { Text = at.Text[..plus] }, y = at with { Text = at.Text[(plus + 1)..], Column = at.Column + plus + 1 };
        return kernel.WithAnchor(x.Whole("the anchor's column", 0, kernel.Width - 1), y.Whole("the anchor's row", 0, kernel.Height - 1));
    }
}
