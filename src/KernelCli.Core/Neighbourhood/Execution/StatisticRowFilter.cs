using System.Numerics;
using System.Runtime.CompilerServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>What is made of a window's sums.</summary>
internal interface IWindowStatistic
{
    /// <summary>Whether it needs the sum of squares.</summary>
    bool HasSquares { get; }

    /// <summary>The result for one window, in the unit of the samples.</summary>
    /// <param name="cells">n, the number of samples or the sum of their weights.</param>
    /// <param name="value">The value in the middle.</param>
    /// <param name="sum">The sum of the samples, each times its weight.</param>
    /// <param name="variance">n^2 times their variance: n times the sum of squares, minus the square of the sum.</param>
    /// <param name="whole">The same exactly, where samples are whole numbers.</param>
    double Result(double cells, double value, double sum, double variance, ulong whole);
}

/// <summary>A statistic of the window, or a decision by one.</summary>
internal sealed unsafe class StatisticRowFilter<TSimd, TVector, TStatistic>(
    Strip strip, FilterWindow window, int strideY, TStatistic statistic, SampleType result, double white, CellWeights weights)
    : MomentRowFilter<TSimd, TVector>(strip, window, strideY, statistic.HasSquares, result.Bytes(), 1, weights, white)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TStatistic : struct, IWindowStatistic
{
    private const double LeastVariance = 1.0 / (1L << 44);

    private readonly SampleType _sample = strip.Sample;
    private readonly int _cells = window.Cells;
    private readonly AlignedBuffer _results = new(AlignedBuffer.RoundUp(((((long)strip.Outputs - 1) * strip.Axis.Stride) + 1)
        * strip.Channels * sizeof(float)));

    public override long ScratchBytes => base.ScratchBytes + _results.Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Write(byte* values, byte* sums, byte* squares, byte* to)
    {
        float* results = (float*)_results.Pointer;
        bool hasSquares = statistic.HasSquares;
        ulong cells = (ulong)_cells;
        double* counts = Weights;
        switch (_sample)
        {
            case var _ when HasAlpha:
                SampleRow.ToSingle(_sample, new ReadOnlySpan<byte>(values, Columns * _sample.Bytes()), new Span<float>(results, Columns));
                for (int i = 0; i < Columns; i++)
                    results[i] = Weighted(results[i], counts[i], ((double*)sums)[i], hasSquares ? ((double*)squares)[i] : 0);
                break;
            case SampleType.UInt8:
                for (int i = 0; i < Columns; i++)
                {
                    ulong sum = ((uint*)sums)[i], variance = hasSquares ? (cells * ((uint*)squares)[i]) - (sum * sum) : 0;
                    results[i] = Rounded(statistic.Result(_cells, values[i], sum, (long)variance, variance));
                }
                break;
            case SampleType.UInt16:
                for (int i = 0; i < Columns; i++)
                {
                    ulong sum = ((uint*)sums)[i], variance = hasSquares ? (cells * ((ulong*)squares)[i]) - (sum * sum) : 0;
                    results[i] = Rounded(statistic.Result(_cells, ((ushort*)values)[i], sum, variance, variance));
                }
                break;
            default:
                for (int i = 0; i < Columns; i++)
                {
                    double n = counts == null ? _cells : counts[i];
                    double sum = ((double*)sums)[i], variance = hasSquares ? (n * ((double*)squares)[i]) - (sum * sum) : 0;
                    results[i] = n == 0 || double.IsNaN(sum) || double.IsNaN(variance) ? float.NaN
                        : (float)statistic.Result(n, ((float*)values)[i], sum, Math.Max(0, variance), 0);
                }
                break;
        }
        if (result is SampleType.Float32)
            Emit(_results.Pointer, to);
        else
        {
            SampleRow.FromSingle(result, new ReadOnlySpan<float>(results, Columns), result.FullRange() / White,
                new Span<byte>(Line(0), Columns * ResultBytes));
            Emit(Line(0), to);
        }
    }

    // Of bytes all sums are whole numbers below 2^64: n times the sum of squares is at most 255^5 times 65025^2.
    private float Weighted(double value, double weight, double sum, double squares)
    {
        if (weight == 0)
            return 0;
        ulong whole = _sample is SampleType.UInt8 && squares > 0 ? ((ulong)weight * (ulong)squares) - ((ulong)sum * (ulong)sum) : 0;
        double variance = _sample is SampleType.UInt8 ? whole : (weight * squares) - (sum * sum);

        // What rounding leaves of a flat window's is none; a deviation of 2^-22 of the mean is below a level of any sample.
        variance = variance < weight * squares * LeastVariance ? 0 : variance;
        return double.IsNaN(sum) || double.IsNaN(variance) ? float.NaN
            : Rounded(statistic.Result(weight, value, sum, variance, whole));
    }

    // A whole result is rounded before it becomes float32, so that it is rounded once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Rounded(double value) => (float)(result is SampleType.Float32 ? value : Math.Floor(value + 0.5));
}

