using KernelCli.Cli.Inputs;
using KernelCli.Cli.Jobs;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Correlation;
using KernelCli.Layers;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Simd;

namespace KernelCli.Cli.Volumes;

/// <summary>Filters a volume slice by slice: the slices under the kernel are the channels of a layer.</summary>
internal sealed class VolumeJob(VolumeRequest request, CancellationToken cancellation)
{
    /// <summary>Runs the job.</summary>
    public void Run()
    {
        int[] kernel = request.Kernel.Weights.Shape;
        ImageInfo source = InfoOf(request.Slices[0]);
        var stack = new SliceStack(request.Slices, source, kernel[0], request.Limits);
        (int columns, int rows, int slices) = (request.X.Outputs(source.Width, kernel[2]), request.Y.Outputs(source.Height, kernel[1]), request.Z.Outputs(stack.Count, kernel[0]));
        if (Math.Min(columns, Math.Min(rows, slices)) < 1)
            throw new UsageException($"the kernel of {kernel[2]}x{kernel[1]}x{kernel[0]} is larger than the padded volume of {source.Width}x{source.Height}x{stack.Count}");
        request.Limits.CheckMemory(source.Pixels * kernel[0] * 3 * sizeof(float));
        CheckAll(source, slices);
        var layer = new ConvolutionLayer
        {
            Weights = request.Kernel.Weights with { Shape = [1, .. kernel] },
            Stride = new Step(request.X.Stride, request.Y.Stride),
            Padding = (request.X.Front(kernel[2]), request.Y.Front(kernel[1])),
        };
        FileException.Guard(request.Folder, () => Directory.CreateDirectory(request.Folder));
        for (int z = 0; z < slices; z++)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor window = Window(stack, (z * request.Z.Stride) - request.Z.Front(kernel[0]), kernel[0], source);
            Tensor sums = LayerEngine.Run(layer, window, [1, rows, columns], InSamples(request.X.Border, source), InSamples(request.Y.Border, source), request.Threads, request.Limits, VectorWidths.Best);
            Write(sums, request.OutputOf(z), columns, rows, source);
        }
    }

    // Before anything is written: every slice is there and of one size, and none is written over.
    private void CheckAll(ImageInfo source, int slices)
    {
        var inputs = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in request.Slices)
        {
            inputs.Add(RealPath.Of(path));
            SliceStack.CheckSize(path, InfoOf(path), source);
        }
        for (int z = 0; z < slices; z++)
            if (inputs.Contains(RealPath.Of(request.OutputOf(z))))
                throw new UsageException($"{request.OutputOf(z)} is an input, which would be written over: use another folder");
    }

    private ImageInfo InfoOf(string path) => FileException.Guard(path, () =>
    {
        using IRowSource slice = PictureFile.Open(path, new DecodeOptions { Limits = request.Limits });
        return slice.Info;
    });

    private Tensor Window(SliceStack stack, int first, int depth, ImageInfo source)
    {
        int area = source.Width * source.Height;
        Tensor window = Tensor.Zeros(depth, source.Height, source.Width);
        for (int i = 0; i < depth; i++)
        {
            int index = Border.Map(request.Z.Border.Mode, first + i, stack.Count);
            Span<float> to = window.Values.AsSpan(i * area, area);
            if (index < 0)
                to.Fill((float)(InSamples(request.Z.Border, source).Value / 255));
            else
                stack[index].Values.CopyTo(to);
        }
        return window;
    }

    // The engine takes a constant as a part of 255; here the unit is a sample.
    private static Border InSamples(Border border, ImageInfo source) => border with { Value = border.Value * source.Format.Sample.FullRange() };

    private void Write(Tensor sums, string path, int columns, int rows, ImageInfo source) => AtomicFile.Write(path, stream =>
    {
        ImageCodec codec = ImageCodecs.ByExtension(path) ?? throw new IOException("the extension is of no known format");
        SampleType sample = codec.CanWrite(source.Format.Sample) ? source.Format.Sample : codec.WritableSamples[0];
        var info = new ImageInfo(columns, rows, new PixelFormat(PixelLayout.Gray, sample));
        using IRowSink sink = codec.Create(stream, info, new EncodeOptions { Limits = request.Limits });
        byte[] row = new byte[info.RowBytes];
        for (int y = 0; y < rows; y++)
        {
            Pointwise.SampleRow.FromSingle(sample, sums.Values.AsSpan(y * columns, columns), sample.FullRange() / source.Format.Sample.FullRange() / request.Kernel.Divisor, row);
            sink.WriteRow(row);
        }
        sink.Complete();
    });
}
