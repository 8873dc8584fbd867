using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Cli.Progress;
using KernelCli.Cli.Sheets;
using KernelCli.Layers;
using KernelCli.Layers.Files;
using KernelCli.Simd;

namespace KernelCli.Cli.Layers;

/// <summary>Runs layers on a picture and writes the feature maps. Every shape is checked before a layer runs.</summary>
internal sealed class LayerJob(LayerRequest request, PictureMeter meter, RunLog log, CancellationToken cancellation)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<string> _written = [];

    /// <summary>Runs the job.</summary>
    public void Run()
    {
        Tensor input = Normalized(Read(request.Input, request.Channels));
        Tensor? mask = request.Gate is null ? null : Read(request.Gate, null);
        int[] shape = CheckShapes(mask ?? input);
        if (mask is not null && (shape[0] is not 1 && shape[0] != input.Shape[0] || shape[1] != input.Shape[1]
            || shape[2] != input.Shape[2]))
            throw new UsageException($"{LayerOptions.Gate.Name} {request.Gate}: the layer makes {Tensor.Text(shape)} of it, the picture "
                + $"is {Tensor.Text(input.Shape)}: they must have one size, and one channel or as many");
        Tensor output = mask ?? input;
        foreach (ConvolutionLayer layer in request.Layers)
        {
            cancellation.ThrowIfCancellationRequested();
            output = LayerEngine.Run(layer, output, request.Threads, request.Limits, VectorWidths.Best, cancellation,
                meter.CountWritten);
        }
        if (mask is not null)
            output = Gated(input, output);
        Write(output);
        string words = $"{request.Input} {Tensor.Text(input.Shape)} -> {string.Join(", ", _written)} {Tensor.Text(output.Shape)}";
        log.Tell("layer", words, json =>
        {
            json.WriteString("input", PathStyle.Current.Shown(request.Input));
            WriteArray(json, "input_shape", input.Shape);
            WriteArray(json, "shape", output.Shape);
            json.WriteStartArray("outputs");
            _written.ForEach(path => json.WriteStringValue(PathStyle.Current.Shown(path)));
            json.WriteEndArray();
            json.WriteNumber("milliseconds", Math.Round(_watch.Elapsed.TotalMilliseconds, 1));
        });
    }

    private static void WriteArray(Utf8JsonWriter json, string name, int[] numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private Tensor Read(string path, ChannelMode? channels)
    {
        Tensor tensor = ImageTensor.Read(path, channels, request.Limits);
        return tensor.Shape.Length == 3 && tensor.Values.Length > 0
            ? tensor
            : throw new UsageException(
                $"{path}: an array of shape {Tensor.Text(tensor.Shape)} where (channels, rows, columns) is needed, none of them 0");
    }

    private int[] CheckShapes(Tensor input)
    {
        int[] shape = input.Shape;
        int rows = 0;
        for (int i = 0; i < request.Layers.Length; i++)
        {
            try
            {
                shape = request.Layers[i].OutputShape(shape);
                rows += shape[1];
            }
            catch (ArgumentException exception)
            {
                throw new UsageException($"{(request.Layers.Length == 1 ? "" : $"layer {i + 1}: ")}{Advice.Message(exception)}");
            }
        }
        meter.BeginFrame(1, 1, width: 0, rows: 0, rows);
        return shape;
    }

    private Tensor Normalized(Tensor input)
    {
        foreach ((OptionDefinition option, double[]? numbers) in ((OptionDefinition, double[]?)[])[(LayerOptions.Mean,
            request.Mean), (LayerOptions.Std, request.Std)])
            if (numbers is not null && numbers.Length != 1 && (input.Shape.Length != 3 || numbers.Length != input.Shape[0]))
                throw new UsageException($"{option.Name} has {numbers.Length} numbers for an input {Tensor.Text(input.Shape)}");
        if (request.Mean is null && request.Std is null)
            return input;
        int area = input.Values.Length / input.Shape[0];
        float[] values = new float[input.Values.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)((input.Values[i] - At(request.Mean, i / area, 0)) / At(request.Std, i / area, 1));
        return input with { Values = values };

        static double At(double[]? numbers, int channel, double otherwise) =>
            numbers is null ? otherwise : numbers[numbers.Length == 1 ? 0 : channel];
    }

    private static Tensor Gated(Tensor picture, Tensor gate)
    {
        float[] values = new float[picture.Values.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = picture.Values[i] * gate.Values[i % gate.Values.Length];
        return picture with { Values = values };
    }

    private void Write(Tensor output)
    {
        // The montage is written first, because its size can still exceed a limit.
        if (request.Montage is { } picture)
        {
            Montage.WriteMaps(picture, output, request.Limits);
            _written.Add(picture);
        }
        if (request.Output is { } file)
            WriteArray(file, output);
        if (request.Folder is { } folder)
        {
            FileException.Guard(folder, () => Directory.CreateDirectory(folder));
            int area = output.Shape[1] * output.Shape[2];
            for (int i = 0; i < output.Shape[0]; i++)
                WriteArray(
                    PathStyle.Current.Join(folder, string.Create(CultureInfo.InvariantCulture,
                    $"{Path.GetFileNameWithoutExtension(request.Input)}-{i:000}.npy")),
                    new Tensor([output.Shape[1], output.Shape[2]], output.Values[(i * area)..((i + 1) * area)]));
        }
    }

    private void WriteArray(string path, Tensor tensor)
    {
        AtomicFile.Write(path, stream => NpyTensor.Write(stream, tensor));
        _written.Add(path);
    }
}
