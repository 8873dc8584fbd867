using System.Globalization;
using KernelCli.Chains;
using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Benchmarks.Cliffs;

/// <summary>One thing that a user can ask for, and the siblings that it is compared with.</summary>
/// <param name="Group">What the siblings share: they do about the same work.</param>
/// <param name="Spec">The filter.</param>
internal sealed record CliffCase(string Group, string Spec)
{
    private const int Side = 2048;
    private static readonly SampleType[] Readable = [SampleType.UInt8, SampleType.UInt16, SampleType.Float32];

    /// <summary>How the case differs from its siblings apart from the filter.</summary>
    public string Note { get; init; } = "";

    public ChainOptions Options { get; init; } = new() { Geometry = new CorrelationOptions { Threads = 1 } };

    public ImageInfo Picture { get; init; } = Of(PixelLayout.Gray, SampleType.UInt8, Side);

    /// <summary>All cases.</summary>
    public static IEnumerable<CliffCase> All() => [.. Kernels(), .. Geometry(), .. Pictures()];

    // Kernels of a size and structure, with weights of every kind.
    private static IEnumerable<CliffCase> Kernels()
    {
        foreach (int size in (int[])[2, 3, 4, 5, 7, 9, 12, 15, 21, 31])
        {
            var random = new Random(size);
            string Dense(Func<int, string> weight) => "custom:" + string.Join('/', Enumerable.Range(0, size)
                .Select(y => string.Join(',', Enumerable.Range(0, size).Select(x => weight((y * size) + x)))));
            string Outer(double[] line, string format) => Dense(i => (line[i / size] * line[i % size]).ToString(format, CultureInfo.InvariantCulture));
            string[] whole = [.. Enumerable.Range(0, size * size).Select(_ => random.Next(1, 9).ToString(CultureInfo.InvariantCulture))];
            string Real(int digits, bool isSigned) => Math.Round((random.NextDouble() - (isSigned ? 0.5 : 0)) * 2 / size / size, digits)
                .ToString("0.################", CultureInfo.InvariantCulture);
            double[] line = [.. Enumerable.Range(0, size).Select(i => 1.0 + Math.Min(i, size - 1 - i))];
            double total = line.Sum();

            yield return new($"separable {size}", Outer(line, "0") + ":norm=sum");
            yield return new($"separable {size}", Outer(line, "0") + $":mul={(1 / total / total).ToString("0.000000", CultureInfo.InvariantCulture)}");
            yield return new($"separable {size}", Outer(line, "0") + $":div={total * total + 1}:bias=3");
            yield return new($"separable {size}", Outer([.. line.Select(w => w / total)], "0.############"));
            if (size < 10)
                yield return new($"separable {size}", Outer([.. line.Select(w => w / total)], "0.###"));
            yield return new($"separable {size}", Outer([.. line.Select(w => w * 1001)], "0") + ":norm=sum");
            yield return new($"separable {size}", $"gaussian:size={size}");
            yield return new($"separable {size}", $"gaussian:size={size}:mul=1.01");
            yield return new($"separable {size}", $"gaussian:size={size}:bias=10");
            if (size < 24)
                yield return new($"separable {size}", $"binomial:{size}:mul=1.01");

            yield return new($"dense {size}", Dense(i => whole[i]) + ":norm=sum");
            yield return new($"dense {size}", Dense(i => whole[i]) + ":mul=0.333333");
            yield return new($"dense {size}", Dense(i => whole[i]) + ":div=7:bias=-20");
            yield return new($"dense {size}", Dense(i => $"{whole[i]}00{i % 7}") + ":norm=sum");
            yield return new($"dense {size}", Dense(i => $"0.{whole[i]}") + ":norm=sum");
            yield return new($"dense {size}", Dense(i => $"0.{whole[i]}1") + ":norm=sum");
            if (size < 10)
                yield return new($"dense {size}", Dense(_ => Real(3, isSigned: false)));
            yield return new($"dense {size}", Dense(_ => Real(5, isSigned: false)));
            yield return new($"dense {size}", Dense(_ => Real(15, isSigned: false)));
            yield return new($"dense {size}", Dense(_ => Real(15, isSigned: true)));
            yield return new($"dense {size}", Dense(_ => Real(5, isSigned: true)) + ":mul=3.7");
            yield return new($"dense {size}", Dense(_ => (random.Next(-9, 10)).ToString(CultureInfo.InvariantCulture)) + ":div=9");

            yield return new($"box {size}", $"box:{size}");
            yield return new($"box {size}", $"box:{size}:mul=1.01");
            yield return new($"box {size}", $"box:{size}:bias=1.5");
            yield return new($"box {size}", Dense(_ => "1") + ":norm=sum");
            yield return new($"box {size}", Dense(_ => (1.0 / size / size).ToString("0.########", CultureInfo.InvariantCulture)));
            yield return new($"box {size}", Dense(_ => "7") + $":div={size * size * 7}");

            yield return new($"one tap {size}", Dense(i => i == (size * size) - 1 ? "1" : "0"));
            yield return new($"one tap {size}", Dense(i => i == (size * size) - 1 ? "0.37" : "0"));
            yield return new($"one tap {size}", Dense(i => i == 0 ? "1" : i == (size * size) - 1 ? "-1" : "0"));
            yield return new($"one tap {size}", Dense(i => i == 0 ? "0.123" : i == (size * size) - 1 ? "-0.1234567" : "0"));
        }
        foreach (int radius in (int[])[2, 3, 4, 5, 7, 10, 15, 31, 70])
            foreach (string scale in (string[])["", ":mul=1.01", ":bias=1.5"])
                yield return new($"disk {radius}", $"disk:{radius}{scale}");
        foreach (string spec in (string[])["sharpen", "sharpen:0.5", "sharpen:0.123456", "laplacian", "laplacian:mul=0.3", "emboss", "emboss:30", "emboss:33.3", "laplacian:8", "custom:0.11111,0.21,0.1/0.2,0.4,0.2/0.1,0.2,0.1"])
            yield return new("3x3", spec);
        foreach (string spec in (string[])["sobel", "scharr", "prewitt", "roberts", "sobel:mul=0.25", "scharr:mul=0.3"])
            yield return new("gradient", spec);
        foreach (string spec in (string[])["unsharp:2", "unsharp:2:threshold=3", "log:2", "dog:1:2", "motion:9:30", "motion:9:0"])
            yield return new($"{spec.Split(':')[0]}", spec);
    }

