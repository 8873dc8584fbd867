using KernelCli.Kernels;

namespace KernelCli.Correlation.Selection;

/// <summary>The number formats in which the integer sums of a byte picture are proved not to overflow.</summary>
/// <param name="Weights">The weights, with factors only where these fit 16 bits and, before 32-bit sums, so do the row sums.</param>
/// <param name="Is32Bit">Whether the last pass needs 32-bit sums.</param>
/// <param name="Centre">Subtracted from every sample first: 0, or 128, with which row sums of twice the range fit signed 16 bits.</param>
internal sealed record IntegerBounds(IntegerWeights Weights, bool Is32Bit, int Centre)
{
    /// <summary>The bits of the lower half of a wide weight.</summary>
    public const int LowBits = 7;

    // The upper half fits signed 16 bits.
    private const long MaxWideWeight = 1L << (15 + LowBits);

    /// <summary>
    /// Whether weights of up to 22 bits are summed in halves: w x = (w mod 128) x + (w div 128) (128 x), where 128 x fits signed 16 bits.
    /// </summary>
    public bool IsWide { get; private init; }

    /// <summary>The type of the last pass's sums.</summary>
    public AccumulatorType Sums =>
        Is32Bit ? AccumulatorType.Int32 : Weights.Most <= short.MaxValue ? AccumulatorType.Int16 : AccumulatorType.UInt16;

    /// <summary>The formats for a kernel, or null where 32 bits are not enough.</summary>
    public static IntegerBounds? TryFind(IntegerWeights weights)
    {
        // 16-bit lanes are right modulo 65536, so only the final sums must fit, signed or unsigned.
        if ((weights.Least >= short.MinValue && weights.Most <= short.MaxValue) || (weights.Least >= 0 && weights.Most <= ushort.MaxValue))
            return FactorsFit16Bits(weights) ? new IntegerBounds(weights, false, 0) : TryFind(weights.ToDense());

        if (weights.Column is not null)
        {
            // The second pass multiplies signed 16-bit sums of the first.
            foreach (int centre in (ReadOnlySpan<int>)[0, 128])
                if (RowSumRange(weights.Row!, centre) is ( >= short.MinValue, <= short.MaxValue) row && FactorsFit16Bits(weights)
                    && FitsPairedTaps(weights.Column, Math.Max(-row.Least, row.Most), centre * (weights.PositiveSum - weights.NegativeSum)))
                    return new IntegerBounds(weights, true, centre);
            if ((long)weights.Width * weights.Height > 1 << 16)
                return null;
            weights = weights.ToDense();
        }
        if (!Fits32Bits(weights.Dense!, IntegerWeights.MaxSample, 0))
            return null;
        return Array.TrueForAll(weights.Dense!, FitsInt16) ? new IntegerBounds(weights, true, 0)
            : Array.TrueForAll(weights.Dense!, weight => Math.Abs(weight) < MaxWideWeight)
            ? new IntegerBounds(weights, true, 0) { IsWide = true }
            : null;
    }

    private static bool FactorsFit16Bits(IntegerWeights weights)
    {
        long[] multiplied = weights.Row ?? weights.Dense!;
        return Array.TrueForAll(multiplied, FitsInt16) && (weights.Column is null || Array.TrueForAll(weights.Column, FitsInt16));
    }

    private static (double Least, double Most) RowSumRange(long[] row, int centre)
    {
        (double positive, double negative) = IntegerWeights.SignedSums(row);
        int low = -centre, high = IntegerWeights.MaxSample - centre;
        return ((positive * low) + (negative * high), (positive * high) + (negative * low));
    }

    private static bool FitsPairedTaps(long[] weights, double largestSample, double start) =>
        Array.TrueForAll(weights, FitsInt16) && Fits32Bits(weights, largestSample, start);

    private static bool Fits32Bits(long[] weights, double largestSample, double start)
    {
        (double positive, double negative) = IntegerWeights.SignedSums(weights);
        return ((positive - negative) * largestSample) + start < int.MaxValue;
    }

    private static bool FitsInt16(long weight) => Math.Abs(weight) <= short.MaxValue;
}
