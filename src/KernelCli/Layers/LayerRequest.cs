using System.Globalization;
using KernelCli.Chains;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Layers;
using KernelCli.Layers.Files;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;
using KernelCli.Text;

namespace KernelCli.Cli.Layers;

/// <summary>What was typed about layers, understood.</summary>
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

    public bool Verbose { get; init; }

    /// <summary>Reads the options, and the tensors that they name.</summary>
    /// <exception cref="UsageException">They do not make sense, or not together.</exception>
    public static LayerRequest Create(ParsedArguments words)
    {
        if (words.Arguments.Count != 1)
            throw new UsageException($"layer takes one input, not {words.Arguments.Count}");
        if (words.Has(LayerOptions.Output) == words.Has(LayerOptions.OutputFolder) && (words.Has(LayerOptions.Output) || !words.Has(LayerOptions.Montage)))
            throw new UsageException("say where the feature maps go: -o FILE.npy or -O DIR, or --montage FILE for a picture alone");
        if (words.Has(LayerOptions.Weights) == words.Has(LayerOptions.Model))
            throw new UsageException("say the layer with --weights, or several with --model");
        if (words.Text(LayerOptions.Output) is { } output && !output.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"-o {output}: feature maps are written as .npy");
        if (words.Text(LayerOptions.Montage) is { } montage && ImageCodecs.ByExtension(montage)?.CanWrite(SampleType.UInt8) is not true)
            throw new UsageException($"--montage {montage}: use a name that ends with .png, .jpg, .ppm, .bmp or .qoi");
        ImageLimits limits = OptionValues.Limits(words.Text(ApplyOptions.MaxPixels), words.Text(ApplyOptions.MaxMemory));
        return new LayerRequest
        {
            Input = words.Arguments[0],
            Layers = words.Text(LayerOptions.Model) is { } model ? ReadModel(words, model, limits) : [ReadLayer(words, limits)],
            Limits = limits,
            Channels = words.Has(ApplyOptions.Channels) ? OptionValues.Channels(words.Text(ApplyOptions.Channels)) : null,
            Mean = Numbers(LayerOptions.Mean, words, _ => true),
            Std = Numbers(LayerOptions.Std, words, value => value != 0),
            Gate = words.Text(LayerOptions.Gate),
            Output = words.Text(LayerOptions.Output),
            Folder = words.Text(LayerOptions.OutputFolder),
            Montage = words.Text(LayerOptions.Montage),
            Threads = (int)OptionValues.Whole("--jobs", words.Text(ApplyOptions.Jobs), 0, 0, 1024),
            Verbose = words.Has(ApplyOptions.Verbose),
        };
    }

    /// <summary>Reads a tensor that the command line names.</summary>
    public static Tensor ReadTensor(string word, ImageLimits limits) => FileException.Guard(word, () => Understood(() => TensorFile.Read(word, File.OpenRead, limits)));

    private static ConvolutionLayer[] ReadModel(ParsedArguments words, string model, ImageLimits limits)
    {
        foreach (OptionSpec option in (OptionSpec[])[LayerOptions.Bias, LayerOptions.Stride, LayerOptions.Padding, LayerOptions.Border, LayerOptions.Dilation, LayerOptions.Groups, LayerOptions.Transpose, LayerOptions.OutputPadding, LayerOptions.Activation])
            if (words.Has(option))
                throw new UsageException($"{option.Name} belongs to a single layer; a model says it in its file");
        return FileException.Guard(model, () => Understood(() => LayerModelFile.Read(model, path => FileException.Guard(path, () => File.OpenRead(path)), ParseBorder, limits)));
    }

    private static ConvolutionLayer ReadLayer(ParsedArguments words, ImageLimits limits) => new()
    {
        Weights = ReadTensor(words.Text(LayerOptions.Weights)!, limits),
        Bias = words.Text(LayerOptions.Bias) is { } bias ? ReadTensor(bias, limits) : null,
        Stride = StepOf(LayerOptions.Stride, words),
        Dilation = StepOf(LayerOptions.Dilation, words),
        Padding = Pair(LayerOptions.Padding, words, 0, 0),
        OutputPadding = Pair(LayerOptions.OutputPadding, words, 0, 0),
        Border = OptionValues.Parsed(LayerOptions.Border, words, ParseBorder, new Border(BorderMode.Constant)),
        Groups = (int)OptionValues.Whole("--groups", words.Text(LayerOptions.Groups), 1, 1, 1 << 20),
        IsTransposed = words.Has(LayerOptions.Transpose),
        Activation = OptionValues.Parsed(LayerOptions.Activation, words, text => Activation.Read(new SpecToken(text)), default),
    };

    private static Border ParseBorder(string text) => text == "zero" ? new Border(BorderMode.Constant) : GeometryText.ParseBorder(text);

    // What a file holds is the file's fault; FileException names it.
    private static T Understood<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (KernelFormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static Spacing StepOf(OptionSpec option, ParsedArguments words)
    {
        (int x, int y) = Pair(option, words, 1, 1);
        return new Spacing(x, y);
    }

    private static (int X, int Y) Pair(OptionSpec option, ParsedArguments words, int least, int otherwise)
    {
        if (words.Text(option) is not { } text)
            return (otherwise, otherwise);
        string[] parts = text.Split('x');
        int[] numbers = [.. parts.Select(part => (int)OptionValues.Whole(option.Name, part, 0, least, 1_000_000))];
        return numbers.Length switch
        {
            1 => (numbers[0], numbers[0]),
            2 => (numbers[0], numbers[1]),
            _ => throw new UsageException($"{option.Name} {text}: use N, or XxY for across and down"),
        };
    }

    private static double[]? Numbers(OptionSpec option, ParsedArguments words, Predicate<double> isValid)
    {
        if (words.Text(option) is not { } text)
            return null;
        return [.. text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && isValid(value)
            ? value
            : throw new UsageException($"{option.Name} {text}: use numbers with commas between, one for each channel"))];
    }
}
