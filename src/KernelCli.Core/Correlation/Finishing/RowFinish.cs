using KernelCli.Correlation.Sums;

namespace KernelCli.Correlation.Finishing;

/// <summary>Turns a row of sums into a row of samples: scale, round half up, clamp.</summary>
internal abstract unsafe class RowFinish
{
    /// <summary>Bytes of a sample that is written.</summary>
    public abstract int SampleBytes { get; }

    /// <summary>Whether samples are written past the caches.</summary>
    public virtual bool BypassesCache => false;

    /// <summary>Where all that is done to float32 sums is <c>fma(sum, Factor, Offset)</c>: those two.</summary>
    public virtual (float Factor, float Offset)? FloatScale => null;

    /// <summary>The last pass of a small separable kernel of whole numbers and this in one loop, or null where there is none.</summary>
    /// <param name="taps">Where each weight reads.</param>
    /// <param name="weights">The kernel's column; its sums are 16-bit.</param>
    public virtual LineStage? Fuse((int Row, int Sample)[] taps, ReadOnlySpan<long> weights) => null;

    /// <summary>Converts <paramref name="count"/> sums. Reads whole blocks, writes exactly that many samples.</summary>
    public abstract void Run(void* sums, void* to, int count);
}
