using System.Globalization;
using KernelCli.Chains;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Cli.Options;

/// <summary>Reads the values of options; what is none of them is a usage error that names the choices.</summary>
internal static class OptionValues
{
    public static ChannelMode Channels(string? text) => Pick("--channels", text, ("gray", ChannelMode.Gray), ("color", ChannelMode.Color));

    public static Luma LumaOf(string? text) => Pick("--luma", text, ("bt601", Luma.Bt601), ("bt709", Luma.Bt709), ("average", Luma.Average),
        ("max", Luma.Max), ("red", Luma.Red), ("green", Luma.Green), ("blue", Luma.Blue));

    public static AlphaMode Alpha(string? text) => Pick("--alpha", text, ("auto", AlphaMode.Auto), ("keep", AlphaMode.Keep), ("drop", AlphaMode.Drop));

    public static RangeMode Range(string? text) => Pick("--range", text, ("clip", RangeMode.Clip), ("abs", RangeMode.Abs), ("mid", RangeMode.Mid), ("stretch", RangeMode.Stretch));

    public static SampleType? Depth(string? text) => Pick<SampleType?>("--depth", text, ("keep", null), ("8", SampleType.UInt8), ("16", SampleType.UInt16), ("f32", SampleType.Float32));

    public static bool KeepMetadata(string? text) => Pick("--metadata", text, ("keep", true), ("none", false));

    public static ImageCodec? Format(string? text)
    {
        if (text is null)
            return null;
        return ImageCodecs.ByName(text)
            ?? throw new UsageException($"--format {text}: there is no such format; use {string.Join(", ", ImageCodecs.All.Select(codec => codec.Name))}");
    }

    public static int InRange(string option, int value, int least, int most) => value >= least && value <= most
        ? value
        : throw new UsageException($"{option} {value}: use a number from {least} to {most}");

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

    private static T Pick<T>(string option, string? text, params (string Word, T Value)[] choices)
    {
        if (text is null)
            return choices[0].Value;
        foreach ((string word, T value) in choices)
            if (word == text)
                return value;
        string[] words = Array.ConvertAll(choices, choice => choice.Word);
        throw new UsageException($"{option} {text}: use {string.Join(", ", words)}{Spelling.Hint(text, words)}");
    }
}
