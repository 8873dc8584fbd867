using System.Numerics;
using KernelCli.Numerics;

namespace KernelCli.Pointwise;

/// <summary>An operation that changes each sample independently of the others.</summary>
/// <param name="Kind">Which operation.</param>
/// <param name="A">Its only or first parameter.</param>
/// <param name="B">Its second parameter.</param>
public sealed record PointOperation(PointKind Kind, double A = 0, double B = 0)
{
    /// <summary>Refuses numbers that float32 cannot hold, and limits in the wrong order.</summary>
    /// <exception cref="ArgumentException">A number is NaN or outside the range of float32, gamma is not above 0, or the
    /// lower limit of a clip is above the upper one.</exception>
    internal void Check()
    {
        if (!(Math.Abs(A) <= float.MaxValue && Math.Abs(B) <= float.MaxValue))
            throw new ArgumentException($"'{Kind}' takes numbers between -3.4e38 and 3.4e38, the range of float32");
        if (Kind is PointKind.Gamma && !(A > 0))
            throw new ArgumentException("gamma must be above 0");
        if (Kind is PointKind.Clip && A > B)
            throw new ArgumentException("the least value is above the largest");
    }

    /// <summary>Applies the operation to a row of float32 samples, in place.</summary>
    /// <param name="row">The samples.</param>
    /// <param name="fullRange">Full range in the unit of the samples.</param>
    internal void Run(Span<float> row, double fullRange)
    {
        float a = (float)(A * fullRange / 255), b = (float)(B * fullRange / 255), full = (float)fullRange;
        switch (Kind)
        {
            case PointKind.Abs:
                for (int i = 0; i < row.Length; i++)
                    row[i] = MathF.Abs(row[i]);
                break;
            case PointKind.Invert:
                for (int i = 0; i < row.Length; i++)
                    row[i] = full - row[i];
                break;
            case PointKind.Multiply:
                float factor = (float)A;
                for (int i = 0; i < row.Length; i++)
                    row[i] *= factor;
                break;
            case PointKind.Add:
                for (int i = 0; i < row.Length; i++)
                    row[i] += a;
                break;
            case PointKind.Gamma:
                for (int i = 0; i < row.Length; i++)
                    row[i] = (float)(fullRange * PortableMath.Pow(Math.Max(row[i] / fullRange, 0), 1 / A));
                break;
            case PointKind.Threshold:
                Threshold(row, a, full);
                break;
            default:
                for (int i = 0; i < row.Length; i++)
                    row[i] = Math.Clamp(row[i], a, b);
                break;
        }
    }

    // Uses vector selects, because unpredictable branches are slow. NaN fails both comparisons and stays NaN.
    private static void Threshold(Span<float> row, float least, float fullRange)
    {
        Vector<float> leasts = new(least), whites = new(fullRange);
        int i = 0;
        for (; i + Vector<float>.Count <= row.Length; i += Vector<float>.Count)
        {
            var values = new Vector<float>(row[i..]);
            Vector<float> dark = Vector.ConditionalSelect(Vector.LessThan(values, leasts), Vector<float>.Zero, values);
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(values, leasts), whites, dark).CopyTo(row[i..]);
        }
        for (; i < row.Length; i++)
            row[i] = row[i] >= least ? fullRange : row[i] < least ? 0 : row[i];
    }
}

/// <summary>The kinds of point operations.</summary>
public enum PointKind
{
    /// <summary><c>|v|</c>.</summary>
    Abs,

    /// <summary><c>white - v</c>.</summary>
    Invert,

    /// <summary><c>v * A</c>.</summary>
    Multiply,

    /// <summary><c>v + A</c>, A in 8-bit levels.</summary>
    Add,

    /// <summary><c>white * (v / white)^(1 / A)</c>, so that an A above 1 brightens; values below 0 become 0.</summary>
    Gamma,

    /// <summary>White where v is A or more, 0 where it is less, NaN where it is NaN; A in 8-bit levels.</summary>
    Threshold,

    /// <summary>v clamped to A..B, both in 8-bit levels.</summary>
    Clip,
}
