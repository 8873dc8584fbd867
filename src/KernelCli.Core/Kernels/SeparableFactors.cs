namespace KernelCli.Kernels;

/// <summary>A kernel of rank one: weight(x, y) = Column[y] * Row[x].</summary>
public sealed class SeparableFactors
{
    private readonly double[] _column;
    private readonly double[] _row;

    /// <summary>Takes a column (top to bottom) and a row (left to right).</summary>
    public SeparableFactors(ReadOnlySpan<double> column, ReadOnlySpan<double> row) => (_column, _row) = (column.ToArray(), row.ToArray());

    /// <summary>One factor for each row of the kernel, top to bottom.</summary>
    public ReadOnlySpan<double> Column => _column;

    /// <summary>One factor for each column of the kernel, left to right.</summary>
    public ReadOnlySpan<double> Row => _row;

    /// <summary>Turned by 180 degrees.</summary>
    internal SeparableFactors Rotate180()
    {
        var turned = new SeparableFactors(_column, _row);
        turned._column.AsSpan().Reverse();
        turned._row.AsSpan().Reverse();
        return turned;
    }

    /// <summary>
    /// Finds the factors of a kernel of rank one. Integer weights are factored exactly into integers; real ones where no
    /// weight differs from the product of its factors by more than 1e-13 of the largest, which no 8-bit or float32 result can show.
    /// </summary>
    internal static SeparableFactors? TryFind(ReadOnlySpan<double> weights, int width, int height)
    {
        // The pivot is the largest weight: it cannot be 0, and dividing by it cannot magnify.
        int pivot = 0;
        for (int i = 1; i < weights.Length; i++)
            if (Math.Abs(weights[i]) > Math.Abs(weights[pivot]))
                pivot = i;
        if (weights[pivot] == 0)
            return null;
        int pivotX = pivot % width, pivotY = pivot / width;

        double[] column = new double[height];
        double[] row = weights.Slice(pivotY * width, width).ToArray();
        bool integer = true;
        foreach (double w in weights)
            integer &= w == Math.Floor(w) && Math.Abs(w) < 1 << 24;
        for (int y = 0; y < height; y++)
            column[y] = weights[(y * width) + pivotX];
        double limit = integer ? 0 : 1e-13 * weights[pivot] * weights[pivot];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                if (Math.Abs((column[y] * row[x]) - (weights[(y * width) + x] * weights[pivot])) > Math.Abs(limit))
                    return null;

        // A column divided by its greatest common divisor is primitive, and every column of the kernel is a whole multiple of it.
        double scale = integer ? GreatestCommonDivisor(column) * Math.Sign(weights[pivot]) : weights[pivot];
        for (int y = 0; y < height; y++)
            column[y] /= scale;
        double atPivot = column[pivotY];
        for (int x = 0; x < width && integer; x++)
            row[x] /= atPivot;
        return new SeparableFactors(column, row);
    }

    private static double GreatestCommonDivisor(ReadOnlySpan<double> values)
    {
        long divisor = 0;
        foreach (double value in values)
        {
            long a = (long)Math.Abs(value), b = divisor;
            while (b != 0)
                (a, b) = (b, a % b);
            divisor = a;
        }
        return divisor;
    }
}
