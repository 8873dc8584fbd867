using System.Runtime.Intrinsics.X86;

namespace KernelCli.SlidingWindow;

/// <summary>
/// The rows of planes in memory that will be wanted next: hinted a tile at a time between the tiles of the current rows. Hinted all
/// at once they would fill the processor's queue of outstanding lines, and it would wait instead of adding up.
/// </summary>
/// <param name="Source">The first source row.</param>
/// <param name="SourcePitch">Bytes from one to the next.</param>
/// <param name="SourceBytes">Bytes of each.</param>
/// <param name="SourceRows">Their number.</param>
/// <param name="Result">The first result row.</param>
/// <param name="ResultPitch">Bytes from one to the next.</param>
/// <param name="ResultBytes">Bytes of each.</param>
/// <param name="ResultRows">Their number.</param>
internal readonly unsafe record struct PrefetchHint(
    nint Source, long SourcePitch, long SourceBytes, int SourceRows, nint Result, long ResultPitch, long ResultBytes, int ResultRows)
{
    /// <summary>
    /// Asks for the part of every row that lies between two fractions <paramref name="from"/> / <paramref name="of"/> and
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
/// Asks for memory before it is needed. Hardware prefetchers stop at the end of a 4 KiB page and start anew with each row
/// of a wide picture; a row asked for while the one before it is worked on arrives in time.
/// </summary>
internal static unsafe class Prefetch
{
    private const int Line = 64;

    /// <summary>Asks for a range of addresses; does nothing where there is no such instruction.</summary>
    public static void Range(byte* from, long bytes)
    {
        if (!Sse.IsSupported)
            return;
        for (long i = 0; i < bytes; i += Line)
            Sse.Prefetch1(from + i);
    }
}
