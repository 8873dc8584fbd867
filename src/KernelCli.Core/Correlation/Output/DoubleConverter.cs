using System.Numerics;
using System.Runtime.CompilerServices;
using KernelCli.Correlation.Selection;
using KernelCli.Numerics;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Output;

/// <summary>
/// Converts sums to samples in double. Where the scale is a fraction and the sum an integer, <c>floor((sum * 2m + 2a + d) / 2d)</c>, which
/// the selection has proved exact. Else <c>floor(sum * factor + offset)</c>, one more where at least a half is left.
/// </summary>
internal sealed unsafe class DoubleConverter(OutputStep step) : BlockConverter
{
    private const int VectorsOfBlock = 8;

    private readonly OutputScale _scale = step.Scale;
    private readonly double _min = step.Result is SampleType.Int16 ? -32768 : 0;
    private readonly double _max = step.Result.FullRange();

    /// <inheritdoc/>
    public override int SampleBytes => step.Result.Bytes();

    /// <inheritdoc/>
    protected override int BlockSamples => VectorsOfBlock * Vector<double>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RunBlocks(void* sums, void* to, int from, int end)
    {
        bool isSingle = step.Result is SampleType.Float32, isFraction = _scale.IsExact && !isSingle;
        bool areMixed = step.Accumulators is AccumulatorType.Double;
        Vector<double> factor = new(_scale.Factor), offset = new(_scale.Offset), min = new(_min), max = new(_max);
        Vector<double> multiplier = new(2.0 * _scale.Multiplier), addend = new((2.0 * _scale.Addend) + _scale.Divisor);
        Vector<double> divisor = new(2.0 * _scale.Divisor);
        Vector<double>* values = stackalloc Vector<double>[VectorsOfBlock];
        for (int i = from; i < end; i += BlockSamples)
        {
            Read(sums, i, values);
            for (int k = 0; k < VectorsOfBlock; k++)
            {
                Vector<double> sum = values[k], rounded;
                if (isSingle)
                {
                    values[k] = (sum * factor) + offset;
                    continue;
                }
                if (isFraction)
                {
                    rounded = Vector.Floor(((sum * multiplier) + addend) / divisor);
                    if (areMixed)
                        rounded = Vector.ConditionalSelect(Vector.Equals(Vector.Floor(sum), sum), rounded,
                            Rounded((sum * factor) + offset));
                }
                else
                    rounded = Rounded((sum * factor) + offset);
                values[k] = Vector.Min(Vector.Max(rounded, min), max);
            }
            Write(values, to, i);
        }
    }

    // Half up: the fraction value - floor(value) is exact, while value + 0.5 might not be.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Rounded(Vector<double> value)
    {
        Vector<double> floor = Vector.Floor(value);
        return floor + Vector.ConditionalSelect(Vector.GreaterThanOrEqual(value - floor, new Vector<double>(0.5)), Vector<double>.One,
            Vector<double>.Zero);
    }

    private void Read(void* sums, int index, Vector<double>* to)
    {
        switch (step.Accumulators)
        {
            case AccumulatorType.Double:
                for (int k = 0; k < VectorsOfBlock; k++)
                    to[k] = Vector.Load((double*)sums + index + (k * Vector<double>.Count));
                break;
            case AccumulatorType.Int32:
                for (int k = 0; k < VectorsOfBlock; k += 2)
                    (to[k], to[k + 1]) = DoubleLanes.Widen(Vector.Load((int*)sums + index + (k * Vector<double>.Count)));
                break;
            default:
                for (int k = 0; k < VectorsOfBlock; k += 4)
                {
                    int at = index + (k * Vector<double>.Count);
                    Vector<int> low, high;
                    if (step.Accumulators is AccumulatorType.UInt16)
                    {
                        Vector.Widen(Vector.Load((ushort*)sums + at), out Vector<uint> unsignedLow, out Vector<uint> unsignedHigh);
                        (low, high) = (Vector.AsVectorInt32(unsignedLow), Vector.AsVectorInt32(unsignedHigh));
                    }
                    else
                        Vector.Widen(Vector.Load((short*)sums + at), out low, out high);
                    (to[k], to[k + 1]) = DoubleLanes.Widen(low);
                    (to[k + 2], to[k + 3]) = DoubleLanes.Widen(high);
                }
                break;
        }
    }

    private void Write(Vector<double>* values, void* to, int index)
    {
        if (step.Result is SampleType.Float32)
        {
            for (int k = 0; k < VectorsOfBlock; k += 2)
                Vector.Store(Vector.Narrow(values[k], values[k + 1]), (float*)to + index + (k * Vector<double>.Count));
            return;
        }
        Vector<short> low = ToInt16(values), high = ToInt16(values + (VectorsOfBlock / 2));
        if (step.Result is SampleType.UInt8)
        {
            Vector.Store(Vector.Narrow(Vector.AsVectorUInt16(low), Vector.AsVectorUInt16(high)), (byte*)to + index);
            return;
        }
        Vector.Store(low, (short*)to + index);
        Vector.Store(high, (short*)to + index + Vector<short>.Count);
    }

    // Integers of up to 16 bits, signed or not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<short> ToInt16(Vector<double>* values) =>
        Vector.Narrow(DoubleLanes.Narrow(values[0], values[1]), DoubleLanes.Narrow(values[2], values[3]));
}
