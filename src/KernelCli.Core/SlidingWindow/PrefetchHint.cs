using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace KernelCli.SlidingWindow;

/// <summary>
/// The rows in memory that will be needed next. They are prefetched a tile at a time, between the tiles of the current
/// rows. Prefetched all at once, they would fill the processor's queue of outstanding cache lines and stall it.
/// </summary>
/// <param name="Source">The first source row.</param>
/// <param name="SourcePitch">Bytes from one source row to the next.</param>
/// <param name="SourceBytes">Bytes to prefetch of each source row.</param>
/// <param name="SourceRows">Number of source rows.</param>
/// <param name="Result">The first result row.</param>
/// <param name="ResultPitch">Bytes from one result row to the next.</param>
/// <param name="ResultBytes">Bytes to prefetch of each result row.</param>
/// <param name="ResultRows">Number of result rows.</param>
internal readonly unsafe record struct PrefetchHint(
    nint Source, long SourcePitch, long SourceBytes, int SourceRows, nint Result, long ResultPitch, long ResultBytes, int ResultRows)
{
    /// <summary>
    /// Prefetches the part of every row from the fraction <paramref name="from"/> / <paramref name="of"/> to the fraction
    /// <paramref name="to"/> / <paramref name="of"/>.
    /// </summary>
    public void Issue(int from, int to, int of)
    {
        for (int r = 0; r < SourceRows; r++)
            Issue(Source + (nint)(r * SourcePitch), SourceBytes, from, to, of);
        for (int r = 0; r < ResultRows; r++)
            Issue(Result + (nint)(r * ResultPitch), ResultBytes, from, to, of);
    }

    private static void Issue(nint row, long bytes, int from, int to, int of)
    {
        long begin = bytes * from / of;
        Prefetch.Range((byte*)row + begin, (bytes * to / of) - begin);
    }
}

/// <summary>
/// Prefetches memory before it is needed. Hardware prefetchers stop at the end of a 4 KiB page and start anew with each
/// row of a wide picture. A row that is prefetched while the previous one is processed arrives in time.
/// </summary>
internal static unsafe class Prefetch
{
    private const int Line = 64;

    /// <summary>Prefetches a range of addresses; does nothing if there is no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Range(byte* from, long bytes)
    {
        if (!Sse.IsSupported)
            return;
        for (long i = 0; i < bytes; i += Line)
            Sse.Prefetch1(from + i);
    }
}
