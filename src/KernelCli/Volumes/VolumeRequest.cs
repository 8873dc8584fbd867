using System.Globalization;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Layers;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Layers;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;
using KernelCli.Text;

namespace KernelCli.Cli.Volumes;

/// <summary>What was typed about a volume, understood.</summary>
internal sealed record VolumeRequest
{
    private const int MaxSide = 255;

    public required IReadOnlyList<string> Slices { get; init; }

    public required VolumeKernel Kernel { get; init; }

    public required string Folder { get; init; }

    public required VolumeAxis X { get; init; }

    public required VolumeAxis Y { get; init; }

    public required VolumeAxis Z { get; init; }

    public required ImageLimits Limits { get; init; }

    public int Threads { get; init; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">They do not make sense, or not together.</exception>
    public static VolumeRequest Create(ParsedArguments words)
    {
        ImageLimits limits = OptionValues.Limits(words.Text(ApplyOptions.MaxPixels), words.Text(ApplyOptions.MaxMemory));
        string[] padding = PerAxis("--padding", words.Text(VolumeOptions.Padding) ?? "same"), border = PerAxis("--border", words.Text(VolumeOptions.Border) ?? "replicate");
        string[] stride = PerAxis("--stride", words.Text(VolumeOptions.Stride) ?? "1");
        VolumeAxis[] axes = [.. Enumerable.Range(0, 3).Select(axis => AxisOf(padding[axis], border[axis], stride[axis]))];

        // Slices that are named keep the order in which they were named.
        List<string> named = words.Arguments;
        return new VolumeRequest
        {
            Slices = named.TrueForAll(name => !InputFinder.IsPattern(name) && !Directory.Exists(name)) ? named
                : [.. InputFinder.Find(new InputOptions(named, true, [], [], null)).Select(input => input.Path)],
            Kernel = KernelOf(words.Text(VolumeOptions.Filter) ?? throw new UsageException("say the kernel with -f, such as box3d:3 or gaussian3d:1.5"), limits),
            Folder = words.Text(VolumeOptions.OutputFolder) ?? throw new UsageException("say where the slices go with -O DIR"),
            X = axes[0],
            Y = axes[1],
            Z = axes[2],
            Limits = limits,
            Threads = (int)OptionValues.Whole("--jobs", words.Text(ApplyOptions.Jobs), 0, 0, 1024),
        };
    }

    /// <summary>The path of an output slice.</summary>
    public string OutputOf(int z) => PathStyle.Current.Join(Folder, string.Create(CultureInfo.InvariantCulture, $"slice-{z:0000}{Path.GetExtension(Slices[0])}"));

    private static VolumeKernel KernelOf(string spec, ImageLimits limits)
    {
        if (spec.StartsWith("file=", StringComparison.Ordinal))
        {
            Tensor weights = LayerRequest.ReadTensor(spec["file=".Length..], limits);
            return weights.Shape.Length == 3 && !Array.Exists(weights.Shape, side => side is < 1 or > MaxSide)
                ? VolumeKernel.FromWeights(weights)
                : throw new UsageException($"filter '{spec}': weights of shape {Tensor.Text(weights.Shape)} where (slices, rows, columns) is needed, each up to {MaxSide}");
        }
        string[] parts = spec.Split(':');
        if (parts is ["box3d", var size])
        {
            int[] sides = [.. size.Split('x').Select(side => (int)OptionValues.Whole("box3d", side, 0, 1, MaxSide))];
            return sides.Length switch
            {
                1 => VolumeKernel.Box(sides[0], sides[0], sides[0]),
                3 => VolumeKernel.Box(sides[0], sides[1], sides[2]),
                _ => throw new UsageException($"filter '{spec}': use box3d:N or box3d:XxYxZ"),
            };
        }
        if (parts is ["gaussian3d", var sigma])
            return double.TryParse(sigma, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 20
                ? VolumeKernel.Gaussian(value)
                : throw new UsageException($"filter '{spec}': sigma must be above 0 and at most 20");
        throw new UsageException($"filter '{spec}': use box3d:N, gaussian3d:SIGMA or file=K.npy{Spelling.Hint(parts[0], ["box3d", "gaussian3d"])}");
    }

    private static string[] PerAxis(string option, string text)
    {
        string[] parts = text.Split(',');
        return parts.Length switch
        {
            1 => [text, text, text],
            3 => parts,
            _ => throw new UsageException($"{option} {text}: say one for all axes, or three: across, down, through"),
        };
    }

    private static VolumeAxis AxisOf(string padding, string border, string stride)
    {
        (PaddingMode mode, int before) = padding switch
        {
            "same" => (PaddingMode.Same, 0),
            "valid" => (PaddingMode.Valid, 0),
            "full" => (PaddingMode.Full, 0),
            _ => (PaddingMode.Explicit, (int)OptionValues.Whole("--padding", padding, 0, 0, 1 << 20)),
        };
        return new VolumeAxis(mode, before, (int)OptionValues.Whole("--stride", stride, 1, 1, 1 << 20), OptionValues.Parsed(VolumeOptions.Border, border, GeometryText.ParseBorder));
    }
}
