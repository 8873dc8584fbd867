using KernelCli.Primitives;
using KernelCli.Text;

namespace KernelCli.Layers;

/// <summary>The table of three-dimensional kernels that a spec can name.</summary>
internal static class VolumeKernelCatalogue
{
    /// <summary>The largest number of weights along an axis.</summary>
    public const int MaxSide = 255;

    private const string FilePrefix = "file=";
    private const double MaxSigma = 20;

    private static readonly (string Name, Func<SpecToken, VolumeKernel> Create)[] Rows =
        [("box3d", Box), ("gaussian3d", Gaussian)];

    /// <summary>What a spec may be.</summary>
    public const string Forms = "box3d:N|box3d:XxYxZ|gaussian3d:SIGMA|file=K.npy";

    /// <summary>The file that a spec names, or null where it names none.</summary>
    public static string? FileOf(string spec) => spec.StartsWith(FilePrefix, StringComparison.Ordinal) ? spec[FilePrefix.Length..] : null;

    /// <summary>Reads a spec.</summary>
    /// <param name="spec">The text.</param>
    /// <param name="readWeights">Reads a tensor.</param>
    /// <exception cref="KernelFormatException">The spec cannot be parsed.</exception>
    public static VolumeKernel Parse(string spec, Func<string, Tensor> readWeights)
    {
        var token = new SpecToken(spec);
        if (FileOf(spec) is { } path)
            return FromFile(token, readWeights(path));
        int colon = spec.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? spec : spec[..colon];
        foreach ((string known, Func<SpecToken, VolumeKernel> create) in Rows)
            if (known == name && colon >= 0)
                return create(token.Part(colon + 1));
        throw token.Refuse($"use {Forms.Replace("|", ", ", StringComparison.Ordinal)}{Spelling.Hint(name, Rows.Select(row => row.Name))}");
    }

    private static VolumeKernel Box(SpecToken size)
    {
        int[] sides = Array.ConvertAll(size.Split('x'), side => side.Integer("a side", 1, MaxSide));
        return sides.Length switch
        {
            1 => VolumeKernel.Box(sides[0], sides[0], sides[0]),
            3 => VolumeKernel.Box(sides[0], sides[1], sides[2]),
            _ => throw size.Error("use box3d:N or box3d:XxYxZ"),
        };
    }

    private static VolumeKernel Gaussian(SpecToken sigma) => sigma.Number("sigma") is > 0 and <= MaxSigma and var value
        ? VolumeKernel.Gaussian(value)
        : throw sigma.Error($"sigma must be above 0 and at most {MaxSigma}");

    private static VolumeKernel FromFile(SpecToken token, Tensor weights) =>
        weights.Shape.Length == 3 && !Array.Exists(weights.Shape, side => side is < 1 or > MaxSide)
            ? VolumeKernel.FromWeights(weights)
            : throw token.Refuse(
                $"weights of shape {Tensor.Text(weights.Shape)} where (slices, rows, columns) is needed, each up to {MaxSide}");
}
