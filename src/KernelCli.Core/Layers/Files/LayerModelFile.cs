using System.Text.Json;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;
using KernelCli.Text;

namespace KernelCli.Layers.Files;

/// <summary>
/// Reads layers, in order, from JSON: <c>{"layers": [{"weights": "conv1.npy", "bias": "m.safetensors:b", "stride": 2,
/// "padding": [1, 1], "dilation": 1, "groups": 1, "transposed": true, "output_padding": 1, "border": "replicate",
/// "activation": "relu"}]}</c>. Pairs are horizontal, then vertical; file names are relative to the folder of the model.
/// </summary>
internal static class LayerModelFile
{
    private static readonly string[] Keys =
        ["weights", "bias", "stride", "padding", "dilation", "groups", "transposed", "output_padding", "border", "activation"];

    /// <summary>Reads a model and all its tensors.</summary>
    /// <param name="path">The model.</param>
    /// <param name="open">Opens a file.</param>
    /// <param name="limits">The limits on a tensor.</param>
    /// <exception cref="KernelFormatException">The model is not valid; the message says what is wrong.</exception>
    public static ConvolutionLayer[] Read(string path, Func<string, Stream> open, ImageLimits limits)
    {
        string folder = Path.GetDirectoryName(path) ?? "";
        try
        {
            using Stream stream = open(path);
            using JsonDocument document =
                JsonDocument.Parse(stream, new JsonDocumentOptions
                {
                    CommentHandling = JsonCommentHandling.Skip,
                    AllowTrailingCommas = true
                });
            if (document.RootElement.ValueKind is not JsonValueKind.Object
                || !document.RootElement.TryGetProperty("layers", out JsonElement layers) || layers.GetArrayLength() == 0)
                throw KernelFormatException.InFile(path, 0, "expected an object with 'layers', an array of one layer or more");
            return [.. layers.EnumerateArray()
                .Select((layer, i) =>
                ReadLayer($"{path}, layer {i + 1}", layer, word => TensorFile.Read(Path.Combine(folder, word), open, limits)))];
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or FormatException and not KernelFormatException)
        {
            throw KernelFormatException.InFile(path, 0, exception.Message);
        }
    }

    /// <summary>Parses a border: <c>zero</c>, or any border of filters.</summary>
    public static Border ParseBorder(SpecToken token) =>
        token.Text == "zero" ? new Border(BorderMode.Constant) : GeometryText.ParseBorder(token);

    private static ConvolutionLayer ReadLayer(string place, JsonElement layer, Func<string, Tensor> read)
    {
        if (layer.ValueKind is not JsonValueKind.Object)
            throw KernelFormatException.InFile(place, 0, "a layer is an object with 'weights'");
        foreach (JsonProperty property in layer.EnumerateObject())
            if (!Keys.Contains(property.Name))
                throw KernelFormatException.InFile(place, 0, $"unknown key '{property.Name}'{Spelling.Hint(property.Name, Keys)}");
        (int strideX, int strideY) = Pair(place, layer, "stride", 1);
        (int dilationX, int dilationY) = Pair(place, layer, "dilation", 1);
        return new ConvolutionLayer
        {
            Weights = TensorOf(place, layer, "weights", read) ?? throw KernelFormatException.InFile(place, 0, "there are no weights"),
            Bias = TensorOf(place, layer, "bias", read),
            Stride = StepOf(place, "stride", strideX, strideY),
            Dilation = StepOf(place, "dilation", dilationX, dilationY),
            Padding = Pair(place, layer, "padding", 0),
            OutputPadding = Pair(place, layer, "output_padding", 0),
            Groups = layer.TryGetProperty("groups", out JsonElement groups) ? Whole(place, "groups", groups) is >= 1 and var count ? count
                : throw KernelFormatException.InFile(place, 0, "'groups' must be 1 or more") : 1,
            IsTransposed = layer.TryGetProperty("transposed", out JsonElement transposed) && transposed.GetBoolean(),
            Border = layer.TryGetProperty("border", out JsonElement border)
                ? ParseBorder(new SpecToken(border.GetString() ?? ""))
                : new Border(BorderMode.Constant),
            Activation = layer.TryGetProperty("activation", out JsonElement activation)
                ? Activation.Read(new SpecToken(activation.GetString() ?? ""))
                : default,
        };
    }

    private static Tensor? TensorOf(string place, JsonElement layer, string key, Func<string, Tensor> read)
    {
        if (!layer.TryGetProperty(key, out JsonElement value))
            return null;
        return value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } word
            ? read(word)
            : throw KernelFormatException.InFile(place, 0, $"'{key}' is the name of a tensor");
    }

    private static int Whole(string place, string key, JsonElement value) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out int number)
            ? number
            : throw KernelFormatException.InFile(place, 0, $"'{key}' is a whole number, or a pair across and down");

    private static (int X, int Y) Pair(string place, JsonElement layer, string key, int otherwise)
    {
        if (!layer.TryGetProperty(key, out JsonElement value))
            return (otherwise, otherwise);
        if (value.ValueKind is JsonValueKind.Array)
            return value.GetArrayLength() == 2
                ? (Whole(place, key, value[0]), Whole(place, key, value[1]))
                : throw KernelFormatException.InFile(place, 0, $"'{key}' is a number, or a pair across and down");
        return (Whole(place, key, value), Whole(place, key, value));
    }

    private static Spacing StepOf(string place, string key, int x, int y) =>
        x is >= 1 and <= 1_000_000 && y is >= 1 and <= 1_000_000
            ? new Spacing(x, y)
            : throw KernelFormatException.InFile(place, 0, $"'{key}' must be 1 or more");
}
