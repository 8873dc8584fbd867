using System.IO.Hashing;
using System.Text;
using KernelCli.Chains.Steps;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;

namespace KernelCli.Cli.Batch;

/// <summary>A short name for all that decides what is written for a given input: options, and the contents of the files that filters name.</summary>
internal static class ChainFingerprint
{
    private static readonly OptionSpec[] Deciding =
    [
        ApplyOptions.Filters, ApplyOptions.Channels, ApplyOptions.Luma, ApplyOptions.Alpha, ApplyOptions.Padding, ApplyOptions.Border, ApplyOptions.Stride,
        ApplyOptions.Convolve, ApplyOptions.Range, ApplyOptions.Depth, ApplyOptions.Format, ApplyOptions.Quality, ApplyOptions.Subsampling, ApplyOptions.Optimize,
        ApplyOptions.Restart, ApplyOptions.Compression, ApplyOptions.Metadata, ApplyOptions.Decoder, ApplyOptions.Lenient,
    ];

    /// <summary>The fingerprint, in hexadecimal digits.</summary>
    public static string Of(ApplyRequest request, ParsedArguments words)
    {
        var hash = new XxHash128();
        foreach (OptionSpec option in Deciding)
            foreach (string value in words.Texts(option))
                hash.Append(Encoding.UTF8.GetBytes($"{option.Name}={value}\n"));
        foreach (string file in request.FilterFileHashes)
            hash.Append(Encoding.UTF8.GetBytes(file));

        // Masks are read picture by picture, so that only files can be looked at beforehand.
        foreach (FilterStep step in request.Steps)
            if (step is MaskStep mask && mask.Path != OutputTarget.Standard)
                hash.Append(FileException.Guard(mask.Path, () => XxHash128.Hash(File.ReadAllBytes(mask.Path))));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The hash of a file's contents, as the fingerprint takes it in.</summary>
    public static string OfFile(ReadOnlySpan<byte> contents) => Convert.ToHexStringLower(XxHash128.Hash(contents));
}
