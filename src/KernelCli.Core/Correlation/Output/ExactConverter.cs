using KernelCli.Correlation.Selection;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Output;

/// <summary>
/// Converts sums to samples one at a time, for numbers that the vector converters cannot convert exactly. It calculates in
/// 128-bit integers, or in double where the result is float32, the scale has no exact fraction or the sum is no integer up
/// to 2^62.
/// </summary>
internal sealed unsafe class ExactConverter(OutputStep step) : OutputConverter
{
    private readonly OutputScale _scale = step.Scale;
    private readonly double _min = step.Result is SampleType.Int16 ? -32768 : 0;
    private readonly double _max = step.Result.FullRange();

    /// <inheritdoc/>
    public override int SampleBytes => step.Result.Bytes();

    /// <inheritdoc/>
    public override void Run(void* sums, void* to, int count)
    {
        AssertSumsInRange(sums, count);
        for (int i = 0; i < count; i++)
        {
            double sum = ReadSum(step.Accumulators, sums, i);
            if (step.Result is SampleType.Float32)
                ((float*)to)[i] = (float)((sum * _scale.Factor) + _scale.Offset);
            else
                Write(to, i, Math.Clamp(Round(sum), _min, _max));
        }
    }

    private double Round(double sum)
    {
        if (!_scale.IsExact || sum != Math.Floor(sum) || Math.Abs(sum) > long.MaxValue / 2)
        {
            double value = (sum * _scale.Factor) + _scale.Offset, floor = Math.Floor(value);
            return double.IsNaN(value) ? _min : value - floor >= 0.5 ? floor + 1 : floor;
        }

        // floor((2 (sum m + a) + d) / 2d); C# division rounds towards 0.
        Int128 divisor = (Int128)2 * _scale.Divisor;
        Int128 numerator = (2 * (((Int128)(long)sum * _scale.Multiplier) + _scale.Addend)) + _scale.Divisor;
        Int128 quotient = numerator / divisor;
        return (double)(numerator < 0 && quotient * divisor != numerator ? quotient - 1 : quotient);
    }

    private void Write(void* to, int index, double value)
    {
        switch (step.Result)
        {
            case SampleType.UInt8:
                ((byte*)to)[index] = (byte)value;
                break;
            case SampleType.UInt16:
                ((ushort*)to)[index] = (ushort)value;
                break;
            default:
                ((short*)to)[index] = (short)value;
                break;
        }
    }
}
