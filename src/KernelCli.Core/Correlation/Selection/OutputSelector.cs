using System.Numerics;
using KernelCli.Numerics;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Selection;

/// <summary>Selects the cheapest conversion from accumulators to samples that is proved right for the sums that can occur.</summary>
internal static class OutputSelector
{
    // Integers below this magnitude are exact in float32.
    private const double MaxExactInSingle = 1 << 24;

    /// <summary>Selects a conversion.</summary>
    /// <param name="sums">Type of the accumulators.</param>
    /// <param name="least">The smallest sum that can occur; ignored for float32 sums that are not integers.</param>
    /// <param name="most">The largest sum that can occur; ignored for float32 sums that are not integers.</param>
    /// <param name="scale">From sum to value.</param>
    /// <param name="result">Type of the samples.</param>
    /// <param name="isInteger">Whether float32 sums are integers in the range given.</param>
    /// <param name="isApproximate">Whether the sums err by far more than float32 rounding does, so that values that close
    /// to a half may round either way.</param>
    public static OutputStep Select(
        AccumulatorType sums, double least, double most, OutputScale scale, SampleType result,
            bool isInteger = false, bool isApproximate = false) =>
        SelectLoop(sums, least, most, scale, result, isInteger, isApproximate) with
        {
            SumRange = sums is not AccumulatorType.Single || isInteger ? (least, most) : null,
        };

    private static OutputStep SelectLoop(
        AccumulatorType sums, double least, double most, OutputScale scale, SampleType result, bool isInteger, bool isApproximate)
    {
        if (IsCopy(sums, scale, result))
            return new OutputStep(LoopId.Copy, sums, result, scale);
        bool isNarrow = sums is AccumulatorType.Int16 or AccumulatorType.UInt16;
        if (result is SampleType.Float32 && (isInteger || isNarrow || sums is AccumulatorType.Int32) && IsQuotient(least, most, scale))
            return new OutputStep(LoopId.DivideToSingle, sums, result, scale);
        if (result is SampleType.UInt8 && scale is { IsExact: true, Multiplier: 1 })
        {
            OutputStep? step = isNarrow ? Narrow(sums, least, most, scale) : sums is AccumulatorType.Int32 ? Shift32(least, most, scale)
                : null;
            if (step is not null)
                return step;
        }
        if (sums is AccumulatorType.Single && (!isInteger || result is SampleType.Float32))
        {
            bool truncates = isApproximate && result is SampleType.UInt8 or SampleType.UInt16;
            return Scaled(sums, result, scale, (float)scale.Factor, (float)(scale.Offset + (truncates ? 0.5 : 0)), truncates);
        }
        if (sums is AccumulatorType.Double || !IsExactInSingle(least, most, scale, result, out float factor, out float offset))
            return Exact(sums, least, most, scale, result);
        return Scaled(sums, result, scale, factor, offset, result is SampleType.UInt8 or SampleType.UInt16);
    }

    /// <summary>Selects a conversion of integer sums that are too large or too finely divided for float32.</summary>
    public static OutputStep Exact(AccumulatorType sums, double least, double most, OutputScale scale, SampleType result)
    {
        var step = new OutputStep(LoopId.ExactInt128, sums, result, scale);
        if (sums is AccumulatorType.Int16 or AccumulatorType.UInt16 or AccumulatorType.Int32
            && ProductForm.TryFind(least, most, scale, result) is { } product)
            return step with { Loop = LoopId.ScaleByProduct, Product = product };
        bool isInDouble = sums is not AccumulatorType.Single
            && (!scale.IsExact || result is SampleType.Float32 || IsExactInDouble(scale, result));
        return isInDouble ? step with { Loop = LoopId.ScaleInDouble } : step;
    }

    /// <summary>
    /// Whether <c>fma(sum, factor, offset)</c> in float32, rounded half up and clamped, is the exact result for every
    /// integer sum in range. Values are multiples of 1/D, so they are 0 or at least 1/2D away from a rounding boundary. The
    /// offset is raised by 1/4D, after which all are at least 1/4D away on the right side, and the proof is that the
    /// arithmetic errs by less. For unsigned results the offset also includes the 1/2 for rounding, so that truncation
    /// rounds. For float32 results, which are not rounded to integers, it is enough that the sums are exact.
    /// </summary>
    internal static bool IsExactInSingle(double least, double most, OutputScale scale, SampleType result,
        out float factor, out float offset)
    {
        (factor, offset) = ((float)scale.Factor, (float)scale.Offset);
        double largest = Math.Max(Math.Abs(least), Math.Abs(most));
        if (largest >= MaxExactInSingle)
            return false;
        if (result is SampleType.Float32)
            return true;
        if (!scale.IsExact)
            return false;
        double quarter = 0.25 / scale.Divisor, raised = scale.Offset + quarter + (result is SampleType.Int16 ? 0 : 0.5);
        offset = (float)raised;

        // Only sums whose value is within two levels of the output range matter: all others are clamped whatever their error.
        double top = result.FullRange() + 2, bottom = (result is SampleType.Int16 ? -32768 : 0) - 2;
        double relevant = Math.Min(largest, (Math.Max(top, -bottom) + Math.Abs(scale.Offset)) / Math.Max(Math.Abs(scale.Factor), 1e-300));
        double error = (relevant * Math.Abs(factor - scale.Factor))
            + Math.Abs(offset - raised)
            + (Math.Max(top, -bottom) * Math.ScaleB(1, -24));
        return error < quarter;
    }

