using System.Runtime.CompilerServices;

namespace KernelCli.Pointwise;

/// <summary>The luma of 8-bit rows: <c>floor((r R + g G + b B) / divisor + 1/2)</c>, exactly.</summary>
internal static class LumaBytes
{
    // With a numerator n below 2^22 and a divisor d of at most 10000, n * (floor(2^40 / d) + 1) / 2^40 and n / d have the same
    // floor: the reciprocal is too large by at most 2^-40, so the quotient by less than 2^-18, and fractions are multiples of 1/d.
    private const int ReciprocalBits = 40;

    /// <summary>Converts a row; alpha is carried over where the source has four channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Convert(int red, int green, int blue, int divisor, int channels, ReadOnlySpan<byte> from, Span<byte> to)
    {
        long reciprocal = ((1L << ReciprocalBits) / divisor) + 1;
        long half = divisor / 2;
        ref byte source = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(from);
        ref byte target = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(to);
        int pixels = from.Length / channels;
        if (to.Length < pixels * (channels == 4 ? 2 : 1))
            throw new ArgumentException("the row is too short", nameof(to));
        for (int i = 0; i < pixels; i++)
        {
            ref byte pixel = ref Unsafe.Add(ref source, i * channels);
            long sum = (red * pixel) + (green * Unsafe.Add(ref pixel, 1)) + (blue * Unsafe.Add(ref pixel, 2)) + half;
            byte gray = (byte)(sum * reciprocal >> ReciprocalBits);
            if (channels == 4)
            {
                Unsafe.Add(ref target, 2 * i) = gray;
                Unsafe.Add(ref target, (2 * i) + 1) = Unsafe.Add(ref pixel, 3);
            }
            else
                Unsafe.Add(ref target, i) = gray;
        }
    }
}
