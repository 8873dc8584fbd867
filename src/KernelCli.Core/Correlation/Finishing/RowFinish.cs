namespace KernelCli.Correlation.Finishing;

/// <summary>Turns a row of sums into a row of samples: scale, round half up, clamp.</summary>
internal abstract unsafe class RowFinish
{
    /// <summary>Bytes of a sample that is written.</summary>
    public abstract int SampleBytes { get; }

    /// <summary>Converts <paramref name="count"/> sums. Reads whole blocks, writes exactly that many samples.</summary>
    public abstract void Run(void* sums, void* to, int count);
}
