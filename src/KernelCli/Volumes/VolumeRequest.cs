using System.Globalization;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Layers;
using KernelCli.Cli.Options;
using KernelCli.Cli.Paths;
using KernelCli.Layers;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Cli.Volumes;

/// <summary>The parsed arguments of <c>volume</c>.</summary>
internal sealed record VolumeRequest
{
    public required IReadOnlyList<string> Slices { get; init; }

    public required VolumeKernel Kernel { get; init; }

    public required string Folder { get; init; }

    public required VolumeAxis X { get; init; }

    public required VolumeAxis Y { get; init; }

    public required VolumeAxis Z { get; init; }

    public required ImageLimits Limits { get; init; }

    public int Threads { get; init; }

    /// <summary>Reads the options, and the kernel if it is in a file.</summary>
    /// <exception cref="UsageException">An option is invalid or missing, or no slices were found.</exception>
    public static VolumeRequest Create(ParsedArguments arguments)
    {
        FilterSpec.CheckInputs(arguments, VolumeOptions.Filter);
        ImageLimits limits = CommonOptions.Limits(arguments);
        Padding[] padding = arguments.Get(VolumeOptions.Padding);
        Border[] border = arguments.Get(VolumeOptions.Border);
        int[] stride = arguments.Get(VolumeOptions.Stride);
        VolumeAxis Axis(int axis) => new(padding[axis].Mode, padding[axis].Left, stride[axis], border[axis]);

        // Files keep the order of the command line; if there is a folder or a pattern, all slices are sorted by relative path.
        List<string> named = arguments.Inputs;
        return new VolumeRequest
        {
            Slices = named.TrueForAll(name => !InputFinder.IsPattern(name) && !Directory.Exists(name)) ? named
                : [.. InputFinder.Find(new InputOptions(named, true, [], [], null)
                {
                    OutputFolder = arguments.Get(VolumeOptions.OutputFolder),
                }).Select(input => input.Path)],
            Kernel =
                ReadKernel(arguments.Get(VolumeOptions.Filter)
                ?? throw new UsageException("say the kernel with -f, such as box3d:3 or gaussian3d:1.5"), limits),
            Folder = arguments.Get(VolumeOptions.OutputFolder) ?? throw new UsageException("say where the slices go with -O DIR"),
            X = Axis(0),
            Y = Axis(1),
            Z = Axis(2),
            Limits = limits,
            Threads = arguments.Get(CommonOptions.Jobs),
        };
    }

    /// <summary>The path of an output slice.</summary>
    public string OutputOf(int z) =>
        PathStyle.Current.Join(Folder, string.Create(CultureInfo.InvariantCulture, $"slice-{z:0000}{Path.GetExtension(Slices[0])}"));

    private static VolumeKernel ReadKernel(string spec, ImageLimits limits) =>
        FilterSpec.Understand(spec, () => VolumeKernelCatalogue.Parse(spec, path => LayerRequest.ReadTensor(path, limits)));
}