    private static IEnumerable<CliffCase> Geometry()
    {
        foreach (string spec in (string[])["box:3", "box:9", "gaussian:2", "gaussian:12", "sobel", "sharpen", "custom:1,2,3/4,5,6/7,8,0.5", "log:2"])
        {
            foreach (BorderMode border in Enum.GetValues<BorderMode>())
                yield return With($"border {spec}", spec, border.ToString(), options => options with { Border = new Border(border, border is BorderMode.Constant ? 7 : 0) });
            foreach (int step in (int[])[1, 2, 3, 5])
                yield return With($"stride {spec}", spec, $"stride {step}", options => options with { Stride = new Spacing(step, step) });
            yield return With($"stride {spec}", spec, "stride 2x1", options => options with { Stride = new Spacing(2, 1) });
            yield return With($"stride {spec}", spec, "stride 1x2", options => options with { Stride = new Spacing(1, 2) });
            foreach (int step in (int[])[1, 2, 3])
                yield return new($"dilate {spec}", $"{spec}:dilate={step}") { Note = $"dilation {step}" };
            yield return With($"padding {spec}", spec, "same", options => options);
            yield return With($"padding {spec}", spec, "valid", options => options with { Padding = Padding.Valid });
            yield return With($"padding {spec}", spec, "full", options => options with { Padding = Padding.Full });
            yield return With($"flip {spec}", spec, "correlate", options => options);
            yield return With($"flip {spec}", spec, "convolve", options => options with { Convolve = true });
        }
    }

    private static IEnumerable<CliffCase> Pictures()
    {
        foreach (string spec in (string[])["box:5", "gaussian:2", "sobel", "sharpen", "custom:1,2,3/4,5,6/7,8,0.5"])
        {
            foreach (RangeMode range in (RangeMode[])[RangeMode.Clip, RangeMode.Abs, RangeMode.Mid])
                yield return new CliffCase($"range {spec}", spec) { Note = range.ToString(), Options = With(spec, spec, "", o => o).Options with { Range = range } };
            foreach (PixelLayout layout in (PixelLayout[])[PixelLayout.Gray, PixelLayout.Rgb])
                yield return new CliffCase($"channels {spec}", spec)
                {
                    Note = layout.ToString(),
                    Picture = Of(layout, SampleType.UInt8, Side),
                    Options = With(spec, spec, "", o => o).Options with { Channels = ChannelMode.Color },
                };
            foreach (PixelLayout layout in (PixelLayout[])[PixelLayout.GrayAlpha, PixelLayout.Rgba])
                yield return new CliffCase($"alpha {spec}", spec)
                {
                    Note = layout.ToString(),
                    Picture = Of(layout, SampleType.UInt8, Side),
                    Options = With(spec, spec, "", o => o).Options with { Channels = ChannelMode.Color },
                };
            foreach (SampleType sample in Readable)
                foreach (SampleType depth in Readable)
                    yield return new CliffCase($"{sample} {spec}", spec)
                    {
                        Note = $"to {depth}",
                        Picture = Of(PixelLayout.Gray, sample, Side),
                        Options = With(spec, spec, "", o => o).Options with { Depth = depth },
                    };
            foreach (int width in (int[])[Side - 1, Side, Side + 1, Side + 17])
                yield return new CliffCase($"width {spec}", spec) { Note = $"{width} wide", Picture = Of(PixelLayout.Gray, SampleType.UInt8, width) };
        }
    }

    private static CliffCase With(string group, string spec, string note, Func<CorrelationOptions, CorrelationOptions> change)
    {
        var one = new CliffCase(group, spec) { Note = note };
        return one with { Options = one.Options with { Geometry = change(one.Options.Geometry) } };
    }

    private static ImageInfo Of(PixelLayout layout, SampleType sample, int width) => new(width, Side, new PixelFormat(layout, sample));
}
