using System.Runtime.Intrinsics.X86;

namespace KernelCli.Simd;

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
