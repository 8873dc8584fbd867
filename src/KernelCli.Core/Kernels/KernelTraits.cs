using KernelCli.Numerics;

namespace KernelCli.Kernels;

/// <summary>Properties derived from a kernel's weights; computed once, on first use.</summary>
internal sealed class KernelTraits
{
    private readonly Kernel _kernel;

    internal KernelTraits(Kernel kernel)
    {
        _kernel = kernel;
        if (kernel.Factors is not null)
            SetFactors(kernel.Factors);
        else
            FindFactors(kernel);
        MeasureSums(kernel);
        IsBox = IntegerColumn is not null && AllOnes(IntegerColumn) && AllOnes(IntegerRow!);
    }

    /// <summary>The sum of all weights, before multiplier and divisor.</summary>
    public double Sum { get; private set; }

    /// <summary>The sum of the weights above 0.</summary>
    public double PositiveSum { get; private set; }

    /// <summary>The sum of the weights below 0, as a number of 0 or less.</summary>
    public double NegativeSum { get; private set; }

    /// <summary>Whether all weights are integers over one common denominator, so that 8-bit results are exact.</summary>
    public bool IsInteger => Integers is not null || IntegerColumn is not null;

    /// <summary>A column and a row whose product is the kernel, or null where it is not of rank one.</summary>
    public SeparableFactors? Factors { get; private set; }

    /// <summary>Whether every weight is 1 over the common denominator, as in a box filter.</summary>
    public bool IsBox { get; }

    /// <summary>The standard deviation of the weights along x, in pixels; null where a weight is negative or all are 0.</summary>
    public double? EffectiveSigmaX => Sigma(_kernel, alongX: true);

    /// <summary>The standard deviation of the weights down y, in pixels; null where a weight is negative or all are 0.</summary>
    public double? EffectiveSigmaY => Sigma(_kernel, alongX: false);

    /// <summary>
    /// The weights times <see cref="Denominator"/>, row by row; null if
    /// these are not integers or the kernel was created from factors.
    /// </summary>
    internal long[]? Integers { get; private set; }

    /// <summary>Integer factors whose product is the kernel times <see cref="Denominator"/>, or null.</summary>
    internal long[]? IntegerColumn { get; private set; }

    /// <inheritdoc cref="IntegerColumn"/>
    internal long[]? IntegerRow { get; private set; }

    /// <summary>
    /// The integer weights, as factors if there are any; null if the weights are not integers over a common denominator.
    /// </summary>
    internal IntegerWeights? IntegerWeights =>
        field ??= IntegerColumn is { } column ? IntegerWeights.OfFactors(column, IntegerRow!, Denominator)
        : Integers is { } dense ? IntegerWeights.OfDense(_kernel.Width, _kernel.Height, dense, Denominator)
        : null;

    /// <summary>The common denominator: the integer weights divided by it are the weights of the kernel.</summary>
    internal long Denominator { get; private set; } = 1;

    private static bool AllOnes(long[] values)
    {
        foreach (long value in values)
            if (value != 1)
                return false;
        return true;
    }

    private void SetFactors(SeparableFactors factors)
    {
        Factors = factors;
        if (!Rational.TryFromCommon(factors.Column, out long[] column, out long columnDenominator)
            || !Rational.TryFromCommon(factors.Row, out long[] row, out long rowDenominator))
            return;
        (IntegerColumn, IntegerRow, Denominator) = (column, row, columnDenominator * rowDenominator);
    }

    private void FindFactors(Kernel kernel)
    {
        double[] weights = kernel.ToArray();
        if (!Rational.TryFromCommon(weights, out long[] numerators, out long denominator))
        {
            Factors = SeparableFactors.TryFind(weights, kernel.Width, kernel.Height);
            return;
        }
        (Integers, Denominator) = (numerators, denominator);
        if (!SeparableFactors.TryFindWhole(numerators, kernel.Width, kernel.Height, out long[] column, out long[] row))
            return;
        (IntegerColumn, IntegerRow) = (column, row);
        Factors = new SeparableFactors(Array.ConvertAll(column, v => (double)v), Array.ConvertAll(row, v => (double)v / denominator));
    }

    private void MeasureSums(Kernel kernel)
    {
        if (kernel.Factors is { } factors)
        {
            // A product of a column and a row factor is positive where their signs agree.
            (double cp, double cn) = Signed(factors.Column);
            (double rp, double rn) = Signed(factors.Row);
            (PositiveSum, NegativeSum) = ((cp * rp) + (cn * rn), (cp * rn) + (cn * rp));
        }
        else
            (PositiveSum, NegativeSum) = Signed(kernel.ToArray());
        Sum = PositiveSum + NegativeSum;

        // Fractional weights that should cancel leave a rounding error, which must count as a sum of 0.
        if (Math.Abs(Sum) <= 1e-12 * (PositiveSum - NegativeSum))
            Sum = 0;

        // Integers over a denominator are summed exactly: 0.1 + 0.2 - 0.3 is 0.
        if (Integers is not null)
            Sum = (double)SumOf(Integers) / Denominator;
        else if (IntegerColumn is not null)
            Sum = (double)SumOf(IntegerColumn) * SumOf(IntegerRow!) / Denominator;
    }

    private static long SumOf(long[] values)
    {
        long sum = 0;
        foreach (long value in values)
            sum += value;
        return sum;
    }

    private static (double Positive, double Negative) Signed(ReadOnlySpan<double> values)
    {
        double positive = 0, negative = 0;
        foreach (double value in values)
        {
            positive += Math.Max(value, 0);
            negative += Math.Min(value, 0);
        }
        return (positive, negative);
    }

    private double? Sigma(Kernel kernel, bool alongX)
    {
        if (NegativeSum < 0 || PositiveSum <= 0)
            return null;
        double sum = 0, first = 0, second = 0;
        void Add(double weight, int at)
        {
            sum += weight;
            first += weight * at;
            second += weight * at * at;
        }
        if (kernel.Factors is { } factors)
        {
            ReadOnlySpan<double> line = alongX ? factors.Row : factors.Column;
            for (int i = 0; i < line.Length; i++)
                Add(Math.Abs(line[i]), i);
        }
        else
        {
            for (int y = 0; y < kernel.Height; y++)
                for (int x = 0; x < kernel.Width; x++)
                    Add(kernel[x, y], alongX ? x : y);
        }
        double mean = first / sum;
        return Math.Sqrt(Math.Max(0, (second / sum) - (mean * mean)));
    }
}
