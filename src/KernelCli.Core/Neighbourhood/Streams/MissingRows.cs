using System.Numerics;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Neighbourhood.Streams;

/// <summary>What becomes of pixels that are NaN because they have no value.</summary>
internal enum MissingPixels
{
    /// <summary>There are none: NaN is a result like any other.</summary>
    AreValues,

    /// <summary>They are left out of windows, and stay NaN.</summary>
    StayMissing,

    /// <summary>They are left out of windows, and get a value where something in their window has one.</summary>
    AreFilled,
}

/// <summary>The first row, but NaN where the second one is.</summary>
internal sealed class KeptMissing : RowCombination
{
    private float[] _first = [];
    private float[] _second = [];

    public override SampleType Result(SampleType first) => SampleType.Float32;

    public override void Run(SampleType first, ReadOnlySpan<byte> a, SampleType second, ReadOnlySpan<byte> b, Span<byte> to)
    {
        Span<float> results = ToSingle(first, a, ref _first), centres = ToSingle(second, b, ref _second);
        int i = 0;
        for (; i + Vector<float>.Count <= results.Length; i += Vector<float>.Count)
        {
            var centre = new Vector<float>(centres[i..]);
            Vector.ConditionalSelect(Vector.Equals(centre, centre), new Vector<float>(results[i..]), centre).CopyTo(results[i..]);
        }
        for (; i < results.Length; i++)
            if (float.IsNaN(centres[i]))
                results[i] = float.NaN;
        SampleRow.FromSingle(SampleType.Float32, results, 1, to);
    }
}

/// <summary><c>v + amount (v - w)</c> of a value v and its blurred value w where they differ by the threshold or more, else v.</summary>
internal sealed class Sharpened(float amount, float threshold) : RowCombination
{
    private float[] _first = [];
    private float[] _second = [];

    public override SampleType Result(SampleType first) => SampleType.Float32;

    public override void Run(SampleType first, ReadOnlySpan<byte> a, SampleType second, ReadOnlySpan<byte> b, Span<byte> to)
    {
        Span<float> values = ToSingle(first, a, ref _first), blurred = ToSingle(second, b, ref _second);
        for (int i = 0; i < values.Length; i++)
            if (values[i] - blurred[i] is var difference && !(MathF.Abs(difference) < threshold))
                values[i] = MathF.FusedMultiplyAdd(amount, difference, values[i]);
        SampleRow.FromSingle(SampleType.Float32, values, 1, to);
    }
}
