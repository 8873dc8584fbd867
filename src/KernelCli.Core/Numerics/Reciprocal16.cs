using System.Numerics;

namespace KernelCli.Numerics;

/// <summary>Exact division of small unsigned numbers by multiplying with a 16-bit reciprocal.</summary>
/// <param name="Factor">The rounded-up reciprocal, times 2^(16 + Bits).</param>
/// <param name="Bits">Right shift of the high half of the product.</param>
internal readonly record struct Reciprocal16(int Factor, int Bits)
{
    /// <summary>
    /// Finds a reciprocal with <c>floor(n * Factor / 2^(16 + Bits)) == floor(n / divisor)</c> for
    /// every n up to <paramref name="largest"/>, or returns null. With
    /// <c>Factor * divisor = 2^(16 + Bits) + e</c> and 0 &lt; e, the quotient is too large by n e /
    /// (divisor 2^(16 + Bits)), which cannot reach the next integer while n e &lt; 2^(16 + Bits).
    /// </summary>
    public static Reciprocal16? TryFind(int divisor, int largest)
    {
        if (largest > ushort.MaxValue || divisor < 2 || divisor > ushort.MaxValue)
            return null;
        for (int bits = BitOperations.Log2((uint)divisor); bits >= 0; bits--)
        {
            long power = 1L << (16 + bits), factor = (power / divisor) + 1, excess = (factor * divisor) - power;
            if (factor <= ushort.MaxValue && largest * excess < power)
                return new Reciprocal16((int)factor, bits);
        }
        return null;
    }
}
