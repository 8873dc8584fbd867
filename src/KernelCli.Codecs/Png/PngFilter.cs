using System.Numerics;
using System.Runtime.CompilerServices;

namespace KernelCli.Codecs.Png;

/// <summary>
/// Filters a row (clause 9 of the standard). All bytes that filters predict from are known in advance, so every filter
/// works on full vectors.
/// </summary>
internal static class PngFilter
{
    public const int Count = 5;

    /// <summary>
    /// Writes <paramref name="row"/> filtered and returns the sum of the absolute values of the results, taken as
    /// signed bytes: the usual estimate of how well the row will compress.
    /// </summary>
    /// <param name="type">0 to 4.</param>
    /// <param name="row">The row, with <paramref name="distance"/> zeros before it and a vector of slack after it.</param>
    /// <param name="above">The row above, likewise; zeros for the first.</param>
    /// <param name="distance">Bytes per pixel.</param>
    /// <param name="to">The filtered bytes, with a vector of slack after them.</param>
    /// <param name="count">Bytes of the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Run(int type, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> to, int count)
    {
        long sum = 0;
        for (int i = 0; i < count; i += Vector<byte>.Count)
        {
            Vector<byte> x = new(row[(i + distance)..]), a = new(row[i..]), b = new(above[(i + distance)..]);
            Vector<byte> predicted = type switch
            {
                0 => Vector<byte>.Zero,
                1 => a,
                2 => b,
                3 => (a & b) + ((a ^ b) >>> 1),
                _ => Paeth(a, b, new Vector<byte>(above[i..])),
            };
            Vector<byte> result = x - predicted;
            result.CopyTo(to[i..]);
            if (count - i < Vector<byte>.Count)
                return sum + SumOfAbsolutes(to[i..count]);
            Vector<byte> size = Vector.Min(result, -result);
            Vector.Widen(size, out Vector<ushort> low, out Vector<ushort> high);
            sum += Vector.Sum(low + high);
        }
        return sum;
    }

    private static long SumOfAbsolutes(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        foreach (byte b in bytes)
            sum += Math.Min(b, 256 - b);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<byte> Paeth(Vector<byte> a, Vector<byte> b, Vector<byte> c)
    {
        Vector.Widen(a, out Vector<ushort> aLow, out Vector<ushort> aHigh);
        Vector.Widen(b, out Vector<ushort> bLow, out Vector<ushort> bHigh);
        Vector.Widen(c, out Vector<ushort> cLow, out Vector<ushort> cHigh);
        return Vector.Narrow(Paeth(aLow, bLow, cLow), Paeth(aHigh, bHigh, cHigh));
    }

    // With p = a + b - c: |p - a| = |b - c|, |p - b| = |a - c|, |p - c| = |a + b - 2c|; ties go to a, then b.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ushort> Paeth(Vector<ushort> a, Vector<ushort> b, Vector<ushort> c)
    {
        Vector<short> fromA = (b - c).As<ushort, short>(), fromB = (a - c).As<ushort, short>();
        Vector<short> pa = Vector.Abs(fromA), pb = Vector.Abs(fromB), pc = Vector.Abs(fromA + fromB);
        Vector<short> min = Vector.Min(Vector.Min(pa, pb), pc);
        return Vector.ConditionalSelect(Vector.Equals(min, pa).As<short, ushort>(), a,
            Vector.ConditionalSelect(Vector.Equals(min, pb).As<short, ushort>(), b, c));
    }
}
