using System.Globalization;
using KernelCli.Chains;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Text;

namespace KernelCli.Cli.Options;

/// <summary>Reads the values of options; what is none of them is a usage error that names the choices.</summary>
internal static class OptionValues
{
    // The words of each stand in the order of its enumeration; the first is the default.
    public static ChannelMode Channels(string? text) => (ChannelMode)Pick("--channels", text, ["gray", "color"]);

    public static Luma LumaOf(string? text) => (Luma)Pick("--luma", text, ["bt601", "bt709", "average", "max", "red", "green", "blue"]);

    public static AlphaMode Alpha(string? text) => (AlphaMode)Pick("--alpha", text, ["auto", "keep", "drop"]);

    public static RangeMode Range(string? text) => (RangeMode)Pick("--range", text, ["clip", "abs", "mid", "stretch"]);

    /// <summary>The sample type asked for; null to keep the picture's.</summary>
    public static SampleType? Depth(string? text) => Pick("--depth", text, ["keep", "8", "16", "f32"]) switch
    {
        0 => null,
        1 => SampleType.UInt8,
        2 => SampleType.UInt16,
        _ => SampleType.Float32,
    };

    public static ChromaSubsampling Subsampling(string? text) => (ChromaSubsampling)Pick("--subsampling", text, ["420", "444"]);

    public static bool KeepMetadata(string? text) => Pick("--metadata", text, ["keep", "none"]) == 0;

    /// <summary>Whether the ImageSharp library is to decode what there are codecs of our own for.</summary>
    public static bool ForcesImageSharp(ParsedArguments words)
    {
        bool forces = Pick("--decoder", words.Text(ApplyOptions.Decoder), ["builtin", "imagesharp"]) == 1;
        return forces && !ImageCodecs.HasImageSharp
            ? throw new UsageException("--decoder imagesharp: it is not in this build; leave the option out, or build with -p:WithImageSharp=true (see the README)")
            : forces;
    }

    public static ImageCodec? Format(string? text)
    {
        if (text is null)
            return null;
        return ImageCodecs.ByName(text)
            ?? throw new UsageException($"--format {text}: there is no such format; use {string.Join(", ", ImageCodecs.All.Select(codec => codec.Name))}");
    }

    /// <summary>An option's value by the library's parser.</summary>
    /// <exception cref="UsageException">It is not understood.</exception>
    public static T Parsed<T>(OptionSpec option, ParsedArguments words, Func<string, T> parse, T otherwise) =>
        words.Text(option) is { } text ? Parsed(option, text, parse) : otherwise;

    /// <inheritdoc cref="Parsed{T}(OptionSpec, ParsedArguments, Func{string, T}, T)"/>
    public static T Parsed<T>(OptionSpec option, string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (KernelFormatException exception)
        {
            throw new UsageException($"{option.Name} {exception.Message}");
        }
    }

    /// <summary>A whole number in a range.</summary>
    public static long Whole(string option, string? text, long otherwise, long least, long most)
    {
        if (text is null)
            return otherwise;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most
            ? value
            : throw new UsageException($"{option} {text}: use a whole number from {least} to {most}");
    }

    /// <summary>The limits on pictures and buffers.</summary>
    public static ImageLimits Limits(string? maxPixels, string? maxMemory) => new()
    {
        MaxPixels = Whole("--max-pixels", maxPixels, ImageLimits.Default.MaxPixels, 1, long.MaxValue),
        MaxMemory = Size("--max-memory", maxMemory, ImageLimits.Default.MaxMemory),
    };

    /// <summary>A number of bytes: 1000000, 500M, 1.5G, 2GiB. The letters are powers of 1024.</summary>
    public static long Size(string option, string? text, long otherwise)
    {
        if (text is null)
            return otherwise;
        string number = text.TrimEnd('b', 'B').TrimEnd('i');
        long unit = number.Length == 0 ? 0 : char.ToUpperInvariant(number[^1]) switch
        {
            'K' => 1L << 10,
            'M' => 1L << 20,
            'G' => 1L << 30,
            'T' => 1L << 40,
            _ => 1,
        };
        if (unit > 1)
            number = number[..^1];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0 && value * unit < long.MaxValue / 2
            ? (long)(value * unit)
            : throw new UsageException($"{option} {text}: use a size such as 500M or 4G");
    }

    /// <summary>The place of a word in a list; 0, the default, where none was given.</summary>
    public static int Pick(string option, string? text, ReadOnlySpan<string> words)
    {
        if (text is null)
            return 0;
        int index = words.IndexOf(text);
        return index >= 0 ? index : throw new UsageException($"{option} {text}: use {string.Join(", ", words)}{Spelling.Hint(text, words.ToArray())}");
    }
}
