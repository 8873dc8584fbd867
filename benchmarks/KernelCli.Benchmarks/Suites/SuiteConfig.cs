using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using KernelCli.Simd;

namespace KernelCli.Benchmarks.Suites;

/// <summary>A job for each instruction set, by the runtime's switches; each benchmark checks at its start that the switch took effect.</summary>
internal sealed class SuiteConfig : ManualConfig
{
    /// <summary>The variable that tells a benchmark's process which vector width it should find.</summary>
    public const string WidthVariable = "KERNELCLI_BENCHMARK_WIDTH";

    public SuiteConfig()
    {
        if (VectorWidths.IsSupported(VectorWidth.Bits512))
            Add("AVX-512", 512);
        if (VectorWidths.IsSupported(VectorWidth.Bits256))
            Add("AVX2", 256, ("DOTNET_EnableAVX512", "0"));
        Add("128 bit", 128, ("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX2", "0"));
        AddColumn(new PixelsPerSecondColumn());
        AddDiagnoser(MemoryDiagnoser.Default);
    }

    /// <summary>Refuses to measure what was not asked for.</summary>
    public static void CheckWidth()
    {
        if (Environment.GetEnvironmentVariable(WidthVariable) is { } width && width != ((int)VectorWidths.Best).ToString(System.Globalization.CultureInfo.InvariantCulture))
            throw new InvalidOperationException($"the switch for {width} bits took no effect: vectors have {(int)VectorWidths.Best}");
    }

    private void Add(string name, int width, params (string Name, string Value)[] switches)
    {
        Job job = Job.ShortRun.WithId(name)
            .WithEnvironmentVariable(WidthVariable, width.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach ((string variable, string value) in switches)
            job = job.WithEnvironmentVariable(variable, value);
        AddJob(job);
    }
}
