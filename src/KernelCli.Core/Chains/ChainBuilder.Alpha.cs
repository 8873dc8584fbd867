using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Neighbourhood.Streams;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Chains;

/// <content>Kernels over pictures with alpha, and unsharp masking.</content>
public sealed partial class ChainBuilder
{
    private void AddWithAlpha(NeighborhoodStep step, KernelSet kernels)
    {
        (Kernel x, Kernel? y) = kernels;
        double sum = x.Traits.Sum, gain = sum * x.Multiplier / x.Divisor;
        bool weighted = y is null && gain > 0 && _options.Alpha is AlphaMode.Auto;
        // A kernel with a single tap needs no weighting: it copies whole pixels, which keep their colour even if alpha is 0.
        Kernel? tap = weighted ? SingleTap(x) : null;
        weighted &= tap is null;
        PixelFormat real = new(Format.WithoutAlpha().Layout, SampleType.Float32), alpha = new(PixelLayout.Gray, SampleType.Float32);
        if (weighted && !(gain <= float.MaxValue && Math.Abs(x.Bias * _fullRange / 255) <= float.MaxValue))
            throw new ArgumentException("the kernel's gain or its bias is larger than float32 can hold (3.4e38): use a smaller "
                + "multiplier, a larger divisor, a smaller bias or smaller weights");
        if (weighted)
        {
            FilterGraph graph = Graph(step);
            IRowSource rows = graph.CorrelateWeighted(_rows, x);
            Extend((0, 0), wraps: graph.Movement.Border.Mode is BorderMode.Wrap);
            Push(step.Text, graph.Description, rows, graph.BufferBytes, [.. graph.Plans]);
            return;
        }
        CorrelationOptions movement = MovementOf(step), opaque = movement with { Border = movement.Border with { Value = 255 } };
        CorrelationPlan colours = Plan(real, kernels, movement, SampleType.Float32, _fullRange, _fullRange);
        CorrelationPlan transparency = Plan(alpha, tap ?? IdentityLike(x), opaque, SampleType.Float32, _fullRange, _fullRange);
        var source = new AlphaCorrelationRowSource(_rows, colours, transparency, weighting: null, _fullRange, _options.Limits);
        string alphaText = tap is null ? "alpha passed through" : "alpha moved with the colours";
        Push(step.Text, $"{colours.Description}; {alphaText}", source, source.BufferBytes, colours, transparency);
    }

    private void AddUnsharp(UnsharpStep step)
    {
        CorrelationOptions movement = MovementOf(step);
        bool weighted = Format.HasAlpha && _options.Alpha is AlphaMode.Auto;
        CorrelationPlan blur = Plan(weighted ? Format.With(SampleType.Float32) : Format, step.Blur, movement, SampleType.Float32,
            _fullRange,
            _fullRange);
        CorrelationPlan pick = Plan(Format, IdentityLike(step.Blur), movement, SampleType.Float32, _fullRange, _fullRange);
        var source = new UnsharpRowSource(_rows, blur, pick, step.Amount, step.Threshold * _fullRange / 255, weighted, _options.Limits);
        Push(step.Text,
            $"{blur.Description}; difference added{(Format.HasAlpha ? ", alpha passed through" : "")}",
                source, source.BufferBytes, blur, pick);
    }

    // A kernel with weight 1 at the anchor. It copies the picture with the geometry of another kernel.
    private static Kernel IdentityLike(Kernel like) => IdentityLike(like, like.AnchorX, like.AnchorY);

    private static Kernel IdentityLike(Kernel like, int x, int y)
    {
        double[] column = new double[like.Height], row = new double[like.Width];
        column[y] = row[x] = 1;
        return Kernel.FromFactors(column, row).WithAnchor(like.AnchorX, like.AnchorY);
    }

    // A kernel with weight 1 in place of the only nonzero weight, or null if there are several.
    private static Kernel? SingleTap(Kernel kernel)
    {
        double[] weights = kernel.ToArray();
        int tap = Array.FindIndex(weights, weight => weight != 0);
        return Array.FindLastIndex(weights, weight => weight != 0) == tap
            ? IdentityLike(kernel, tap % kernel.Width, tap / kernel.Width)
            : null;
    }
}
