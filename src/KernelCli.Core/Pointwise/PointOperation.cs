using System.Numerics;
using KernelCli.Numerics;

namespace KernelCli.Pointwise;

/// <summary>An operation that changes each sample independently of the others.</summary>
/// <param name="Kind">Which operation.</param>
/// <param name="A">Its only or first parameter.</param>
/// <param name="B">Its second parameter.</param>
internal sealed record PointOperation(PointKind Kind, double A = 0, double B = 0)
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
                Map(row, new Absolute());
                break;
            case PointKind.Invert:
                Map(row, new Inverted(full));
                break;
            case PointKind.Multiply:
                Map(row, new Scaled((float)A));
                break;
            case PointKind.Add:
                Map(row, new Moved(a));
                break;
            case PointKind.Gamma:
                for (int i = 0; i < row.Length; i++)
                    row[i] = (float)(fullRange * PortableMath.Pow(Math.Max(row[i] / fullRange, 0), 1 / A));
                break;
            case PointKind.Threshold:
                Map(row, new Thresholded(a, full));
                break;
            default:
                Map(row, new Clipped(a, b));
                break;
        }
    }

    // The samples that fill no register go through one of their own, so that each operation is written once.
    private static void Map<TFunction>(Span<float> row, TFunction function)
        where TFunction : struct, IPointFunction
    {
        int lanes = Vector<float>.Count, i = 0;
        for (; i <= row.Length - lanes; i += lanes)
            function.Of(new Vector<float>(row[i..])).CopyTo(row[i..]);
        if (i == row.Length)
            return;
        Span<float> last = stackalloc float[lanes];
        row[i..].CopyTo(last);
        function.Of(new Vector<float>(last)).CopyTo(last);
        last[..(row.Length - i)].CopyTo(row[i..]);
    }

    private interface IPointFunction
    {
        Vector<float> Of(Vector<float> value);
    }

    private readonly struct Absolute : IPointFunction
    {
        public Vector<float> Of(Vector<float> value) => Vector.Abs(value);
    }

    private readonly struct Inverted(float white) : IPointFunction
    {
        public Vector<float> Of(Vector<float> value) => new Vector<float>(white) - value;
    }

    private readonly struct Scaled(float factor) : IPointFunction
    {
        public Vector<float> Of(Vector<float> value) => value * new Vector<float>(factor);
    }

    private readonly struct Moved(float distance) : IPointFunction
    {
        public Vector<float> Of(Vector<float> value) => value + new Vector<float>(distance);
    }

    // NaN fails all comparisons and stays NaN.
    private readonly struct Thresholded(float least, float white) : IPointFunction
    {
        public Vector<float> Of(Vector<float> value)
        {
            var leasts = new Vector<float>(least);
            Vector<float> dark = Vector.ConditionalSelect(Vector.LessThan(value, leasts), Vector<float>.Zero, value);
            return Vector.ConditionalSelect(Vector.GreaterThanOrEqual(value, leasts), new Vector<float>(white), dark);
        }
    }

    private readonly struct Clipped(float least, float most) : IPointFunction
    {
        public Vector<float> Of(Vector<float> value)
        {
            Vector<float> leasts = new(least), mosts = new(most);
            value = Vector.ConditionalSelect(Vector.LessThan(value, leasts), leasts, value);
            return Vector.ConditionalSelect(Vector.GreaterThan(value, mosts), mosts, value);
        }
    }
}

/// <summary>The kinds of point operations.</summary>
internal enum PointKind
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
