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
                BytesToSingle(from, to);
                break;
            case SampleType.UInt16:
                UInt16ToSingle(MemoryMarshal.Cast<byte, ushort>(from), to);
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
        SampleRounding.Run(type, from, isQuotient && divisor % 2 == 0 ? divisor : factor, isQuotient && divisor % 2 == 0, to);
    }

    private static void BytesToSingle(ReadOnlySpan<byte> from, Span<float> to)
    {
        int lanes = Vector<float>.Count, i = 0;
        for (; i <= to.Length - (4 * lanes); i += 4 * lanes)
        {
            Vector.Widen(new Vector<byte>(from[i..]), out Vector<ushort> low, out Vector<ushort> high);
            WidenToSingle(low, to[i..]);
            WidenToSingle(high, to[(i + (2 * lanes))..]);
        }
        for (; i < to.Length; i++)
            to[i] = from[i];
    }

    private static void UInt16ToSingle(ReadOnlySpan<ushort> from, Span<float> to)
    {
        int lanes = Vector<float>.Count, i = 0;
        for (; i <= to.Length - (2 * lanes); i += 2 * lanes)
            WidenToSingle(new Vector<ushort>(from[i..]), to[i..]);
        for (; i < to.Length; i++)
            to[i] = from[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WidenToSingle(Vector<ushort> samples, Span<float> to)
    {
        Vector.Widen(samples, out Vector<uint> low, out Vector<uint> high);
        Vector.ConvertToSingle(Vector.AsVectorInt32(low)).CopyTo(to);
        Vector.ConvertToSingle(Vector.AsVectorInt32(high)).CopyTo(to[Vector<float>.Count..]);
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
}
