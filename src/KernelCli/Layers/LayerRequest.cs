using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
using KernelCli.Codecs.Registry;
using KernelCli.Layers;
using KernelCli.Layers.Files;
using KernelCli.Primitives;

namespace KernelCli.Cli.Layers;

/// <summary>The parsed arguments of <c>layer</c>.</summary>
internal sealed record LayerRequest
{
    public required string Input { get; init; }

    public required ConvolutionLayer[] Layers { get; init; }

    public required ImageLimits Limits { get; init; }

    public ChannelMode? Channels { get; init; }

    public double[]? Mean { get; init; }

    public double[]? Std { get; init; }

    public string? Gate { get; init; }

    public string? Output { get; init; }

    public string? Folder { get; init; }

    public string? Montage { get; init; }

    public int Threads { get; init; }

    /// <summary>Reads the options, and the tensors that they name.</summary>
    /// <exception cref="UsageException">An option or a tensor is invalid, or options contradict each other.</exception>
    public static LayerRequest Create(ParsedArguments arguments)
    {
        string? output = arguments.Get(LayerOptions.Output), folder = arguments.Get(LayerOptions.OutputFolder),
            montage = arguments.Get(LayerOptions.Montage);
        string? weights = arguments.Get(LayerOptions.Weights), model = arguments.Get(LayerOptions.Model);
        if (output is null == folder is null && (output is not null || montage is null))
            throw new UsageException("say where the feature maps go: -o FILE.npy or -O DIR, or --montage FILE for a picture alone");
        if (weights is null == model is null)
            throw new UsageException("say the layer with --weights, or several with --model");
        if (output is not null && !output.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"-o {output}: feature maps are written as .npy");
        if (montage is not null && ImageCodecs.ByExtension(montage)?.CanWrite(SampleType.UInt8) is not true)
            throw new UsageException($"{LayerOptions.Montage.Name} {montage}: use a name that ends with .png, .jpg, .ppm, .bmp or .qoi");
        ImageLimits limits = CommonOptions.Limits(arguments);
        return new LayerRequest
        {
            Input = arguments.Inputs[0],
            Layers = model is null ? [ReadLayer(arguments, weights!, limits)] : ReadModel(arguments, model, limits),
            Limits = limits,
            Channels = arguments.Get(LayerOptions.Channels),
            Mean = arguments.Get(LayerOptions.Mean),
            Std = arguments.Get(LayerOptions.Std),
            Gate = arguments.Get(LayerOptions.Gate),
            Output = output,
            Folder = folder,
            Montage = montage,
            Threads = arguments.Get(CommonOptions.Jobs),
        };
    }

    /// <summary>Reads a tensor that the command line names.</summary>
    public static Tensor ReadTensor(string word, ImageLimits limits) =>
        FileException.Guard(word, () => Understood(() => TensorFile.Read(word, File.OpenRead, limits)));

    private static ConvolutionLayer[] ReadModel(ParsedArguments arguments, string model, ImageLimits limits)
    {
        foreach (OptionDefinition option in LayerOptions.OfOneLayer)
            if (arguments.IsGiven(option))
                throw new UsageException($"{option.Name} belongs to a single layer; a model says it in its file");
        return FileException.Guard(model, () => Understood(() =>
            LayerModelFile.Read(model, path => FileException.Guard(path, () => File.OpenRead(path)), limits)));
    }

    private static ConvolutionLayer ReadLayer(ParsedArguments arguments, string weights, ImageLimits limits) => new()
    {
        Weights = ReadTensor(weights, limits),
        Bias = arguments.Get(LayerOptions.Bias) is { } bias ? ReadTensor(bias, limits) : null,
        Stride = arguments.Get(CommonOptions.Stride),
        Dilation = arguments.Get(LayerOptions.Dilation),
        Padding = arguments.Get(LayerOptions.Padding),
        OutputPadding = arguments.Get(LayerOptions.OutputPadding),
        Border = arguments.Get(LayerOptions.Border),
        Groups = arguments.Get(LayerOptions.Groups),
        IsTransposed = arguments.Get(LayerOptions.Transpose),
        Activation = arguments.Get(LayerOptions.Activation),
    };

    // The message of a KernelFormatException already names the file, so a usage error is thrown, which FileException.Guard does not wrap.
    private static T Understood<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (KernelFormatException exception)
        {
            throw new UsageException(Advice.Message(exception));
        }
    }
}
