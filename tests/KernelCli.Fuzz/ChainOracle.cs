using System.Globalization;
using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Fuzz;

/// <summary>
/// Random chains with random options over random small pictures: the same result at every vector width and with one thread and
/// three, or the same refusal; one kernel of whole numbers over bytes equals its definition.
/// </summary>
internal static class ChainOracle
{
    private static readonly string[] Filters =
    [
        "box:#", "box:#x#", "gaussian:~", "gaussian:~:size=!", "binomial:!", "triangle:!", "disk:~", "motion:!:#", "laplacian", "sharpen:~", "sobel", "sobel:x", "scharr", "prewitt:y", "roberts",
        "freichen", "kirsch", "robinson:ne", "emboss:#", "unsharp:~:amount=~", "highpass:~", "log:~", "dog:~:#", "median:!", "median:!x!", "min:!", "max:!:shape=disk", "rank:!:#", "despeckle:3:#",
        "open:!", "close:!", "gradient:3", "tophat:!", "blackhat:!", "stddev:!", "adaptive:!:#", "adaptive:!:#:by=gaussian", "niblack:!:~", "sauvola:!:~", "bilateral:~:#", "guided:!:#", "canny:~:#:90",
        "custom:~,#,-#/#,0,~", "custom:0.5,0.25/-~,1", "separable:1,#,1/~,0,-1", "abs", "invert", "multiply:~", "add:#", "gamma:~", "threshold:#", "clip:#:200",
    ];

    private static readonly string[] Keys = ["", "", "", ":div=#", ":mul=~", ":bias=#", ":norm=sum", ":stride=#", ":padding=full", ":padding=valid", ":border=wrap", ":border=constant=#", ":dilate=#", ":flip=1", ":anchor=0+0"];

    /// <summary>Inputs that name each filter once.</summary>
    public static IEnumerable<byte[]> Seeds() => Filters.Select((_, i) => Enumerable.Range(0, 64).Select(k => k == 1 ? (byte)i : (byte)((k * 37) + i)).ToArray());

    public static void Check(byte[] input)
    {
        var choices = new Choices(input);
        if (choices.Next(4) == 0)
        {
            CheckExact(choices);
            return;
        }
        string[] specs = [.. Enumerable.Range(0, 1 + choices.Next(3)).Select(_ => Written(Filters[choices.Next(Filters.Length)], choices) + Written(Keys[choices.Next(Keys.Length)], choices))];
        var format = new PixelFormat((PixelLayout)(1 + choices.Next(4)), (SampleType)(choices.Next(3) is var type && type == 2 ? (int)SampleType.Float32 : type));
        var info = new ImageInfo(1 + choices.Next(40), 1 + choices.Next(24), format);
        byte[] samples = Samples(info, choices);
        ChainOptions options = Options(choices);
        string expected = Outcome(info, samples, specs, options);
        foreach (VectorWidth width in VectorWidths.Supported())
            foreach (int threads in (int[])[1, 3])
                if (Outcome(info, samples, specs, options with { Width = width, Geometry = options.Geometry with { Threads = threads } }) is var actual && actual != expected)
                    throw new InvalidOperationException($"{string.Join(" -f ", specs)} of {info.Width}x{info.Height} {format} with {options}: {actual} at {width}, {threads} threads, and {expected}");
    }

    private static ChainOptions Options(Choices choices) => new()
    {
        Channels = choices.Next(2) == 0 ? ChannelMode.Color : ChannelMode.Gray,
        Alpha = (AlphaMode)choices.Next(3),
        Range = (RangeMode)choices.Next(4),
        Depth = choices.Next(4) switch { 0 => SampleType.UInt8, 1 => SampleType.UInt16, 2 => SampleType.Float32, _ => null },
        Light = choices.Next(4) == 0 ? LightMode.Linear : LightMode.Encoded,
        Limits = new ImageLimits { MaxPixels = 1 << 16, MaxMemory = 16 << 20 },
        Geometry = new CorrelationOptions
        {
            Border = new Border((BorderMode)choices.Next(5), choices.Next(256)),
            Padding = choices.Next(4) switch { 0 => Padding.Full, 1 => Padding.Valid, _ => Padding.Same },
            Stride = new Spacing(1 + choices.Next(3), 1 + choices.Next(3)),
        },
    };

