using BenchmarkDotNet.Attributes;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Benchmarks.Suites;

/// <summary>One row in, one row out, in a running engine: the steady state of a stream. Nothing is allocated.</summary>
[Config(typeof(SuiteConfig))]
public unsafe class RowBenchmarks
{
    private const int Width = 4096;

    private readonly AlignedBuffer _source = new(Width);
    private readonly AlignedBuffer _result = new(Width);
    private WindowEngine? _engine;
    private Kernel _kernel = BoxKernel.Create(3, 3);

    [Params("box3", "sharpen", "gaussian2")]
    public string Filter { get; set; } = "box3";

    [GlobalSetup]
    public void Setup()
    {
        SuiteConfig.CheckWidth();
        _kernel = Filter switch
        {
            "box3" => BoxKernel.Create(3, 3),
            "sharpen" => SharpenKernel.Create(1),
            _ => GaussianKernel.Create(2),
        };
        new Random(1).NextBytes(_source.Span);
    }

    [Benchmark, Pixels(Width)]
    public void Row()
    {
        if (_engine is not { HasOutput: true })
            _engine = CorrelationPlan.Create(_kernel, CorrelationOptions.Default, new ImageInfo(Width, 500_000, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), SampleType.UInt8).Window.CreateEngine(limits: null);
        while (!_engine.IsReady)
            _engine.Push(_source.Pointer);
        _engine.Pull(_result.Pointer);
    }
}
