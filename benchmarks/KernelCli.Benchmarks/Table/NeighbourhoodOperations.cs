using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Correlation;
using KernelCli.Neighbourhood.Streams;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Benchmarks.Table;

/// <summary>
/// The filters of windows, under the names that the peer program prints, on one thread. What is one pass runs from plane to
/// plane, as the peer's do; what is made of more runs as a stream of rows, so that each row is copied in and out.
/// </summary>
internal sealed class NeighbourhoodOperations(byte[] bytes, float[] floats, int width, int height)
{
    // bilateral9 of the peer: size 9, deviations of 9 / 3 pixels and 30 levels.
    private static readonly (string Name, string Spec, bool IsBytesOnly)[] Filters =
    [
        ("median3", "median:3", false), ("median5", "median:5", false), ("median7", "median:7", true), ("median15", "median:15", true), ("median31", "median:31", true),
        ("erode3", "min:3", false), ("dilate3", "max:3", false), ("dilate5", "max:5", false), ("dilate15", "max:15", false), ("open5", "open:5", false),
        ("bilateral5", "bilateral:1.6666667:30:size=5", false), ("bilateral9", "bilateral:3:30:size=9", false),
        ("adaptive15", "adaptive:15:5", true), ("adaptive_gauss15", "adaptive:15:5:by=gaussian", true), ("canny", "canny:0.1:100:200", true),
        ("stddev5", "stddev:5", false), ("niblack15", "niblack:15:0.2", false), ("guided9", "guided:9:10", false), ("kirsch", "kirsch", false),
    ];

    private readonly byte[] _floatBytes = MemoryMarshal.AsBytes(floats.AsSpan()).ToArray();
    private readonly byte[] _result = new byte[width * height * sizeof(float)];

    /// <summary>Those of a sample type.</summary>
    public IEnumerable<Operation> Of(string type)
    {
        SampleType sample = type == "u8" ? SampleType.UInt8 : SampleType.Float32;
        foreach ((string name, string spec, bool isBytesOnly) in Filters)
            if (type == "u8" || !isBytesOnly)
                yield return new Operation(name, type, () => Run(spec, sample, VectorWidths.Best, _result), () => Check(name, spec, sample));
    }

    // The definitions are held by the tests; here every width must give the same bytes.
    private void Check(string name, string spec, SampleType sample)
    {
        byte[] narrow = new byte[_result.Length];
        Run(spec, sample, VectorWidth.Bits128, narrow);
        if (!narrow.AsSpan(0, width * height * sample.Bytes()).SequenceEqual(_result.AsSpan(0, width * height * sample.Bytes())))
            throw new InvalidOperationException($"{name}: the results of two vector widths differ");
    }

    private void Run(string spec, SampleType sample, VectorWidth vectors, byte[] result)
    {
        var step = (WindowStep)FilterParser.Parse(spec, _ => []);
        var graph = new FilterGraph { Movement = CorrelationOptions.Default, FullRange = 255, IsLast = true, Limits = ImageLimits.Default, Width = vectors };
        byte[] source = sample is SampleType.UInt8 ? bytes : _floatBytes;
        if (step.Filter.OnlyPass(graph) is { } pass)
        {
            RunPass(graph.Plan(Info(sample), pass, isLastPass: true), source, result);
            return;
        }
        using IRowSource rows = step.Filter.Apply(new PlaneRows(source, Info(sample)), graph);
        for (int y = 0; y < height; y++)
            rows.ReadRow(result.AsSpan(y * rows.Info.RowBytes, rows.Info.RowBytes));
    }

    private static unsafe void RunPass(WindowPlan plan, byte[] source, byte[] result)
    {
        fixed (byte* from = source, to = result)
            new BandRunner(plan, from, (long)plan.Horizontal.SourceLength * plan.Source.Bytes(), to, (long)plan.Horizontal.Outputs * plan.Result.Bytes())
                .Run(0, plan.Vertical.Outputs);
    }

    private ImageInfo Info(SampleType sample) => new(width, height, new PixelFormat(PixelLayout.Gray, sample));

    /// <summary>The rows of a plane in memory.</summary>
    private sealed class PlaneRows(byte[] samples, ImageInfo info) : RowSource(info)
    {
        protected override void ReadNextRow(Span<byte> row, int y) => samples.AsSpan(y * Info.RowBytes, Info.RowBytes).CopyTo(row);

        protected override void CompleteRows()
        {
        }
    }
}
