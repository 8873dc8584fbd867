namespace KernelCli.Correlation.Finishing;

/// <summary>Float32 sums scaled where they stand, then written past the caches.</summary>
internal sealed unsafe class ScaledCopyFinish(RowFinish scale, RowFinish copy) : RowFinish
{
    /// <inheritdoc/>
    public override int SampleBytes => copy.SampleBytes;

    /// <inheritdoc/>
    public override bool BypassesCache => copy.BypassesCache;

    /// <inheritdoc/>
    public override (float Factor, float Offset)? FloatScale => scale.FloatScale;

    /// <inheritdoc/>
    public override void Run(void* sums, void* to, int count)
    {
        scale.Run(sums, sums, count);
        copy.Run(sums, to, count);
    }
}
