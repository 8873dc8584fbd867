using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.Pointwise;

/// <summary>Rows of samples to float32 and back.</summary>
internal static class SampleRow
{
    /// <summary>Reads samples of any type; their values stay as they are.</summary>
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
    /// <c>to = clamp(floor(from * factor + 1/2))</c> for whole-number samples, the product in double; <c>from * factor</c> for float32, or
    /// divided by the inverse where that is the whole number, so that v of 255 is v / 255 rounded once. What is not a number becomes 0.
    /// </summary>
    public static void FromSingle(SampleType type, ReadOnlySpan<float> from, double factor, Span<byte> to)
    {
        // 1 / 255 is not exact; 255 is, and below 2^24 float32 holds it, so that dividing rounds once.
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
        // Only an even divisor gives a half exactly, which a rounded factor could miss.
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

    // The same by a division; few pictures need it.
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

    // Both comparisons are false for what is not a number. Below 65536 adding 1/2 in double is exact for any float32 product.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rounded(double value, double most) => value >= most ? (int)most : value > 0 ? (int)(value + 0.5) : 0;
}
