using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KernelCli.Correlation;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// A kernel without negative weights over float32 rows in which NaN is no value: <c>gain * sum(w v) / sum(w) + bias</c> over the cells
/// that have a value, by two engines of one geometry; NaN where there are none. Alike for every kernel, so that what takes constant time
/// still does.
/// </summary>
internal sealed class NormalisedRowSource : RowDecorator
{
    private readonly QueuedEngine _values;
    private readonly QueuedEngine _weights;
    private readonly double _gain;
    private readonly double _bias;
    private readonly float[] _line;
    private readonly float[] _valid;
    private readonly float[] _weight;

    /// <param name="input">Float32 rows without alpha.</param>
    /// <param name="values">The plan of the kernel without multiplier, divisor and bias, to float32.</param>
    /// <param name="weights">The same for rows of 1 where there is a value, and 0 elsewhere.</param>
    /// <param name="gain">The factor for a flat picture.</param>
    /// <param name="bias">Added to the results, in the unit of the samples.</param>
    /// <param name="limits">The limits on the buffers.</param>
    public NormalisedRowSource(IRowSource input, CorrelationPlan values, CorrelationPlan weights, double gain, double bias,
        ImageLimits limits)
        : base(input, CheckSamples(input.Info, SampleType.Float32).With(values.OutputWidth, values.OutputHeight))
    {
        values.Check(input.Info.Width, input.Info.Height, input.Info.Format, SampleType.Float32);
        weights.Check(input.Info.Width, input.Info.Height, input.Info.Format, SampleType.Float32, values);
        (_values, _weights) = (new QueuedEngine(values, limits), new QueuedEngine(weights, limits));
        (_gain, _bias) = (gain, bias);
        (_line, _valid) = (new float[input.Info.RowSamples], new float[input.Info.RowSamples]);
        _weight = new float[Info.RowSamples];
    }

    /// <summary>Bytes of the engines' buffers.</summary>
    public long BufferBytes => _values.BufferBytes + _weights.BufferBytes;

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        while (!_values.IsReady || !_weights.IsReady)
        {
            Input.ReadRow(MemoryMarshal.AsBytes(_line.AsSpan()));
            Split(_line, _valid);
            _values.Enqueue(MemoryMarshal.AsBytes(_line.AsSpan()));
            _weights.Enqueue(MemoryMarshal.AsBytes(_valid.AsSpan()));
        }
        _values.Pull(row);
        _weights.Pull(MemoryMarshal.AsBytes(_weight.AsSpan()));
        Divide(MemoryMarshal.Cast<byte, float>(row), _weight);
    }

    // NaN becomes a value of 0 with a weight of 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Split(Span<float> values, Span<float> valid)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= values.Length; i += Vector<float>.Count)
        {
            var value = new Vector<float>(values[i..]);
            Vector<int> isNumber = Vector.Equals(value, value);
            Vector.ConditionalSelect(isNumber, value, Vector<float>.Zero).CopyTo(values[i..]);
            Vector.ConditionalSelect(isNumber, Vector<float>.One, Vector<float>.Zero).CopyTo(valid[i..]);
        }
        for (; i < values.Length; i++)
        {
            valid[i] = float.IsNaN(values[i]) ? 0 : 1;
            values[i] = float.IsNaN(values[i]) ? 0 : values[i];
        }
    }

    // 0 / 0 would be NaN as well, but a window of infinities has no sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Divide(Span<float> sums, ReadOnlySpan<float> weights)
    {
        Vector<double> gain = new(_gain), bias = new(_bias);
        var nan = new Vector<float>(float.NaN);
        int i = 0;
        for (; i + Vector<float>.Count <= sums.Length; i += Vector<float>.Count)
        {
            var weight = new Vector<float>(weights[i..]);
            Vector.Widen(new Vector<float>(sums[i..]), out Vector<double> low, out Vector<double> high);
            Vector.Widen(weight, out Vector<double> lowWeight, out Vector<double> highWeight);
            Vector<float> result = Vector.Narrow((low * gain / lowWeight) + bias, (high * gain / highWeight) + bias);
            Vector.ConditionalSelect(Vector.GreaterThan(weight, Vector<float>.Zero), result, nan).CopyTo(sums[i..]);
        }
        for (; i < sums.Length; i++)
            sums[i] = weights[i] > 0 ? (float)((sums[i] * _gain / weights[i]) + _bias) : float.NaN;
    }
}
