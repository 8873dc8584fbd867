namespace KernelCli.Benchmarks.Suites;

/// <summary>The pixels that one run of a benchmark works on.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PixelsAttribute(double count) : Attribute
{
    public double Count => count;
}
