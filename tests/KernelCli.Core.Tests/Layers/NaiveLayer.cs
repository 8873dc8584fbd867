using KernelCli.Layers;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Layers;

/// <summary>A layer straight from its definition, in double.</summary>
internal static class NaiveLayer
{
    /// <summary>The results, and for each the sum of the magnitudes that went into it, against which its error is measured.</summary>
    public static (double[] Values, double[] Magnitudes) Run(ConvolutionLayer layer, Tensor input)
    {
        int[] shape = layer.OutputShape(input.Shape), weights = layer.Weights.Shape;
        double[] sums = new double[Tensor.Count(shape)], magnitudes = new double[sums.Length];
        int area = shape[1] * shape[2];
        for (int o = 0; o < shape[0]; o++)
            Array.Fill(sums, layer.Bias?.Values[o] ?? 0, o * area, area);
        int inputsPerGroup = layer.InputChannels / layer.Groups, outputsPerGroup = layer.OutputChannels / layer.Groups;
        for (int o = 0; o < shape[0]; o++)
            for (int i = 0; i < inputsPerGroup; i++)
                for (int j = 0; j < weights[2]; j++)
                    for (int k = 0; k < weights[3]; k++)
                    {
                        int group = o / outputsPerGroup, channel = (group * inputsPerGroup) + i;
                        double weight = layer.IsTransposed
                            ? layer.Weights.Values[(((((channel * weights[1]) + (o % outputsPerGroup)) * weights[2]) + j) * weights[3]) + k]
                            : layer.Weights.Values[(((((o * weights[1]) + i) * weights[2]) + j) * weights[3]) + k];
                        Add(layer, input, channel, o, j, k, weight, shape, sums, magnitudes);
                    }
        return (Array.ConvertAll(sums, sum => Activate(layer.Activation, sum)), magnitudes);
    }

    private static void Add(ConvolutionLayer layer, Tensor input, int channel, int o, int j, int k, double weight, int[] shape, double[] sums, double[] magnitudes)
    {
        (int height, int width) = (input.Shape[1], input.Shape[2]);
        if (layer.IsTransposed)
        {
            // Every input spreads its kernel.
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++)
                {
                    int row = (y * layer.Stride.Y) + (j * layer.Dilation.Y) - layer.Padding.Y, column = (x * layer.Stride.X) + (k * layer.Dilation.X) - layer.Padding.X;
                    if (row >= 0 && row < shape[1] && column >= 0 && column < shape[2])
                        Count((((o * shape[1]) + row) * shape[2]) + column, weight * input.Values[(((channel * height) + y) * width) + x]);
                }
            return;
        }
        for (int y = 0; y < shape[1]; y++)
            for (int x = 0; x < shape[2]; x++)
            {
                int row = Border.Map(layer.Border.Mode, (y * layer.Stride.Y) + (j * layer.Dilation.Y) - layer.Padding.Y, height);
                int column = Border.Map(layer.Border.Mode, (x * layer.Stride.X) + (k * layer.Dilation.X) - layer.Padding.X, width);
                double sample = row < 0 || column < 0 ? (float)(layer.Border.Value / 255) : input.Values[(((channel * height) + row) * width) + column];
                Count((((o * shape[1]) + y) * shape[2]) + x, weight * sample);
            }

        void Count(int at, double product)
        {
            sums[at] += product;
            magnitudes[at] += Math.Abs(product);
        }
    }

    private static double Activate(Activation activation, double x) => activation.Kind switch
    {
        ActivationKind.Relu => Math.Max(x, 0),
        ActivationKind.Leaky => x < 0 ? x * activation.Slope : x,
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ActivationKind.Tanh => Math.Tanh(x),
        _ => x,
    };
}
