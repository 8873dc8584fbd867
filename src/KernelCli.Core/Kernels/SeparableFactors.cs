using KernelCli.Numerics;

namespace KernelCli.Kernels;

/// <summary>A kernel of rank one: weight(x, y) = Column[y] * Row[x].</summary>
internal sealed class SeparableFactors
{
    private readonly double[] _column;
    private readonly double[] _row;

    /// <summary>Takes a column (top to bottom) and a row (left to right).</summary>
    public SeparableFactors(ReadOnlySpan<double> column, ReadOnlySpan<double> row) => (_column, _row) = (column.ToArray(), row.ToArray());

    /// <summary>One factor for each row of the kernel, top to bottom.</summary>
    public ReadOnlySpan<double> Column => _column;

    /// <summary>One factor for each column of the kernel, left to right.</summary>
    public ReadOnlySpan<double> Row => _row;

    /// <summary>The factors of the kernel rotated by 180 degrees.</summary>
    internal SeparableFactors Rotate180()
    {
        var turned = new SeparableFactors(_column, _row);
        turned._column.AsSpan().Reverse();
        turned._row.AsSpan().Reverse();
        return turned;
    }

    /// <summary>
    /// Finds the factors of a kernel of rank one, or returns null. No weight may differ from the product of its factors
    /// by more than 1e-13 of the largest weight. This is too small to show in an 8-bit or float32 result.
    /// </summary>
    internal static SeparableFactors? TryFind(ReadOnlySpan<double> weights, int width, int height)
    {
        // The pivot is the weight of largest magnitude, so that dividing by it does not magnify errors.
        int pivot = 0;
        for (int i = 1; i < weights.Length; i++)
            if (Math.Abs(weights[i]) > Math.Abs(weights[pivot]))
                pivot = i;
        if (weights[pivot] == 0)
            return null;
        double[] column = new double[height];
        for (int y = 0; y < height; y++)
            column[y] = weights[(y * width) + (pivot % width)] / weights[pivot];
        ReadOnlySpan<double> row = weights.Slice(pivot / width * width, width);
        double limit = 1e-13 * Math.Abs(weights[pivot]);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                if (!(Math.Abs((column[y] * row[x]) - weights[(y * width) + x]) <= limit))
                    return null;
        return new SeparableFactors(column, row);
    }

    /// <summary>
    /// Finds exact integer factors of a kernel of integer weights below
    /// 2^31 in magnitude; products of two weights fit in 62 bits.
    /// </summary>
    internal static bool TryFindWhole(ReadOnlySpan<long> weights, int width, int height, out long[] column, out long[] row)
    {
        (column, row) = (new long[height], new long[width]);
        int pivot = 0;
        while (pivot < weights.Length && weights[pivot] == 0)
            pivot++;
        if (pivot == weights.Length)
            return false;
        int pivotX = pivot % width, pivotY = pivot / width;
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                if (weights[(y * width) + x] * weights[pivot] != weights[(y * width) + pivotX] * weights[(pivotY * width) + x])
                    return false;

        // Divided by its greatest common divisor, a column is primitive,
        // so every column of the kernel is an integer multiple of it.
        long divisor = 0;
        for (int y = 0; y < height; y++)
            divisor = FloorMath.GreatestCommonDivisor(divisor, Math.Abs(weights[(y * width) + pivotX]));
        divisor *= Math.Sign(weights[pivot]);
        for (int y = 0; y < height; y++)
            column[y] = weights[(y * width) + pivotX] / divisor;
        for (int x = 0; x < width; x++)
            row[x] = weights[(pivotY * width) + x] / column[pivotY];
        return true;
    }
}
