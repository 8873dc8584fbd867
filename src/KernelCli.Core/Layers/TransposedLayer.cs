using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Layers;

/// <summary>
/// Converts a transposed layer to a forward layer: kernels rotated
/// by 180 degrees over the input with zeros between its samples.
/// </summary>
internal static class TransposedLayer
{
    /// <summary>The forward layer and its input.</summary>
    public static (ConvolutionLayer Layer, Tensor Input) AsForward(ConvolutionLayer layer, Tensor input, ImageLimits limits)
    {
        int[] shape = layer.Weights.Shape;
        (int rows, int columns) = (shape[2], shape[3]);
        var forward = new ConvolutionLayer
        {
            Weights = Turned(layer.Weights, layer.Groups),
            Bias = layer.Bias,
            Groups = layer.Groups,
            Dilation = layer.Dilation,
            Padding = ((layer.Dilation.X * (columns - 1)) - layer.Padding.X, (layer.Dilation.Y * (rows - 1)) - layer.Padding.Y),
            Activation = layer.Activation,
        };
        return (forward, Spread(input, layer.Stride, limits));
    }

    // (in, out / groups, rows, columns) to (out, in / groups, rows, columns), rows and columns backwards.
    private static Tensor Turned(Tensor weights, int groups)
    {
        (int inputs, int outputs, int taps) = (weights.Shape[0] / groups, weights.Shape[1], weights.Shape[2] * weights.Shape[3]);
        Tensor turned = Tensor.Zeros(outputs * groups, inputs, weights.Shape[2], weights.Shape[3]);
        for (int group = 0; group < groups; group++)
            for (int i = 0; i < inputs; i++)
                for (int o = 0; o < outputs; o++)
                    for (int tap = 0; tap < taps; tap++)
                        turned.Values[(((((group * outputs) + o) * inputs) + i) * taps) + taps - 1
                            - tap] = weights.Values[(((((group * inputs) + i) * outputs) + o) * taps) + tap];
        return turned;
    }

    private static Tensor Spread(Tensor input, Spacing stride, ImageLimits limits)
    {
        (int channels, int height, int width) = (input.Shape[0], input.Shape[1], input.Shape[2]);
        long rows = ((height - 1L) * stride.Y) + 1, columns = ((width - 1L) * stride.X) + 1;
        limits.CheckMemory((long)Int128.Min((Int128)rows * columns * channels * sizeof(float), long.MaxValue));
        Tensor spread = Tensor.Zeros(channels, (int)rows, (int)columns);
        for (int c = 0; c < channels; c++)
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++)
                    spread.Values[(((c * rows) + (y * stride.Y)) * columns) + (x * stride.X)] = input.Values[(((c * height) + y) * width)
                        + x];
        return spread;
    }
}
