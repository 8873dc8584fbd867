using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Cli.Progress;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Layers;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Cli.Volumes;

/// <summary>Filters a volume slice by slice.</summary>
internal sealed class VolumeJob(VolumeRequest request, RunLog log, CancellationToken cancellation)
{
    private readonly int _results = request.Z.Outputs(request.Slices.Count, request.Kernel.Slices);

    /// <summary>How far the job is.</summary>
    public WorkMeter Meter => field ??= new WorkMeter(Math.Max(1, _results), "slices");

    /// <summary>Runs the job.</summary>
    public void Run()
    {
        VolumeKernel kernel = request.Kernel;
        ImageInfo source = InfoOf(request.Slices[0]);
        if (Math.Min(_results, Math.Min(request.X.Outputs(source.Width, kernel.Columns),
            request.Y.Outputs(source.Height, kernel.Rows))) < 1)
            throw new UsageException($"the kernel of {kernel.Columns}x{kernel.Rows}x{kernel.Slices} is larger than the padded volume of "
                + $"{source.Width}x{source.Height}x{request.Slices.Count}");
        request.Limits.CheckMemory(VolumeFilter.Bytes(kernel, request.X, request.Y, source.Width, source.Height));
        CheckAll(source);
        VolumeAxis x = InSamples(request.X, source), y = InSamples(request.Y, source), z = InSamples(request.Z, source);
        var filter = new VolumeFilter(kernel, x, y, source.Width, source.Height, request.Threads);
        var stack = new SliceStack(request.Slices, source, filter, kernel.Slices, request.Limits);
        FileException.Guard(request.Folder, () => Directory.CreateDirectory(request.Folder));
        for (int slice = 0; slice < _results; slice++)
        {
            cancellation.ThrowIfCancellationRequested();
            PictureMeter progress = Meter.Begin();
            int front = (slice * z.Stride) - z.Front(kernel.Slices);
            float[]?[] under = new float[kernel.Slices][];
            for (int k = 0; k < under.Length; k++)
                under[k] = Border.Map(z.Border.Mode, front + k, stack.Count) is >= 0 and var index ? stack[index] : null;
            Write(filter.Through(under, z.Border.Value), request.OutputOf(slice), filter.Columns, filter.Rows, source);
            Tell(slice, filter.Columns, filter.Rows);
            Meter.End(progress);
        }
    }

    private void Tell(int slice, int columns, int rows) =>
        log.Tell("slice", $"slice {slice + 1} of {_results} -> {request.OutputOf(slice)}: {columns}x{rows}", json =>
        {
            json.WriteNumber("slice", slice);
            json.WriteString("output", PathStyle.Current.Shown(request.OutputOf(slice)));
            json.WriteNumber("width", columns);
            json.WriteNumber("height", rows);
        });

    // Checks, before anything is written, that every slice can be opened and has the same size, and that no input is overwritten.
    private void CheckAll(ImageInfo source)
    {
        var inputs = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in request.Slices)
        {
            inputs.Add(RealPath.Of(path));
            SliceStack.CheckSize(path, InfoOf(path), source);
        }
        for (int z = 0; z < _results; z++)
            if (inputs.Contains(RealPath.Of(request.OutputOf(z))))
                throw new UsageException($"{request.OutputOf(z)} is an input, which would be written over: use another folder");
    }

    private ImageInfo InfoOf(string path) => FileException.Guard(path, () =>
    {
        using IRowSource slice = ImageFile.Open(path, new DecodeOptions { Limits = request.Limits });
        return slice.Info;
    });

    // Scales the constant of a border from levels of 255 to samples, and rounds it where samples are integers.
    private static VolumeAxis InSamples(VolumeAxis axis, ImageInfo source)
    {
        double value = axis.Border.Value * source.Format.Sample.FullRange() / 255;
        return axis with
        {
            Border = axis.Border with
            {
                Value = source.Format.Sample is SampleType.Float32 ? value
            : Math.Clamp(Math.Floor(value + 0.5), 0, source.Format.Sample.FullRange())
            }
        };
    }

    private void Write(float[] sums, string path, int columns, int rows, ImageInfo source) => AtomicFile.Write(path, stream =>
    {
        ImageCodec codec = ImageCodecs.ByExtension(path) ?? throw new IOException("the extension is of no known format");
        SampleType sample = codec.CanWrite(source.Format.Sample) ? source.Format.Sample : codec.WritableSamples[0];
        var info = new ImageInfo(columns, rows, new PixelFormat(PixelLayout.Gray, sample));
        using IRowSink sink = codec.Create(stream, info, new EncodeOptions { Limits = request.Limits });
        byte[] row = new byte[info.RowBytes];
        for (int y = 0; y < rows; y++)
        {
            SampleRow.FromSingle(sample, sums.AsSpan(y * columns, columns),
                sample.FullRange() / (source.Format.Sample.FullRange() * request.Kernel.Divisor), row);
            sink.WriteRow(row);
        }
        sink.Complete();
    });
}
