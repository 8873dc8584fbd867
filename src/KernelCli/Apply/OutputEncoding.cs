using KernelCli.Cli.Errors;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;

namespace KernelCli.Cli.Apply;

/// <summary>What is written: which format, and whether it holds what the chain gives.</summary>
internal static class OutputEncoding
{
    /// <summary>The format that an output's name says; null to write what was read.</summary>
    public static ImageCodec? OfName(string? file)
    {
        if (file is null or StandardStreams.Name)
            return null;
        return ImageCodecs.ByExtension(file) ?? throw new UsageException(Path.GetExtension(file) is { Length: > 0 } extension
            ? $"'{file}': no format has the extension '{extension}'; use one of "
                + $"{string.Join(' ', ImageCodecs.All.SelectMany(codec => codec.Extensions.ToArray()))}, or --format"
            : $"'{file}' has no extension: say the format with --format");
    }

    /// <summary>A file whose ending says another format than it holds would be no service.</summary>
    public static void CheckInPlace(string input, ImageCodec? wanted, ImageCodec format)
    {
        if (wanted is not null && ImageCodecs.ByExtension(input)?.Name != format.Name)
            throw new UsageException($"{input}: --in-place keeps the name, so --format {format.Name} cannot be written: use -o or -O");
    }

    /// <summary>The sample type written.</summary>
    public static SampleType Depth(string input, ImageCodec format, SampleType? asked, SampleType source)
    {
        SampleType wanted = asked ?? source;
        if (format.CanWrite(wanted))
            return wanted;

        // A format that holds one type alone leaves nothing to choose, unless precision would be lost.
        if (asked is null && format.WritableSamples is [SampleType.Float32])
            return SampleType.Float32;
        string held = string.Join(" or ", Array.ConvertAll(format.WritableSamples.ToArray(), NameOf));
        throw new UsageException($"{input}: {format.Name} holds {held}, not {NameOf(wanted)}: add --depth "
            + $"{held.Replace(" or ", "|", StringComparison.Ordinal).Replace(" bit", "", StringComparison.Ordinal)}, or write another "
                + "format");
    }

    /// <summary>Refuses alpha where the format holds none.</summary>
    public static void CheckLayout(string input, ImageCodec format, PixelLayout layout)
    {
        if (!format.CanWrite(layout))
            throw new UsageException($"{input}: {format.Name} holds no alpha channel: add --alpha drop, or write png or pam");
    }

    private static string NameOf(SampleType sample) => sample switch
    {
        SampleType.UInt8 => "8 bit",
        SampleType.UInt16 => "16 bit",
        _ => "f32",
    };
}
