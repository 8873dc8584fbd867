using System.Runtime.CompilerServices;
using KernelCli.Correlation.Selection;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Output;

/// <summary>
/// Converts sums of any type to samples of any type through float32: <c>value = fma(sum, factor, offset)</c>, rounded half
/// up and clamped for integer samples.
/// </summary>
/// <param name="result">Type of the samples.</param>
/// <param name="factor">Multiplies the sums.</param>
/// <param name="offset">Added to the products.</param>
/// <param name="truncates">Whether the offset includes the 1/2 for rounding, so that it is enough to truncate unsigned samples.</param>
internal sealed unsafe class ScaleConverter<TSimd, TVector, TReader>(SampleType result, float factor, float offset, bool truncates)
    : BlockConverter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TReader : struct, IAccumulatorReader<TSimd, TVector>
{
    protected override int BlockSamples => TSimd.Bytes;

    public override int SampleBytes => result.Bytes();

    protected override void RunBlocks(void* sums, void* to, int from, int end)
    {
        switch (result)
        {
            case SampleType.UInt8:
                ToBytes(sums, (byte*)to, from, end);
                break;
            case SampleType.Float32:
                ToSingles(sums, (float*)to, from, end);
                break;
            default:
                To16(sums, (short*)to, from, end);
                break;
        }
    }

    // The value is clamped first, so that the conversion is in range and NaN becomes the smallest value. Then it is rounded half up: the
    // fraction value - floor(value) is exact, while value + 0.5 might not be.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Round(TVector sum, TVector factor, TVector offset, TVector min, TVector max, bool truncates)
    {
        TVector value = TSimd.MinS(TSimd.MaxS(TSimd.FusedMultiplyAddS(sum, factor, offset), min), max);
        if (truncates)
            return TSimd.ToInt32(value);
        TVector floor = TSimd.FloorS(value);
        TVector up = TSimd.SelectGreaterOrEqualS(TSimd.SubtractS(value, floor), TSimd.BroadcastS(0.5f), TSimd.BroadcastS(1), TSimd.Zero);
        return TSimd.ToInt32(TSimd.AddS(floor, up));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ToBytes(void* sums, byte* to, int from, int end)
    {
        int lanes = TSimd.Bytes / 4;
        TVector multiply = TSimd.BroadcastS(factor), add = TSimd.BroadcastS(offset), max = TSimd.BroadcastS(255);
        for (int i = from; i < end; i += 4 * lanes)
        {
            TVector a = Round(TReader.Read(sums, i), multiply, add, TSimd.Zero, max, truncates);
            TVector b = Round(TReader.Read(sums, i + lanes), multiply, add, TSimd.Zero, max, truncates);
            TVector c = Round(TReader.Read(sums, i + (2 * lanes)), multiply, add, TSimd.Zero, max, truncates);
            TVector d = Round(TReader.Read(sums, i + (3 * lanes)), multiply, add, TSimd.Zero, max, truncates);
            TSimd.Store(to + i, TSimd.Narrow16To8(TSimd.Narrow32To16(a, b), TSimd.Narrow32To16(c, d)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void To16(void* sums, short* to, int from, int end)
    {
        int lanes = TSimd.Bytes / 4;
        bool isSigned = result is SampleType.Int16;
        TVector multiply = TSimd.BroadcastS(factor), add = TSimd.BroadcastS(offset);
        TVector min = TSimd.BroadcastS(isSigned ? -32768 : 0), max = TSimd.BroadcastS(isSigned ? 32767 : 65535);
        for (int i = from; i < end; i += 2 * lanes)
        {
            TVector a = Round(TReader.Read(sums, i), multiply, add, min, max, truncates);
            TVector b = Round(TReader.Read(sums, i + lanes), multiply, add, min, max, truncates);
            TSimd.Store(to + i, isSigned ? TSimd.Narrow32To16(a, b) : TSimd.Narrow32ToU16(a, b));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ToSingles(void* sums, float* to, int from, int end)
    {
        int lanes = TSimd.Bytes / 4;
        TVector multiply = TSimd.BroadcastS(factor), add = TSimd.BroadcastS(offset);
        for (int i = from; i < end; i += lanes)
            TSimd.Store(to + i, TSimd.FusedMultiplyAddS(TReader.Read(sums, i), multiply, add));
    }
}

/// <summary>
/// Converts integer sums to float32: <c>(sum * Multiplier + Addend) / Divisor</c>. Numerator and divisor are below 2^24 and
/// so exact, and only the division rounds.
/// </summary>
internal sealed unsafe class QuotientConverter<TSimd, TVector, TReader>(OutputScale scaling) : BlockConverter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TReader : struct, IAccumulatorReader<TSimd, TVector>
{
    protected override int BlockSamples => TSimd.Bytes / sizeof(float);

    public override int SampleBytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RunBlocks(void* sums, void* to, int from, int end)
    {
        TVector multiplier = TSimd.BroadcastS(scaling.Multiplier), addend = TSimd.BroadcastS(scaling.Addend),
            divisor = TSimd.BroadcastS(scaling.Divisor);
        for (int i = from; i < end; i += TSimd.Bytes / sizeof(float))
            TSimd.Store((float*)to + i, TSimd.DivideS(TSimd.FusedMultiplyAddS(TReader.Read(sums, i), multiplier, addend), divisor));
    }
}
