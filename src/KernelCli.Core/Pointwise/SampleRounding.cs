using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KernelCli.Numerics;
using KernelCli.Primitives;

namespace KernelCli.Pointwise;

/// <summary>Rounds rows of float32 to integer samples: <c>clamp(floor(v + 1/2))</c>, NaN to 0.</summary>
internal static class SampleRounding
{
    /// <summary>Rounds <c>from * factor</c>, or <c>from / factor</c>, with the product or quotient in double.</summary>
    /// <param name="type">8 or unsigned 16 bit.</param>
    /// <param name="from">The values.</param>
    /// <param name="factor">Multiplies or divides them.</param>
    /// <param name="divides">Whether it divides.</param>
    /// <param name="to">The samples.</param>
    public static void Run(SampleType type, ReadOnlySpan<float> from, double factor, bool divides, Span<byte> to)
    {
        bool isByte = type is SampleType.UInt8;
        Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(to);
        float most = (float)type.FullRange();
        int lanes = Vector<float>.Count, i = 0;
        for (; i <= from.Length - (4 * lanes); i += 4 * lanes)
        {
            Vector<ushort> low = Pair(from[i..], factor, divides, most), high = Pair(from[(i + (2 * lanes))..], factor, divides, most);
            if (isByte)
                Vector.Narrow(low, high).CopyTo(to[i..]);
            else
            {
                low.CopyTo(shorts[i..]);
                high.CopyTo(shorts[(i + (2 * lanes))..]);
            }
        }
        for (; i < from.Length; i++)
        {
            int rounded = One(divides ? from[i] / factor : from[i] * factor, most);
            if (isByte)
                to[i] = (byte)rounded;
            else
                shorts[i] = (ushort)rounded;
        }
    }

    // Both comparisons are false for NaN. Below 65536 adding 1/2 in double is exact for any float32 product.
    private static int One(double value, double most) => value >= most ? (int)most : value > 0 ? (int)(value + 0.5) : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ushort> Pair(ReadOnlySpan<float> from, double factor, bool divides, float most)
    {
        Vector<float> a = new(from), b = new(from[Vector<float>.Count..]);
        return factor == 1
            ? Vector.Narrow(Vector.AsVectorUInt32(OfSingles(a, most)), Vector.AsVectorUInt32(OfSingles(b, most)))
            : Vector.Narrow(Vector.AsVectorUInt32(OfDoubles(a, factor, divides, most)),
                Vector.AsVectorUInt32(OfDoubles(b, factor, divides, most)));
    }

    // The fraction value - floor(value) is exact, while value + 0.5 might not be.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> OfSingles(Vector<float> value, float most)
    {
        var mosts = new Vector<float>(most);
        value = Vector.ConditionalSelect(Vector.GreaterThan(value, Vector<float>.Zero), value, Vector<float>.Zero);
        value = Vector.ConditionalSelect(Vector.GreaterThan(value, mosts), mosts, value);
        Vector<float> floor = Vector.Floor(value);
        Vector<int> up = Vector.GreaterThanOrEqual(value - floor, new Vector<float>(0.5f));
        return Vector.ConvertToInt32(floor) - up;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> OfDoubles(Vector<float> value, double factor, bool divides, double most)
    {
        Vector.Widen(value, out Vector<double> low, out Vector<double> high);
        var factors = new Vector<double>(factor);
        (low, high) = divides ? (low / factors, high / factors) : (low * factors, high * factors);
        return DoubleLanes.Narrow(Clamped(low, most), Clamped(high, most));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Clamped(Vector<double> value, double most)
    {
        var mosts = new Vector<double>(most);
        value = Vector.ConditionalSelect(Vector.GreaterThan(value, Vector<double>.Zero), value, Vector<double>.Zero);
        value = Vector.ConditionalSelect(Vector.GreaterThan(value, mosts), mosts, value);
        return Vector.Floor(value + new Vector<double>(0.5));
    }
}
