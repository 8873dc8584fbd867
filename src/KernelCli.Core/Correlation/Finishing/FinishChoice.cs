using System.Numerics;
using KernelCli.Numerics;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Finishing;

/// <summary>Picks the cheapest finish that is provably right for the sums that can occur.</summary>
internal static class FinishChoice
{
    /// <param name="sums">Type of the sums.</param>
    /// <param name="least">The least sum that can occur; ignored for float sums.</param>
    /// <param name="most">The largest sum that can occur; ignored for float sums.</param>
    /// <param name="scaling">From sum to value.</param>
    /// <param name="result">Type of the samples.</param>
    /// <param name="whole">Whether float sums are whole numbers in the range given.</param>
    /// <param name="isApproximate">Whether sums err by far more than float32 does, so that a value within a rounding of a half may go either way.</param>
    /// <param name="bypassCache">Whether a result that needs no conversion is written past the caches.</param>
    public static RowFinish Pick<TSimd, TVector>(SumType sums, double least, double most, Scaling scaling, SampleType result, bool bypassCache, bool whole = false,
        bool isApproximate = false)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (IsCopy(sums, scaling, result))
            return new CopyFinish<TSimd, TVector>(result.Bytes(), bypassCache);
        if (result is SampleType.Float32 && (whole || sums is SumType.Int16 or SumType.UInt16 or SumType.Int32) && IsQuotient(least, most, scaling))
            return Quotient<TSimd, TVector>(sums, scaling);
        bool narrow = sums is SumType.Int16 or SumType.UInt16;
        if (narrow && result is SampleType.UInt8 && scaling is { IsExact: true, Multiplier: 1 })
        {
            // floor((sum + addend) / divisor) with addend = bias + half the divisor; for odd divisors floor(divisor / 2) does,
            // because sums are whole.
            long addend = scaling.Addend + (scaling.Divisor / 2), divisor = scaling.Divisor;
            bool isUnsigned = least >= 0 && addend >= 0 && sums is SumType.UInt16;
            double low = least + addend, high = most + addend;
            if (BitOperations.IsPow2(divisor) && divisor <= 32768
                && (isUnsigned ? high <= 65535 && high / divisor < 32768 : sums is SumType.Int16 && low >= -32768 && high <= 32767))
            {
                int bits = BitOperations.Log2((ulong)divisor);
                return isUnsigned
                    ? new NarrowFinish<TSimd, TVector, UnsignedShift<TSimd, TVector>>(new((int)addend, bits))
                    : new NarrowFinish<TSimd, TVector, SignedShift<TSimd, TVector>>(new((int)addend, bits));
            }
            if (least >= 0 && addend >= 0 && high <= 65535 && divisor <= ushort.MaxValue && high / divisor < 32768
                && Reciprocal16.TryFind((int)divisor, (int)high) is { } reciprocal)
                return new NarrowFinish<TSimd, TVector, Division<TSimd, TVector>>(new((int)addend, reciprocal.Factor, reciprocal.Bits));
        }
        if (sums is SumType.Int32 && result is SampleType.UInt8 && scaling is { IsExact: true, Multiplier: 1 } && BitOperations.IsPow2(scaling.Divisor))
        {
            long addend = scaling.Addend + (scaling.Divisor / 2);
            if (least + addend >= int.MinValue && most + addend <= int.MaxValue && scaling.Divisor <= 1 << 30)
                return new WideShiftFinish<TSimd, TVector>((int)addend, BitOperations.Log2((ulong)scaling.Divisor));
        }
        if (sums is SumType.Single && (!whole || result is SampleType.Float32))
        {
            bool adds = isApproximate && result is SampleType.UInt8 or SampleType.UInt16;
            var scale = new ScaleFinish<TSimd, TVector, SingleReader<TSimd, TVector>>(result, (float)scaling.Factor, (float)(scaling.Offset + (adds ? 0.5 : 0)), truncates: adds);
            return bypassCache && result is SampleType.Float32
                ? new ScaledCopyFinish(scale, new CopyFinish<TSimd, TVector>(result.Bytes(), bypassCache))
                : scale;
        }
        if (sums is SumType.Double || !IsProvedInSingle(least, most, scaling, result, out float factor, out float offset))
            return new ExactFinish(sums, result, scaling);
        bool truncates = result is SampleType.UInt8 or SampleType.UInt16;
        return sums switch
        {
            SumType.Int16 => new ScaleFinish<TSimd, TVector, Int16Reader<TSimd, TVector>>(result, factor, offset, truncates),
            SumType.Single => new ScaleFinish<TSimd, TVector, SingleReader<TSimd, TVector>>(result, factor, offset, truncates),
            SumType.UInt16 => new ScaleFinish<TSimd, TVector, UInt16Reader<TSimd, TVector>>(result, factor, offset, truncates),
            _ => new ScaleFinish<TSimd, TVector, Int32Reader<TSimd, TVector>>(result, factor, offset, truncates),
        };
    }

    // Whether sum * Multiplier + Addend and the divisor are whole numbers that float32 holds: dividing them rounds once.
    private static bool IsQuotient(double least, double most, Scaling scaling) =>
        scaling is { IsExact: true, Divisor: > 1 and < 1 << 24 }
        && (Math.Max(Math.Abs(least), Math.Abs(most)) * Math.Abs((double)scaling.Multiplier)) + Math.Abs((double)scaling.Addend) < 1 << 24;

    private static RowFinish Quotient<TSimd, TVector>(SumType sums, Scaling scaling)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => sums switch
        {
            SumType.Int16 => new QuotientFinish<TSimd, TVector, Int16Reader<TSimd, TVector>>(scaling),
            SumType.UInt16 => new QuotientFinish<TSimd, TVector, UInt16Reader<TSimd, TVector>>(scaling),
            SumType.Single => new QuotientFinish<TSimd, TVector, SingleReader<TSimd, TVector>>(scaling),
            _ => new QuotientFinish<TSimd, TVector, Int32Reader<TSimd, TVector>>(scaling),
        };

    private static bool IsCopy(SumType sums, Scaling scaling, SampleType result) =>
        scaling is { IsExact: true, Multiplier: 1, Divisor: 1, Addend: 0 }
        && ((sums is SumType.Single && result is SampleType.Float32) || (sums is SumType.Int16 && result is SampleType.Int16));

    /// <summary>
    /// Whether <c>fma(sum, factor, offset)</c> in float32, rounded half up and clamped, is the exact result for every whole sum in range.
    /// Values are multiples of 1/D, so they are 0 or at least 1/2D away from a rounding boundary. The offset is raised by 1/4D,
    /// after which all are at least 1/4D away on the right side, and the proof is that the arithmetic errs by less.
    /// For unsigned results it also holds the half, and dropping the fraction rounds.
    /// </summary>
    internal static bool IsProvedInSingle(double least, double most, Scaling scaling, SampleType result, out float factor, out float offset)
    {
        (factor, offset) = ((float)scaling.Factor, (float)scaling.Offset);
        double largest = Math.Max(Math.Abs(least), Math.Abs(most));
        if (largest >= 1 << 24)
            return false;
        if (result is SampleType.Float32)
            return true;
        if (!scaling.IsExact)
            return false;
        double quarter = 0.25 / scaling.Divisor, raised = scaling.Offset + quarter + (result is SampleType.Int16 ? 0 : 0.5);
        offset = (float)raised;

        // Sums whose value is within a level of the output range; any other is clamped whatever its error.
        double top = result.FullRange() + 2, bottom = (result is SampleType.Int16 ? -32768 : 0) - 2;
        double relevant = Math.Min(largest, (Math.Max(top, -bottom) + Math.Abs(scaling.Offset)) / Math.Max(Math.Abs(scaling.Factor), 1e-300));
        double error = (relevant * Math.Abs(factor - scaling.Factor))
            + Math.Abs(offset - raised)
            + (Math.Max(top, -bottom) * Math.ScaleB(1, -24));
        return error < quarter;
    }
}
