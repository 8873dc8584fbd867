using KernelCli.Primitives;

namespace KernelCli.Correlation.Finishing;

/// <summary>
/// Sums to samples in 128-bit whole numbers (or in double, where the scaling has no exact fraction), one at a time:
/// for kernels whose numbers are too large for the fast finishes.
/// </summary>
internal sealed unsafe class ExactFinish(SumType sumType, SampleType result, Scaling scaling) : RowFinish
{
    private readonly double _least = result is SampleType.Int16 ? -32768 : 0;
    private readonly double _most = result.FullRange();

    /// <inheritdoc/>
    public override int SampleBytes => result.Bytes();

    /// <inheritdoc/>
    public override void Run(void* sums, void* to, int count)
    {
        for (int i = 0; i < count; i++)
        {
            double sum = sumType switch
            {
                SumType.Int16 => ((short*)sums)[i],
                SumType.UInt16 => ((ushort*)sums)[i],
                SumType.Int32 => ((int*)sums)[i],
                SumType.Single => ((float*)sums)[i],
                _ => ((double*)sums)[i],
            };
            if (result is SampleType.Float32)
                ((float*)to)[i] = (float)((sum * scaling.Factor) + scaling.Offset);
            else
                Write(to, i, Math.Clamp(Round(sum), _least, _most));
        }
    }

    private double Round(double sum)
    {
        if (!scaling.IsExact || sum != Math.Floor(sum) || Math.Abs(sum) > long.MaxValue / 2)
        {
            double value = (sum * scaling.Factor) + scaling.Offset, floor = Math.Floor(value);
            return double.IsNaN(value) ? _least : value - floor >= 0.5 ? floor + 1 : floor;
        }

        // floor((2 (sum m + a) + d) / 2d); C# division rounds towards 0.
        Int128 divisor = (Int128)2 * scaling.Divisor;
        Int128 numerator = (2 * (((Int128)(long)sum * scaling.Multiplier) + scaling.Addend)) + scaling.Divisor;
        Int128 quotient = numerator / divisor;
        return (double)(numerator < 0 && quotient * divisor != numerator ? quotient - 1 : quotient);
    }

    private void Write(void* to, int index, double value)
    {
        switch (result)
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
