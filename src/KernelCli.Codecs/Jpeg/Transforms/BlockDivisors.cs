using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Codecs.Jpeg.Transforms;

/// <summary>Division of coefficients by their quantisers, rounded half away from 0, as multiplications.</summary>
/// <remarks>
/// For a divisor d with 2^s below d and d at most 2^(s+1), m = ceil(2^(16+s) / d) fits 16 bits and m d - 2^(16+s) is below d, so that
/// <c>floor(t m / 2^(16+s)) = floor(t / d)</c> for every t below 2^15: the error t (m d - 2^(16+s)) / d stays below 2^(16+s) / d.
/// Coefficients times 8 are at most 2^13 + 2^11, and half of the largest divisor is 1020.
/// </remarks>
internal sealed unsafe class BlockDivisors
{
    // Coefficients come times 8.
    private const int Gain = 8;

    private readonly AlignedBuffer _halves = new(ZigZag.Count * sizeof(short));
    private readonly AlignedBuffer _factors = new(ZigZag.Count * sizeof(short));
    private readonly AlignedBuffer _shifts = new(ZigZag.Count * sizeof(short));

    /// <param name="quantisers">1 to 255 each, row by row.</param>
    public BlockDivisors(ReadOnlySpan<byte> quantisers)
    {
        for (int i = 0; i < ZigZag.Count; i++)
        {
            int divisor = quantisers[i] * Gain, bits = BitOperations.Log2((uint)divisor - 1);
            ((ushort*)_halves.Pointer)[i] = (ushort)(divisor / 2);
            ((ushort*)_factors.Pointer)[i] = (ushort)(((1L << (16 + bits)) + divisor - 1) / divisor);
            ((ushort*)_shifts.Pointer)[i] = (ushort)(1 << (16 - bits));
        }
    }

    /// <summary>Divides a row of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<short> Divide(Vector128<short> row, int y)
    {
        // The sign as all ones or none: (x ^ sign) - sign is the magnitude, and back.
        Vector128<short> sign = row >> 15;
        Vector128<short> magnitude = (row ^ sign) - sign + Vector128.Load((short*)_halves.Pointer + (8 * y));
        Vector128<byte> product = Simd128.MultiplyHighU16(magnitude.AsByte(), Vector128.Load((short*)_factors.Pointer + (8 * y)).AsByte());
        Vector128<byte> quotient = Simd128.MultiplyHighU16(product, Vector128.Load((short*)_shifts.Pointer + (8 * y)).AsByte());
        return (quotient.AsInt16() ^ sign) - sign;
    }
}