/// <summary>The population standard deviation.</summary>
internal readonly struct StandardDeviation : IWindowStatistic
{
    public bool HasSquares => true;

    public double Result(double cells, double value, double sum, double variance, ulong whole) => Math.Sqrt(variance) / cells;
}

/// <summary>White where the value is above the mean minus a number.</summary>
internal readonly struct AboveMean(double subtracted, double white) : IWindowStatistic
{
    public bool HasSquares => false;

    public double Result(double cells, double value, double sum, double variance, ulong whole) =>
        double.IsNaN(value) ? value : (cells * value) - sum > -cells * subtracted ? white : 0;
}

/// <summary>White where the value is above the mean minus K standard deviations.</summary>
internal readonly struct AboveNiblack(double k, double white) : IWindowStatistic
{
    public bool HasSquares => true;

    public double Result(double cells, double value, double sum, double variance, ulong whole)
    {
        if (double.IsNaN(value))
            return value;
        double above = (cells * value) - sum, deviations = -k * Math.Sqrt(variance);
        bool isWhite = !RootComparison.IsClose(above, deviations) || whole == 0 ? above > deviations
            : RootComparison.IsGreater((BigInteger)above, -RootComparison.Numerator(k), whole, RootComparison.Denominator(k));
        return isWhite ? white : 0;
    }
}

/// <summary>White where the value is above <c>mean (1 + K (deviation / half the range - 1))</c>.</summary>
internal readonly struct AboveSauvola(double k, double white) : IWindowStatistic
{
    public bool HasSquares => true;

    public double Result(double cells, double value, double sum, double variance, ulong whole)
    {
        if (double.IsNaN(value))
            return value;

        // Times n^2: n^2 value - n sum (1 - K) against sum K 2 / white times the root of n^2 variance.
        double above = cells * ((cells * value) - (sum * (1 - k))), deviations = sum * k * 2 / white * Math.Sqrt(variance);
        bool isWhite = above > deviations;
        if (RootComparison.IsClose(above, deviations) && whole > 0)
        {
            BigInteger p = RootComparison.Numerator(k), q = RootComparison.Denominator(k), n = (BigInteger)cells, total = (BigInteger)sum;
            BigInteger left = (BigInteger)white * n * ((q * n * (BigInteger)value) - (total * (q - p)));
            isWhite = RootComparison.IsGreater(left, 2 * total * p, whole, 1);
        }
        return isWhite ? white : 0;
    }
}

/// <summary>Compares with multiples of a square root in whole numbers, where float64 would decide by its rounding.</summary>
internal static class RootComparison
{
    private const double Tolerance = 1e-9;

    /// <summary>Whether two numbers are too close for float64 to say which is greater.</summary>
    public static bool IsClose(double a, double b) => Math.Abs(a - b) <= Tolerance * (Math.Abs(a) + Math.Abs(b));

    /// <summary>Whether <c>a * factor &gt; b * sqrt(square)</c>.</summary>
    public static bool IsGreater(BigInteger a, BigInteger b, ulong square, BigInteger factor)
    {
        BigInteger left = a * factor, right = b * b * square;
        return b.Sign >= 0 ? left.Sign > 0 && left * left > right : left.Sign >= 0 || left * left < right;
    }

    /// <summary>p of the decimal fraction p / q that a number stands for.</summary>
    public static BigInteger Numerator(double number) => new((decimal)number * (decimal)Denominator(number));

    /// <summary>q, a power of 10.</summary>
    public static BigInteger Denominator(double number) => BigInteger.Pow(10, ((decimal)number).Scale);
}