    // Whether floor((sum * 2m + 2a + d) / 2d) is exact in double for results in range. Numerators that are not clamped are integers below
    // 2^53. A quotient q that is no integer is at least 1/2d below the next, more than its rounding error of q / 2^53.
    private static bool IsExactInDouble(OutputScale scale, SampleType result) =>
        Math.Abs((double)scale.Multiplier) < 1L << 51 && Math.Abs((double)scale.Addend) + scale.Divisor < 1L << 51
        && 2.0 * scale.Divisor * (result.FullRange() + 2) < 1L << 52;

    // floor((sum + addend) / divisor) with addend = bias * divisor + half the divisor; for odd divisors floor(divisor / 2) is enough,
    // because sums are integers.
    private static OutputStep? Narrow(AccumulatorType sums, double least, double most, OutputScale scale)
    {
        long addend = scale.Addend + (scale.Divisor / 2), divisor = scale.Divisor;
        bool isUnsigned = least >= 0 && addend >= 0 && sums is AccumulatorType.UInt16;
        double low = least + addend, high = most + addend;
        if (BitOperations.IsPow2(divisor) && divisor <= 32768
            && (isUnsigned ? high <= 65535 && high / divisor < 32768 : sums is AccumulatorType.Int16 && low >= -32768 && high <= 32767))
        {
            return new OutputStep(isUnsigned ? LoopId.NarrowByUnsignedShift : LoopId.NarrowBySignedShift, sums, SampleType.UInt8, scale)
            {
                Addend = (int)addend,
                Bits = BitOperations.Log2((ulong)divisor),
            };
        }
        if (least >= 0 && addend >= 0 && high <= 65535 && divisor <= ushort.MaxValue && high / divisor < 32768
            && Reciprocal16.TryFind((int)divisor, (int)high) is { } reciprocal)
        {
            return new OutputStep(LoopId.NarrowByReciprocal, sums, SampleType.UInt8, scale)
            {
                Addend = (int)addend,
                Reciprocal = reciprocal.Factor,
                Bits = reciprocal.Bits,
            };
        }
        return null;
    }

    private static OutputStep? Shift32(double least, double most, OutputScale scale)
    {
        long addend = scale.Addend + (scale.Divisor / 2);
        return BitOperations.IsPow2(scale.Divisor) && least + addend >= int.MinValue && most + addend <= int.MaxValue
            && scale.Divisor <= 1 << 30
            ? new OutputStep(LoopId.Narrow32ByShift, AccumulatorType.Int32, SampleType.UInt8, scale)
            {
                Addend = (int)addend,
                Bits = BitOperations.Log2((ulong)scale.Divisor),
            }
            : null;
    }

    private static OutputStep Scaled(AccumulatorType sums, SampleType result, OutputScale scale, float factor, float offset, bool truncates)
    {
        LoopId loop = result switch
        {
            SampleType.UInt8 => LoopId.ScaleToBytes,
            SampleType.Float32 => LoopId.ScaleToSingle,
            _ => LoopId.ScaleTo16,
        };
        return new OutputStep(loop, sums, result, scale) { Factor = factor, Offset = offset, Truncates = truncates };
    }

    // Whether sum * Multiplier + Addend and the divisor are integers that float32 holds: then only the division rounds.
    private static bool IsQuotient(double least, double most, OutputScale scale) =>
        scale is { IsExact: true, Divisor: > 1 and < 1 << 24 }
        && (Math.Max(Math.Abs(least), Math.Abs(most)) * Math.Abs((double)scale.Multiplier))
            + Math.Abs((double)scale.Addend) < MaxExactInSingle;

    private static bool IsCopy(AccumulatorType sums, OutputScale scale, SampleType result) =>
        scale is { IsExact: true, Multiplier: 1, Divisor: 1, Addend: 0 }
        && ((sums is AccumulatorType.Single && result is SampleType.Float32)
            || (sums is AccumulatorType.Int16 && result is SampleType.Int16));
}
