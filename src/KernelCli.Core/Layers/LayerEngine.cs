using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Layers;

/// <summary>
/// Runs layers. Every sum adds its products in the order of the weights with fused multiply-adds, so results are
/// identical to the last bit for every vector width and number of threads.
/// </summary>
internal static unsafe class LayerEngine
{
    /// <summary>
    /// Runs one layer with a given vector width, and calls <paramref name="onRow"/> for each row of the output that is computed, from any
    /// thread.
    /// </summary>
    public static Tensor Run(ConvolutionLayer layer, Tensor input, int threads, ImageLimits limits, VectorWidth width,
        CancellationToken cancellation = default, Action? onRow = null)
    {
        int[] shape = layer.OutputShape(input.Shape);
        if (layer.IsTransposed)
            (layer, input) = TransposedLayer.AsForward(layer, input, limits);
        return Run(layer, input, shape, layer.Border, layer.Border, threads, limits, width, cancellation, onRow);
    }

    /// <summary>
    /// Runs a layer that is not transposed, with a given output shape and a border for each axis. The layer's padding is
    /// that before the first sample; the shape determines the padding after the last one.
    /// </summary>
    public static Tensor Run(ConvolutionLayer layer, Tensor input, int[] shape, Border across, Border down, int threads,
        ImageLimits limits, VectorWidth width, CancellationToken cancellation = default, Action? onRow = null)
    {
        // Copies the shapes, because the caller can still write to the arrays.
        layer = layer with { Weights = layer.Weights with { Shape = [.. layer.Weights.Shape] } };
        (input, shape) = (input with { Shape = [.. input.Shape] }, [.. shape]);
        Check(layer.Weights, "weights");
        Check(input, "input");
        if (layer.Bias is not null)
            Check(layer.Bias, "bias");
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        int workers = threads == 0 ? Environment.ProcessorCount : threads;
        long length = ((shape[2] - 1L) * layer.Stride.X) + ((layer.Weights.Shape[3] - 1L) * layer.Dilation.X) + 1;
        int[] weights = layer.Weights.Shape;
        Int128 taps = (Int128)weights[1] * weights[2] * weights[3],
            perThread = (taps * sizeof(long)) + (shape[2] * (Int128)(LayerSums.Channels * sizeof(float)));
        Int128 bytes = (((Int128)shape[0] * shape[1] * shape[2]) + (length * input.Shape[0] * (Int128)input.Shape[1])
            + (taps * (weights[0] + LayerSums.Channels))) * sizeof(float);
        limits.CheckMemory((long)Int128.Min(bytes + (perThread * workers), long.MaxValue));
        if (length > int.MaxValue / 2)
            throw new ImageLimitException("columns under the kernels", int.MaxValue / 2, length, "use a smaller stride, dilation or input");
        Tensor output = Tensor.Zeros(shape);
        var columns = AxisGeometry.Create(input.Shape[2], shape[2], weights[3], layer.Stride.X, layer.Dilation.X, layer.Padding.X);
        var samples = new PaddedChannels(input, columns, across, down, workers, limits);
        var sums = (delegate*<float*, float**, int, float*, float**, int, void>)VectorWidths.Dispatch<SumsOfWidth, nint>(width, default);
        var blocks = new WeightBlocks(layer);
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        Parallel.For(0, shape[1], options, () => new Scratch(blocks.Taps, shape[2]), (y, _, scratch) =>
        {
            for (int group = 0; group < layer.Groups; group++)
            {
                Resolve(layer, samples, group, y, scratch);
                for (int block = 0; block < blocks.PerGroup; block++)
                    RunBlock(sums, blocks, group, block, scratch, output, y);
            }
            onRow?.Invoke();
            return scratch;
        }, _ => { });
        layer.Activation.Run(output.Values);
        return output;
    }

    private static void Check(Tensor tensor, string name)
    {
        if (Tensor.Count(tensor.Shape) is var count && tensor.Values.Length != count)
            throw new ArgumentException(
                $"the {name} of shape {Tensor.Text(tensor.Shape)} have {tensor.Values.Length} values, {count} are needed", name);
    }

    // Finds the address that each tap of a group reads for an output row.
    private static void Resolve(ConvolutionLayer layer, PaddedChannels samples, int group, int y, Scratch scratch)
    {
        float** taps = (float**)scratch.Taps.Pointer;
        int channels = layer.Weights.Shape[1];
        for (int i = 0; i < channels; i++)
            for (int j = 0; j < layer.Weights.Shape[2]; j++)
                for (int k = 0; k < layer.Weights.Shape[3]; k++)
                    *taps++ = samples.At((group * channels) + i, ((long)y * layer.Stride.Y) + ((long)j * layer.Dilation.Y)
                        - layer.Padding.Y, k);
    }

    private static void RunBlock(delegate*<float*, float**, int, float*, float**, int, void> sums, WeightBlocks blocks, int group,
        int block, Scratch scratch, Tensor output, int y)
    {
        float** to = stackalloc float*[LayerSums.Channels];
        for (int c = 0; c < LayerSums.Channels; c++)
            to[c] = (float*)scratch.Rows[c].Pointer;
        blocks.At(group, block, out float* weights, out float* start);
        (int rows, int columns) = (output.Shape[1], output.Shape[2]);
        float** taps = (float**)scratch.Taps.Pointer;
        sums(weights, taps, blocks.Taps, start, to, columns);
        for (int c = 0; c < blocks.ChannelsOf(block); c++)
        {
            long channel = ((long)group * blocks.GroupChannels) + (block * LayerSums.Channels) + c;
            new ReadOnlySpan<float>(to[c], columns).CopyTo(output.Values.AsSpan((int)(((channel * rows) + y) * columns), columns));
        }
    }

    // The address of the loop for a width.
    private readonly struct SumsOfWidth : IWidthFunction<nint>
    {
        public nint Invoke<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            (nint)(delegate*<float*, float**, int, float*, float**, int, void>)&LayerSums.Run<TSimd, TVector>;
    }

    // The buffers of one thread.
    private sealed class Scratch(int taps, int columns)
    {
        public AlignedBuffer Taps { get; } = new((long)taps * sizeof(nint));

        public AlignedBuffer[] Rows { get; } = [.. Enumerable.Range(0, LayerSums.Channels)
            .Select(_ => new AlignedBuffer((long)columns * sizeof(float)))];
    }
}