    // The samples of a result, or how the chain is refused.
    private static string Outcome(ImageInfo info, byte[] samples, string[] specs, ChainOptions options)
    {
        try
        {
            using FilterChain chain = ChainBuilder.Build(new PictureRows(info, samples), [.. specs.Select(spec => FilterParser.Parse(spec))], options);
            var digest = new HashCode();
            byte[] row = new byte[chain.Output.Info.RowBytes];
            for (int y = 0; y < chain.Output.Info.Height; y++)
            {
                chain.Output.ReadRow(row);
                digest.AddBytes(row);
            }
            chain.Output.Complete();
            return $"{chain.Output.Info.Width}x{chain.Output.Info.Height} {chain.Output.Info.Format} {digest.ToHashCode()}";
        }
        catch (Exception exception) when (exception is ArgumentException or KernelFormatException or ImageLimitException)
        {
            return exception.Message;
        }
    }

    // result = clamp(floor(sum / div + bias + 1/2)) of bytes, cell by cell.
    private static void CheckExact(Choices choices)
    {
        int columns = 1 + choices.Next(5), rows = 1 + choices.Next(5), divisor = 1 + choices.Next(20), bias = choices.Next(60) - 30;
        int[] weights = [.. Enumerable.Range(0, columns * rows).Select(_ => choices.Next(256) - 128)];
        string spec = $"custom:{string.Join('/', weights.Chunk(columns).Select(row => string.Join(',', row)))}:div={divisor}:bias={bias}";
        var info = new ImageInfo(1 + choices.Next(70), 1 + choices.Next(12), new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        byte[] samples = Samples(info, choices);
        (int strideX, int strideY) = (1 + choices.Next(3), 1 + choices.Next(3));
        var options = new ChainOptions { Geometry = new CorrelationOptions { Stride = new Spacing(strideX, strideY) } };
        using FilterChain chain = ChainBuilder.Build(new PictureRows(info, samples), [FilterParser.Parse(spec)], options);
        byte[] row = new byte[chain.Output.Info.RowBytes];
        for (int y = 0; y < chain.Output.Info.Height; y++)
        {
            chain.Output.ReadRow(row);
            for (int x = 0; x < row.Length; x++)
            {
                long sum = 0;
                for (int k = 0; k < weights.Length; k++)
                {
                    int sx = Math.Clamp((x * strideX) + (k % columns) - (columns / 2), 0, info.Width - 1), sy = Math.Clamp((y * strideY) + (k / columns) - (rows / 2), 0, info.Height - 1);
                    sum += weights[k] * samples[(sy * info.Width) + sx];
                }
                long expected = Math.Clamp((long)Math.Floor((((2m * sum) / divisor) + (2 * bias) + 1) / 2), 0, 255);
                if (row[x] != expected)
                    throw new InvalidOperationException($"{spec} of {info.Width}x{info.Height}, stride {strideX}x{strideY}: {row[x]} instead of {expected} at {x},{y}");
            }
        }
        chain.Output.Complete();
    }

    // # is a whole number, ! an odd one, ~ a decimal one.
    private static string Written(string template, Choices choices) => string.Concat(template.Select(letter => letter switch
    {
        '#' => (1 + choices.Next(9)).ToString(CultureInfo.InvariantCulture),
        '!' => (1 + (2 * choices.Next(6))).ToString(CultureInfo.InvariantCulture),
        '~' => ((1 + choices.Next(40)) / 10.0).ToString(CultureInfo.InvariantCulture),
        _ => letter.ToString(),
    }));

    private static byte[] Samples(ImageInfo info, Choices choices)
    {
        byte[] samples = new byte[info.RowBytes * info.Height];
        if (info.Format.Sample is not SampleType.Float32)
            for (int i = 0; i < samples.Length; i++)
                samples[i] = (byte)choices.Next(256);
        else
            foreach (ref float sample in MemoryMarshal.Cast<byte, float>(samples.AsSpan()))
                sample = choices.Next(256) switch { 255 => float.NaN, 254 => float.PositiveInfinity, var level => (level - 60) / 128f };
        return samples;
    }

    // The bytes of an input as choices; when they are used up, what follows is made from them.
    private sealed class Choices(byte[] bytes)
    {
        private int _next;
        private uint _state = 2166136261;

        public int Next(int count)
        {
            _state = (_state ^ (_next < bytes.Length ? bytes[_next] : 0u)) * 16777619;
            int value = _next < bytes.Length ? bytes[_next] : (int)(_state >> 9);
            _next++;
            return value % count;
        }
    }

    private sealed class PictureRows(ImageInfo info, byte[] samples) : RowSource(info)
    {
        protected override void ReadNextRow(Span<byte> row, int y) => samples.AsSpan(y * Info.RowBytes, Info.RowBytes).CopyTo(row);

        protected override void CompleteRows()
        {
        }
    }
}
