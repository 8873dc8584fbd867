using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;
using KernelCli.Text;

namespace KernelCli.Chains.Parsing;

/// <summary>The keys that every kernel takes.</summary>
internal static class KernelKeys
{
    /// <summary>Each key with the forms of its value, and what it does.</summary>
    public static readonly (string Form, string Summary)[] All =
    [
        ("div=N", "divides sums by N"),
        ("mul=N", "multiplies sums by N"),
        ("bias=V", "adds V 8-bit levels (255 is white) or percent"),
        ("norm=none|sum|auto", "divides by the sum of the weights; auto by its size, or by the sum of the positive ones if it is 0"),
        ("anchor=X+Y", "the weight over the output pixel, counted from 0; the middle"),
        ("flip=0|1", "1 turns the kernel by 180 degrees"),
        ("stride=" + GeometryText.SpacingForms, "step of the kernel"),
        ("dilate=" + GeometryText.SpacingForms, "step of the weights"),
        ("padding=" + GeometryText.PaddingForms, "how far outside is used"),
        ("exact=0|1", "1 adds up every weight of a wide Gaussian"),
        ("border=" + GeometryText.BorderForms, "what is found there"),
    ];

    private static readonly string[] Normalizations = ["none", "sum", "auto"];

    /// <summary>A step of one kernel.</summary>
    public static FilterStep Step(SpecTokens tokens, Kernel kernel) =>
        WithGeometry(tokens, new KernelStep(tokens.Spec, Scale(tokens, kernel)));

    /// <summary>A step of a gradient; scale and bias go to the first kernel, anchors to both.</summary>
    public static FilterStep Step(SpecTokens tokens, GradientKernels kernels)
    {
        Kernel x = Scale(tokens, kernels.X);
        return WithGeometry(tokens, new GradientStep(tokens.Spec, new GradientKernels(x, kernels.Y.WithAnchor(x.AnchorX, x.AnchorY))));
    }

    /// <summary>Adds the keys for stride, dilation, padding, border and flip to a step.</summary>
    public static FilterStep WithGeometry(SpecTokens tokens, NeighborhoodStep step) => step with
    {
        Stride = tokens.Key("stride") is { } stride ? GeometryText.ParseSpacing(stride, "stride") : null,
        Dilation = tokens.Key("dilate") is { } dilation ? GeometryText.ParseSpacing(dilation, "dilate") : null,
        Padding = tokens.Key("padding") is { } padding ? GeometryText.ParsePadding(padding) : null,
        Border = tokens.Key("border") is { } border ? GeometryText.ParseBorder(border) : null,
        Flip = tokens.Key("flip")?.Switch("flip"),
    };

    private static Kernel Scale(SpecTokens tokens, Kernel kernel)
    {
        SpecToken? divisor = tokens.Key("div"), norm = tokens.Key("norm"), anchor = tokens.Key("anchor");
        double multiplier = tokens.Key("mul")?.Number("mul") ?? kernel.Multiplier;
        double bias = tokens.Key("bias")?.Level("bias") ?? kernel.Bias;
        if (divisor is { } d && d.Number("div") == 0)
            throw d.Error("div is 0, and results are divided by it");
        kernel = kernel.WithScale(multiplier, divisor?.Number("div") ?? kernel.Divisor, bias);
        if (norm is { } rule)
        {
            if (divisor is not null)
                throw rule.Error("norm= and div= both say what to divide by: use one of them");
            kernel = Normalize(kernel, rule);
        }
        if (tokens.Key("exact") is { } exact)
            kernel = kernel.WithExact(exact.Switch("exact"));
        return anchor is { } at ? Anchor(kernel, at) : kernel;
    }

    private static Kernel Normalize(Kernel kernel, SpecToken rule)
    {
        try
        {
            return kernel.Normalize(rule.Text switch
            {
                "none" => KernelNormalization.None,
                "sum" => KernelNormalization.Sum,
                "auto" => KernelNormalization.Auto,
                _ => throw rule.Error($"norm is none, sum or auto, not '{rule.Text}'{Spelling.Hint(rule.Text, Normalizations)}"),
            });
        }
        catch (ArgumentException exception)
        {
            string remedy = rule.Text == "sum" ? ": leave norm=sum out, or use norm=auto" : "";
            throw rule.Error(ArgumentProblem.Of(exception) + remedy);
        }
    }

    private static Kernel Anchor(Kernel kernel, SpecToken at)
    {
        int plus = at.Text.IndexOf('+', StringComparison.Ordinal);
        if (plus < 0)
            throw at.Error($"an anchor is written X+Y, as in anchor={kernel.AnchorX}+{kernel.AnchorY}");
        int x = at.Part(0, plus).Integer("the anchor's column", 0, kernel.Width - 1);
        return kernel.WithAnchor(x, at.Part(plus + 1).Integer("the anchor's row", 0, kernel.Height - 1));
    }
}
