using System.Runtime.CompilerServices;

namespace KernelCli.Correlation.Finishing;

/// <summary>The loop of the vector finishes: a register of bytes' worth of samples at a time, the last one through a side buffer.</summary>
internal abstract unsafe class BlockFinish : RowFinish
{
    // 64 samples of 4 bytes: the largest block of the widest register.
    private const int LargestBlock = 256;

    /// <summary>Samples converted at a time.</summary>
    protected abstract int BlockSamples { get; }

    /// <inheritdoc/>
    public sealed override void Run(void* sums, void* to, int count)
    {
        int whole = count - (count % BlockSamples);
        RunBlocks(sums, to, 0, whole);
        if (whole == count)
            return;
        byte* side = stackalloc byte[LargestBlock];
        RunBlocks(sums, side - ((long)whole * SampleBytes), whole, whole + BlockSamples);
        Unsafe.CopyBlockUnaligned((byte*)to + ((long)whole * SampleBytes), side, (uint)((count - whole) * SampleBytes));
    }

    /// <summary>Converts samples <paramref name="from"/> to <paramref name="end"/>, a whole number of blocks.</summary>
    protected abstract void RunBlocks(void* sums, void* to, int from, int end);
}
