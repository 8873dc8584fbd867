using BenchmarkDotNet.Attributes;
using KernelCli.Chains.Parsing;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Benchmarks.Suites;

/// <summary>Reading a spec and planning for it: what happens before the first row.</summary>
[MemoryDiagnoser]
public class PlanBenchmarks
{
    private static readonly ImageInfo Source = new(4096, 3072, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
    private static readonly Kernel Large = Kernel.FromWeights(31, 31, [.. Enumerable.Range(0, 961).Select(i => Math.Sin(i) / 961)]);

    [Benchmark]
    public object Parse() => FilterParser.Parse("custom:0,-1,0/-1,5,-1/0,-1,0:border=wrap", _ => []);

    [Benchmark]
    public string PlanGaussian() => CorrelationPlan.Create(GaussianKernel.Create(2), CorrelationOptions.Default, Source, SampleType.UInt8).Description;

    [Benchmark]
    public string PlanDense31() => CorrelationPlan.Create(Large.WithExact(false), CorrelationOptions.Default, Source, SampleType.UInt8).Description;
}
