namespace KernelCli.Correlation.Execution;

/// <summary>The last sums of a correlation in float32: from ring rows to what a finish takes.</summary>
internal abstract unsafe class FloatPass
{
    /// <summary>Makes <paramref name="count"/> sums from output <paramref name="first"/> on, in whole blocks.</summary>
    /// <param name="rows">Ring rows.</param>
    /// <param name="first">The first output.</param>
    /// <param name="to">The sums.</param>
    /// <param name="count">Sums wanted.</param>
    /// <param name="bypass">Whether they are written past the caches; then the address must be aligned.</param>
    public abstract void Run(byte** rows, int first, float* to, int count, bool bypass = false);
}
