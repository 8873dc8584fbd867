using System.Security.Cryptography;
using System.Text;
using KernelCli.Chains.Steps;
using KernelCli.Cli.Jobs;
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
        ApplyOptions.Restart, ApplyOptions.Compression, ApplyOptions.Metadata, ApplyOptions.Lenient,
    ];

    /// <summary>The fingerprint, in hexadecimal digits.</summary>
    public static string Of(ApplyRequest request, ParsedWords words)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (OptionSpec option in Deciding)
            foreach (string value in words.Texts(option))
                hash.AppendData(Encoding.UTF8.GetBytes($"{option.Name}={value}\n"));
        foreach (string path in FilesOf(request, words))
            hash.AppendData(FileException.Guard(path, () => SHA256.HashData(File.ReadAllBytes(path))));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    private static IEnumerable<string> FilesOf(ApplyRequest request, ParsedWords words)
    {
        foreach (string spec in words.Texts(ApplyOptions.Filters))
            if (spec.StartsWith("file=", StringComparison.Ordinal))
                yield return spec["file=".Length..];
        foreach (FilterStep step in request.Steps)
            if (step is MaskStep mask)
                yield return mask.Path;
    }
}
