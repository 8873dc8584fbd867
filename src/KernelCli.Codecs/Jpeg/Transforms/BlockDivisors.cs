using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Codecs.Jpeg.Transforms;

/// <summary>Divides coefficients by their quantisers by multiplication, and rounds halves away from 0.</summary>
/// <remarks>
/// For a divisor d with 2^s &lt; d &lt;= 2^(s+1), m = ceil(2^(16+s) / d) fits 16 bits and m d - 2^(16+s) is less than d.
/// Hence <c>floor(t m / 2^(16+s)) = floor(t / d)</c> for every t less than 2^15, because the error of t m,
/// t (m d - 2^(16+s)) / d, is less than 2^(16+s) / d. The largest t is less than 2^15: coefficients times 8 are at most
/// 2^13 + 2^11, and half of the largest divisor is 1020.
/// </remarks>
internal sealed unsafe class BlockDivisors
{
    // ForwardDct gives coefficients times 8.
    private const int Gain = 8;

    private readonly AlignedBuffer _halves = new(ZigZag.Count * sizeof(short));
    private readonly AlignedBuffer _factors = new(ZigZag.Count * sizeof(short));
    private readonly AlignedBuffer _shifts = new(ZigZag.Count * sizeof(short));

    /// <param name="quantisers">64 quantisers of 1 to 255, row by row.</param>
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
        // The sign is all ones in negative lanes, so that (x ^ sign) - sign gives the magnitude and later restores the sign.
        Vector128<short> sign = row >> 15;
        Vector128<short> magnitude = (row ^ sign) - sign + Vector128.Load((short*)_halves.Pointer + (8 * y));
        Vector128<byte> product = Simd128.MultiplyHighU16(magnitude.AsByte(), Vector128.Load((short*)_factors.Pointer + (8 * y)).AsByte());
        Vector128<byte> quotient = Simd128.MultiplyHighU16(product, Vector128.Load((short*)_shifts.Pointer + (8 * y)).AsByte());
        return (quotient.AsInt16() ^ sign) - sign;
    }
}
