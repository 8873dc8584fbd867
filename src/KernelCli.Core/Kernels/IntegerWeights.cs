namespace KernelCli.Kernels;

/// <summary>The weights of a kernel, or of its separable factors, as integers over a common denominator.</summary>
internal sealed class IntegerWeights
{
    /// <summary>The largest value of an 8-bit sample.</summary>
    public const int MaxSample = 255;

    private IntegerWeights(int width, int height, long[]? dense, long[]? column, long[]? row, long denominator)
    {
        (Width, Height, Dense, Column, Row, Denominator) = (width, height, dense, column, row, denominator);
        if (dense is not null)
            (PositiveSum, NegativeSum) = SignedSums(dense);
        else
        {
            (double cp, double cn) = SignedSums(column!);
            (double rp, double rn) = SignedSums(row!);
            (PositiveSum, NegativeSum) = ((cp * rp) + (cn * rn), (cp * rn) + (cn * rp));
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>All weights row by row, or null where there are factors.</summary>
    public long[]? Dense { get; }

    public long[]? Column { get; }

    public long[]? Row { get; }

    /// <summary>The common denominator: sums of these weights divided by it are sums of the kernel's weights.</summary>
    public long Denominator { get; }

    public double PositiveSum { get; }

    public double NegativeSum { get; }

    /// <summary>The smallest possible sum over 8-bit samples.</summary>
    public double Least => MaxSample * NegativeSum;

    /// <summary>The largest possible sum over 8-bit samples.</summary>
    public double Most => MaxSample * PositiveSum;

    public static IntegerWeights OfDense(int width, int height, long[] weights, long denominator) =>
        new(width, height, weights, null, null, denominator);

    public static IntegerWeights OfFactors(long[] column, long[] row, long denominator) =>
        new(row.Length, column.Length, null, column, row, denominator);

    /// <summary>The same weights as a dense matrix.</summary>
    public IntegerWeights ToDense()
    {
        if (Dense is not null)
            return this;
        long[] dense = new long[Width * Height];
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                dense[(y * Width) + x] = Column![y] * Row![x];
        return OfDense(Width, Height, dense, Denominator);
    }

    /// <summary>The sum of the weights above 0 and the sum of those below.</summary>
    public static (double Positive, double Negative) SignedSums(ReadOnlySpan<long> weights)
    {
        double positive = 0, negative = 0;
        foreach (long weight in weights)
        {
            positive += Math.Max(weight, 0);
            negative += Math.Min(weight, 0);
        }
        return (positive, negative);
    }
}
