using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Neighbourhood.Streams;

/// <summary>Makes one row of two, sample by sample.</summary>
internal abstract class RowCombination
{
    /// <summary>The type of the results.</summary>
    /// <param name="first">The type of the first row's samples.</param>
    public abstract SampleType Result(SampleType first);

    /// <summary>Combines two rows of the same length.</summary>
    public abstract void Run(SampleType first, ReadOnlySpan<byte> a, SampleType second, ReadOnlySpan<byte> b, Span<byte> to);

    /// <summary>A row as float32.</summary>
    protected static Span<float> ToSingle(SampleType type, ReadOnlySpan<byte> row, ref float[] buffer)
    {
        int samples = row.Length / type.Bytes();
        if (buffer.Length < samples)
            buffer = new float[samples];
        SampleRow.ToSingle(type, row, buffer.AsSpan(0, samples));
        return buffer.AsSpan(0, samples);
    }
}

/// <summary>The first row minus the second: float32, or, where it is the last step, samples of the type that are clamped at 0.</summary>
internal sealed class Difference(bool isClamped) : RowCombination
{
    private float[] _first = [];
    private float[] _second = [];

    public override SampleType Result(SampleType first) => isClamped ? first : SampleType.Float32;

    public override void Run(SampleType first, ReadOnlySpan<byte> a, SampleType second, ReadOnlySpan<byte> b, Span<byte> to)
    {
        if (isClamped && first == second && first is SampleType.UInt8)
        {
            Clamped(a, b, to);
            return;
        }
        if (isClamped && first == second && first is SampleType.UInt16)
        {
            Clamped(MemoryMarshal.Cast<byte, ushort>(a), MemoryMarshal.Cast<byte, ushort>(b), MemoryMarshal.Cast<byte, ushort>(to));
            return;
        }
        Span<float> minuend = ToSingle(first, a, ref _first), subtrahend = ToSingle(second, b, ref _second);
        for (int i = 0; i < minuend.Length; i++)
            minuend[i] -= subtrahend[i];
        SampleRow.FromSingle(Result(first), minuend, 1, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Clamped(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> to)
    {
        int i = 0;
        for (; i + Vector<byte>.Count <= a.Length; i += Vector<byte>.Count)
        {
            var minuend = new Vector<byte>(a[i..]);
            (minuend - Vector.Min(minuend, new Vector<byte>(b[i..]))).CopyTo(to[i..]);
        }
        for (; i < a.Length; i++)
            to[i] = (byte)Math.Max(0, a[i] - b[i]);
    }

    private static void Clamped(ReadOnlySpan<ushort> a, ReadOnlySpan<ushort> b, Span<ushort> to)
    {
        for (int i = 0; i < a.Length; i++)
            to[i] = (ushort)Math.Max(0, a[i] - b[i]);
    }
}

/// <summary>
/// The second row where the first differs from it by more than a threshold, else the first; NaN where one of them is, unless NaN of the
/// first is filled from the second.
/// </summary>
internal sealed class ReplacedOutliers(double threshold, bool fills) : RowCombination
{
    public override SampleType Result(SampleType first) => first;

    public override void Run(SampleType first, ReadOnlySpan<byte> a, SampleType second, ReadOnlySpan<byte> b, Span<byte> to)
    {
        switch (first)
        {
            case SampleType.UInt8:
                int levels = (int)Math.Min(Math.Floor(threshold), int.MaxValue);
                for (int i = 0; i < a.Length; i++)
                    to[i] = Math.Abs(a[i] - b[i]) > levels ? b[i] : a[i];
                break;
            case SampleType.UInt16:
                Replace(MemoryMarshal.Cast<byte, ushort>(a), MemoryMarshal.Cast<byte, ushort>(b), MemoryMarshal.Cast<byte, ushort>(to));
                break;
            default:
                Replace(MemoryMarshal.Cast<byte, float>(a), MemoryMarshal.Cast<byte, float>(b), MemoryMarshal.Cast<byte, float>(to));
                break;
        }
    }

    private void Replace(ReadOnlySpan<ushort> a, ReadOnlySpan<ushort> b, Span<ushort> to)
    {
        for (int i = 0; i < a.Length; i++)
            to[i] = Math.Abs(a[i] - b[i]) > threshold ? b[i] : a[i];
    }

    // Infinity minus itself is NaN, which is not more than the threshold.
    private void Replace(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> to)
    {
        for (int i = 0; i < a.Length; i++)
            to[i] = float.IsNaN(b[i]) || (fills && float.IsNaN(a[i])) || Math.Abs((double)a[i] - b[i]) > threshold ? b[i] : a[i];
    }
}

/// <summary>White where the first row is above the second minus a number, else black; NaN where one of them is.</summary>
internal sealed class AboveThreshold(double subtracted, double white) : RowCombination
{
    private float[] _first = [];
    private float[] _second = [];

    public override SampleType Result(SampleType first) => first;

    public override void Run(SampleType first, ReadOnlySpan<byte> a, SampleType second, ReadOnlySpan<byte> b, Span<byte> to)
    {
        Span<float> values = ToSingle(first, a, ref _first), around = ToSingle(second, b, ref _second);
        if (first is SampleType.UInt8)
            DecideBytes(values, around);
        else
            for (int i = 0; i < values.Length; i++)
                values[i] = float.IsNaN(values[i]) || float.IsNaN(around[i]) ? float.NaN
                    : values[i] > around[i] - subtracted ? (float)white : 0;
        SampleRow.FromSingle(first, values, 1, to);
    }

    private void DecideBytes(Span<float> values, ReadOnlySpan<float> around)
    {
        Vector<double> c = new(subtracted);
        Vector<float> whites = new((float)white);
        int i = 0;
        for (; i + Vector<float>.Count <= values.Length; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[i..]), out Vector<double> low, out Vector<double> high);
            Vector.Widen(new Vector<float>(around[i..]), out Vector<double> lowAround, out Vector<double> highAround);
            Vector<int> isAbove = Vector.Narrow(Vector.GreaterThan(low, lowAround - c), Vector.GreaterThan(high, highAround - c));
            Vector.ConditionalSelect(isAbove, whites, Vector<float>.Zero).CopyTo(values[i..]);
        }
        for (; i < values.Length; i++)
            values[i] = values[i] > around[i] - subtracted ? (float)white : 0;
    }
}

/// <summary>Two streams of rows of one size, made into one.</summary>
internal sealed class CombinedRows : RowDecorator
{
    private readonly IRowSource _second;
    private readonly RowCombination _combination;
    private readonly byte[] _a;
    private readonly byte[] _b;

    /// <param name="first">The first rows.</param>
    /// <param name="second">The second rows, of the same size and channels.</param>
    /// <param name="combination">What is made of them.</param>
    public CombinedRows(IRowSource first, IRowSource second, RowCombination combination)
        : base(first, first.Info.With(first.Info.Format.With(combination.Result(first.Info.Format.Sample))))
    {
        if ((first.Info.Width, first.Info.Height) != (second.Info.Width, second.Info.Height))
            throw new ArgumentException($"rows of {first.Info.Width}x{first.Info.Height} and of {second.Info.Width}x{second.Info.Height}");
        (_second, _combination) = (second, combination);
        (_a, _b) = (new byte[first.Info.RowBytes], new byte[second.Info.RowBytes]);
    }

    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_a);
        _second.ReadRow(_b);
        _combination.Run(Input.Info.Format.Sample, _a, _second.Info.Format.Sample, _b, row);
    }

    protected override void CompleteRows()
    {
        Input.Complete();
        _second.Complete();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _second.Dispose();
    }
}
