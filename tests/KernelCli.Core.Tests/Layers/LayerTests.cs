using KernelCli.Core.Tests.Support;
using KernelCli.Layers;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Layers;

/// <summary>Layers beside their definition, at every vector width and number of threads.</summary>
public sealed class LayerTests
{
    [Fact]
    public void Layers_of_every_shape_equal_their_definition()
    {
        var random = new Random(1);
        for (int run = 0; run < 400; run++)
        {
            (ConvolutionLayer layer, Tensor input) = Draw(random);
            string name = $"run {run}: weights {Tensor.Text(layer.Weights.Shape)}, input {Tensor.Text(input.Shape)}, stride {layer.Stride}, padding {layer.Padding}, dilation {layer.Dilation}, groups {layer.Groups}, transposed {layer.IsTransposed}";
            Tensor output = LayerEngine.Run(layer, input, 1, ImageLimits.Default, VectorWidth.Bits128);
            (double[] expected, double[] magnitudes) = NaiveLayer.Run(layer, input);
            Assert.Equal(layer.OutputShape(input.Shape), output.Shape);
            for (int i = 0; i < expected.Length; i++)
                Expect.That(Math.Abs(output.Values[i] - expected[i]) <= 1e-5 * Math.Max(1e-3, Math.Max(magnitudes[i], Math.Abs(expected[i]))), $"{name}: {output.Values[i]} is not {expected[i]}");
            foreach (VectorWidth width in VectorWidths.Supported())
                foreach (int threads in (int[])[1, 3])
                    Assert.Equal(output.Values, LayerEngine.Run(layer, input, threads, ImageLimits.Default, width).Values);
        }
    }

    [Theory]
    [InlineData(224, 7, 2, 3, 1, 112)]
    [InlineData(28, 3, 3, 1, 1, 10)]
    [InlineData(10, 5, 1, 0, 2, 2)]
    public void Sizes_are_those_of_the_formula(int side, int kernel, int stride, int padding, int dilation, int expected)
    {
        var layer = new ConvolutionLayer { Weights = Tensor.Zeros(1, 1, kernel, kernel), Stride = new Spacing(stride, stride), Padding = (padding, padding), Dilation = new Spacing(dilation, dilation) };
        Assert.Equal([1, expected, expected], layer.OutputShape([1, side, side]));
    }

    [Fact]
    public void The_autoencoder_of_the_documents_comes_back_to_its_size()
    {
        (int In, int Out, int Stride, int Padding, int OutputPadding, bool Transposed)[] plan =
            [(1, 16, 3, 1, 0, false), (16, 32, 3, 1, 0, false), (32, 64, 2, 1, 0, false), (64, 32, 2, 1, 1, true), (32, 16, 3, 1, 0, true), (16, 1, 3, 1, 0, true)];
        var random = new Random(2);
        Tensor signal = Draw(random, 1, 28, 28);
        foreach (var (from, to, stride, padding, outputPadding, transposed) in plan)
            signal = new ConvolutionLayer
            {
                Weights = transposed ? Draw(random, from, to, 3, 3) : Draw(random, to, from, 3, 3),
                Stride = new Spacing(stride, stride),
                Padding = (padding, padding),
                OutputPadding = (outputPadding, outputPadding),
                IsTransposed = transposed,
                Activation = new Activation(to == 1 ? ActivationKind.Tanh : ActivationKind.Relu),
            }.Run(signal);
        Assert.Equal([1, 28, 28], signal.Shape);
        Assert.All(signal.Values, value => Assert.InRange(value, -1, 1));
    }

