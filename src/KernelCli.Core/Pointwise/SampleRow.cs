using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.Pointwise;

/// <summary>Converts rows of samples to float32 and back.</summary>
internal static class SampleRow
{
    /// <summary>Converts 8-bit, unsigned 16-bit or float32 samples without changing their values.</summary>
    public static void ToSingle(SampleType type, ReadOnlySpan<byte> from, Span<float> to)
    {
        switch (type)
        {
            case SampleType.UInt8:
                for (int i = 0; i < to.Length; i++)
                    to[i] = from[i];
                break;
            case SampleType.UInt16:
                ReadOnlySpan<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(from);
                for (int i = 0; i < to.Length; i++)
                    to[i] = shorts[i];
                break;
            default:
                MemoryMarshal.Cast<byte, float>(from)[..to.Length].CopyTo(to);
                break;
        }
    }

    /// <summary>
    /// For integer samples <c>to = clamp(floor(from * factor + 1/2))</c>, with the product
    /// in double; NaN becomes 0. For float32 <c>to = from * factor</c>, or from divided by
    /// 1 / factor if that is an integer, so that v of 255 becomes v / 255, rounded once.
    /// </summary>
    public static void FromSingle(SampleType type, ReadOnlySpan<float> from, double factor, Span<byte> to)
    {
        // 1 / 255 is not exact, but 255 is. A divisor below 2^24 is exact in float32, so that the division rounds only once.
        double divisor = Math.Round(1 / factor);
        bool isQuotient = divisor is > 1 and < 1 << 24 && 1 / divisor == factor;
        if (type is SampleType.Float32)
        {
            Span<float> singles = MemoryMarshal.Cast<byte, float>(to)[..from.Length];
            if (isQuotient)
                Divide(from, (float)divisor, singles);
            else
                for (int i = 0; i < from.Length; i++)
                    singles[i] = (float)(from[i] * factor);
            return;
        }
        // With an odd divisor, integers never give a quotient of exactly a
        // half. With an even one they do, and a rounded factor could miss it.
        if (isQuotient && divisor % 2 == 0)
            RoundQuotient(type, from, divisor, to);
        else
            Round(type, from, factor, to);
    }

    private static void Divide(ReadOnlySpan<float> from, float divisor, Span<float> to)
    {
        var divisors = new Vector<float>(divisor);
        int i = 0;
        for (; i + Vector<float>.Count <= from.Length; i += Vector<float>.Count)
            (new Vector<float>(from[i..]) / divisors).CopyTo(to[i..]);
        for (; i < from.Length; i++)
            to[i] = from[i] / divisor;
    }

    private static void Round(SampleType type, ReadOnlySpan<float> from, double factor, Span<byte> to)
    {
        double most = type.FullRange();
        Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(to);
        for (int i = 0; i < from.Length; i++)
        {
            int rounded = Rounded(from[i] * factor, most);
            if (type is SampleType.UInt8)
                to[i] = (byte)rounded;
            else
                shorts[i] = (ushort)rounded;
        }
    }

    // Like Round, but divides. Few conversions need it.
    private static void RoundQuotient(SampleType type, ReadOnlySpan<float> from, double divisor, Span<byte> to)
    {
        double most = type.FullRange();
        Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(to);
        for (int i = 0; i < from.Length; i++)
        {
            int rounded = Rounded(from[i] / divisor, most);
            if (type is SampleType.UInt8)
                to[i] = (byte)rounded;
            else
                shorts[i] = (ushort)rounded;
        }
    }

    // Both comparisons are false for NaN. Below 65536 adding 1/2 in double is exact for any float32 product.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rounded(double value, double most) => value >= most ? (int)most : value > 0 ? (int)(value + 0.5) : 0;
}
