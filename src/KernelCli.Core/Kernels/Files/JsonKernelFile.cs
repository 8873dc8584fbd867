using System.Text.Json;
using KernelCli.Primitives;

namespace KernelCli.Kernels.Files;

/// <summary>
/// A kernel file in JSON: <c>[[1, 2, 1], ...]</c>, or
/// <c>{"weights": [[...], ...], "multiplier": 1, "divisor": 16, "bias": 0, "anchor": [x, y]}</c>,
/// where all keys but the weights are optional.
/// </summary>
internal static class JsonKernelFile
{
    public static Kernel Parse(ReadOnlySpan<byte> content, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content.ToArray());
            JsonElement root = document.RootElement;
            if (root.ValueKind is JsonValueKind.Array)
                return Weights(root, name);
            if (!root.TryGetProperty("weights", out JsonElement weights))
                throw KernelFormatException.InFile(name, 0, "the object has no \"weights\"");
            Kernel kernel = Weights(weights, name)
                .WithScale(Number(root, "multiplier", 1), Number(root, "divisor", 1), Number(root, "bias", 0));
            return root.TryGetProperty("anchor", out JsonElement anchor)
                ? kernel.WithAnchor(anchor[0].GetInt32(), anchor[1].GetInt32())
                : kernel;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException
            or IndexOutOfRangeException or ArgumentException
            && exception is not KernelFormatException)
        {
            throw KernelFormatException.InFile(name, 0, $"not a kernel in JSON: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Formats the kernel as a JSON object.</summary>
    public static string Format(Kernel kernel)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("weights");
            for (int y = 0; y < kernel.Height; y++)
            {
                writer.WriteStartArray();
                for (int x = 0; x < kernel.Width; x++)
                    writer.WriteNumberValue(kernel[x, y]);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
            writer.WriteNumber("multiplier", kernel.Multiplier);
            writer.WriteNumber("divisor", kernel.Divisor);
            writer.WriteNumber("bias", kernel.Bias);
            writer.WriteStartArray("anchor");
            writer.WriteNumberValue(kernel.AnchorX);
            writer.WriteNumberValue(kernel.AnchorY);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static Kernel Weights(JsonElement rows, string name)
    {
        (int height, int width) = (rows.GetArrayLength(), rows.GetArrayLength() == 0 ? 0 : rows[0].GetArrayLength());
        var weights = new List<double>();
        foreach (JsonElement row in rows.EnumerateArray())
        {
            if (row.GetArrayLength() != width)
                throw KernelFormatException.InFile(name, 0,
                    $"a row has {row.GetArrayLength()} numbers, the first has {width}: all rows must be equally long");
            foreach (JsonElement weight in row.EnumerateArray())
                weights.Add(weight.GetDouble());
        }
        return KernelFile.Create(name, width, height, [.. weights]);
    }

    private static double Number(JsonElement root, string property, double otherwise) =>
        root.TryGetProperty(property, out JsonElement value) ? value.GetDouble() : otherwise;
}