    [Fact]
    public void Shapes_that_do_not_go_together_are_both_named()
    {
        var layer = new ConvolutionLayer { Weights = Tensor.Zeros(8, 4, 3, 3) };
        Assert.Contains("(8, 4, 3, 3)", Refused(layer, [3, 9, 9]), StringComparison.Ordinal);
        Assert.Contains("(3, 9, 9)", Refused(layer, [3, 9, 9]), StringComparison.Ordinal);
        Assert.Contains("larger than the padded input", Refused(layer, [4, 2, 9]), StringComparison.Ordinal);
        Assert.Contains("in 3 groups", Refused(layer with { Groups = 3 }, [12, 9, 9]), StringComparison.Ordinal);
        Assert.Contains("bias (7)", Refused(layer with { Bias = Tensor.Zeros(7) }, [4, 9, 9]), StringComparison.Ordinal);
        Assert.Contains("(4, 4)", Refused(layer with { Weights = Tensor.Zeros(4, 4) }, [4, 9, 9]), StringComparison.Ordinal);

        static string Refused(ConvolutionLayer layer, int[] input) => Assert.Throws<ArgumentException>(() => layer.Run(Tensor.Zeros(input))).Message;
    }

    [Fact]
    public void Numbers_too_large_for_addresses_are_refused()
    {
        Tensor wide = Tensor.Zeros(1, 1, 100);
        Assert.Throws<ArgumentException>(() => new ConvolutionLayer { Weights = Tensor.Zeros(1, 1, 1, 2), Padding = (int.MaxValue, 0), Dilation = new Spacing(65535, 1), Stride = new Spacing(65536, 1) }.Run(wide));
        Assert.Throws<ArgumentException>(() => new ConvolutionLayer { Weights = Tensor.Zeros(1, 1, 1, 4296), Dilation = new Spacing(1_000_000, 1), IsTransposed = true }.Run(wide));
        Assert.Throws<ImageLimitException>(() => new ConvolutionLayer { Weights = Tensor.Zeros(1, 1, 1, 1), Padding = (1_000_000, 1_000_000) }.Run(wide));
        Assert.Throws<ImageLimitException>(() => new ConvolutionLayer { Weights = Tensor.Zeros(1, 1, 1, 1), Stride = new Spacing(1_000_000, 1_000_000), IsTransposed = true }.Run(Tensor.Zeros(1, 2148, 2148)));
    }

    private static (ConvolutionLayer, Tensor) Draw(Random random)
    {
        while (true)
        {
            int groups = random.Next(4) == 0 ? random.Next(2, 4) : 1, inputs = groups * random.Next(1, 4), outputs = groups * random.Next(1, 7);
            bool transposed = random.Next(3) == 0;
            (int rows, int columns) = (random.Next(1, 6), random.Next(1, 6));
            var layer = new ConvolutionLayer
            {
                Weights = transposed ? Draw(random, inputs, outputs / groups, rows, columns) : Draw(random, outputs, inputs / groups, rows, columns),
                Bias = random.Next(2) == 0 ? null : Draw(random, outputs),
                Stride = new Spacing(random.Next(1, 4), random.Next(1, 4)),
                Dilation = new Spacing(random.Next(1, 3), random.Next(1, 3)),
                Padding = (random.Next(4), random.Next(4)),
                Border = transposed ? new Border(BorderMode.Constant) : new Border((BorderMode)random.Next(5), random.Next(2) * 100),
                Groups = groups,
                IsTransposed = transposed,
                OutputPadding = transposed ? (random.Next(3), random.Next(3)) : (0, 0),
                Activation = new Activation((ActivationKind)random.Next(5), 0.1f),
            };
            Tensor input = Draw(random, inputs, random.Next(1, 14), random.Next(1, 50));
            try
            {
                layer.OutputShape(input.Shape);
                return (layer, input);
            }
            catch (ArgumentException)
            {
                // Too small for the kernel: another one.
            }
        }
    }

    private static Tensor Draw(Random random, params int[] shape)
    {
        Tensor tensor = Tensor.Zeros(shape);
        for (int i = 0; i < tensor.Values.Length; i++)
            tensor.Values[i] = (float)((random.NextDouble() * 2) - 1);
        return tensor;
    }
}
