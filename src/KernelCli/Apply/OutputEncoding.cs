using KernelCli.Cli.Errors;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;

namespace KernelCli.Cli.Apply;

/// <summary>
/// Selects the output format and sample type, and checks that the format can store the result of the chain.
/// </summary>
internal static class OutputEncoding
{
    /// <summary>The format of an output file's extension; null for standard output or no file.</summary>
    /// <exception cref="UsageException">The extension is missing or unknown.</exception>
    public static ImageCodec? OfName(string? file)
    {
        if (file is null or StandardStreams.Name)
            return null;
        return ImageCodecs.ByExtension(file) ?? throw new UsageException(Path.GetExtension(file) is { Length: > 0 } extension
            ? $"'{file}': no format has the extension '{extension}'; use one of "
                + $"{string.Join(' ', ImageCodecs.All.SelectMany(codec => codec.Extensions.ToArray()))}, or --format"
            : $"'{file}' has no extension: say the format with --format");
    }

    /// <summary>Refuses <c>--in-place</c> with a requested format that does not match the file's extension.</summary>
    public static void CheckInPlace(string input, ImageCodec? wanted, ImageCodec format)
    {
        if (wanted is not null && ImageCodecs.ByExtension(input)?.Name != format.Name)
            throw new UsageException($"{input}: --in-place keeps the name, so --format {format.Name} cannot be written: use -o or -O");
    }

    /// <summary>
    /// The sample type to write: the requested one, else that of the source, else float32 if the format has no other.
    /// </summary>
    /// <exception cref="UsageException">The format cannot store it.</exception>
    public static SampleType Depth(string input, ImageCodec format, SampleType? asked, SampleType source)
    {
        SampleType wanted = asked ?? source;
        if (format.CanWrite(wanted))
            return wanted;

        // A format that stores only float32 needs no --depth, because float32 holds 8-bit and 16-bit samples exactly.
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
