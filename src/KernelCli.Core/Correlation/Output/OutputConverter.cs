using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Output;

/// <summary>Turns a row of accumulators into a row of samples: scale, round half up, clamp.</summary>
internal abstract unsafe class OutputConverter
{
    private AccumulatorType _accumulators;
    private (double Min, double Max)? _sumRange;

    /// <summary>Bytes of an output sample.</summary>
    public abstract int SampleBytes { get; }

    /// <summary>Creates the converter of an output step.</summary>
    /// <param name="step">The loop and its parameters.</param>
    /// <param name="storeMode">How converters that copy store samples; all others store through the caches.</param>
    public static OutputConverter Create<TSimd, TVector>(OutputStep step, StoreMode storeMode)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        OutputConverter converter = CreateLoop<TSimd, TVector>(step, storeMode);
        (converter._accumulators, converter._sumRange) = (step.Accumulators, step.SumRange);
        return converter;
    }

    private static OutputConverter CreateLoop<TSimd, TVector>(OutputStep step, StoreMode storeMode)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        switch (step.Loop)
        {
            case LoopId.Copy:
                return new CopyConverter<TSimd, TVector>(step.Result.Bytes(), storeMode);
            case LoopId.NarrowBySignedShift:
                return new NarrowConverter<TSimd, TVector, SignedShift<TSimd, TVector>>(new(step.Addend, step.Bits));
            case LoopId.NarrowByUnsignedShift:
                return new NarrowConverter<TSimd, TVector, UnsignedShift<TSimd, TVector>>(new(step.Addend, step.Bits));
            case LoopId.NarrowByReciprocal:
                return new NarrowConverter<TSimd, TVector, Division<TSimd, TVector>>(new(step.Addend, step.Reciprocal, step.Bits));
            case LoopId.Narrow32ByShift:
                return new ShiftConverter<TSimd, TVector>(step.Addend, step.Bits);
            case LoopId.ScaleToBytes or LoopId.ScaleTo16 or LoopId.ScaleToSingle or LoopId.DivideToSingle:
                OutputConverter scale = step.Accumulators switch
                {
                    AccumulatorType.Int16 => Scale<TSimd, TVector, Int16Reader<TSimd, TVector>>(step),
                    AccumulatorType.UInt16 => Scale<TSimd, TVector, UInt16Reader<TSimd, TVector>>(step),
                    AccumulatorType.Int32 => Scale<TSimd, TVector, Int32Reader<TSimd, TVector>>(step),
                    AccumulatorType.Single => Scale<TSimd, TVector, SingleReader<TSimd, TVector>>(step),
                    _ => throw new UnreachableException(),
                };

                // Float32 results take no more room than float32 accumulators, and so can be scaled in place.
                return storeMode is StoreMode.NonTemporal && step is { Loop: LoopId.ScaleToSingle, Accumulators: AccumulatorType.Single }
                    ? new ScaledCopyConverter(scale, new CopyConverter<TSimd, TVector>(step.Result.Bytes(), storeMode))
                    : scale;
            case LoopId.ScaleByProduct:
                (SampleType samples, ProductForm product) = (step.Result, step.Product!);
                return step.Accumulators switch
                {
                    AccumulatorType.Int16 => new ProductConverter<TSimd, TVector, Int16Reader<TSimd, TVector>>(samples, product),
                    AccumulatorType.UInt16 => new ProductConverter<TSimd, TVector, UInt16Reader<TSimd, TVector>>(samples, product),
                    AccumulatorType.Int32 => new ProductConverter<TSimd, TVector, Int32Reader<TSimd, TVector>>(samples, product),
                    _ => throw new UnreachableException(),
                };
            case LoopId.ScaleInDouble:
                return new DoubleConverter(step);
            case LoopId.ExactInt128:
                return new ExactConverter(step);
            default:
                throw new UnreachableException($"{step.Loop} is no output loop");
        }
    }

    /// <summary>Converts <paramref name="count"/> accumulators. Reads whole blocks, writes exactly that many samples.</summary>
    public abstract void Run(void* sums, void* to, int count);

    /// <summary>An accumulator as a number.</summary>
    protected static double ReadSum(AccumulatorType type, void* sums, int index) => type switch
    {
        AccumulatorType.Int16 => ((short*)sums)[index],
        AccumulatorType.UInt16 => ((ushort*)sums)[index],
        AccumulatorType.Int32 => ((int*)sums)[index],
        AccumulatorType.Single => ((float*)sums)[index],
        _ => ((double*)sums)[index],
    };

    /// <summary>Asserts that sums are in the range for which the plan proved this conversion.</summary>
    [Conditional("DEBUG")]
    protected void AssertSumsInRange(void* sums, int count)
    {
        if (_sumRange is not var (min, max))
            return;
        for (int i = 0; i < count; i++)
            Debug.Assert(ReadSum(_accumulators, sums, i) is var sum && sum >= min && sum <= max, $"sum {sum} is not within {min} to {max}");
    }

    private static OutputConverter Scale<TSimd, TVector, TReader>(OutputStep step)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TReader : struct, IAccumulatorReader<TSimd, TVector> => step.Loop is LoopId.DivideToSingle
            ? new QuotientConverter<TSimd, TVector, TReader>(step.Scale)
            : new ScaleConverter<TSimd, TVector, TReader>(step.Result, step.Factor, step.Offset, step.Truncates);
}

/// <summary>
/// Base class of the vector converters: whole blocks are converted at a time, and the samples of the last, partial one go
/// through a side buffer.
/// </summary>
internal abstract unsafe class BlockConverter : OutputConverter
{
    // 64 samples of 4 bytes: the largest block of the widest register.
    private const int MaxBlockBytes = 256;

    /// <summary>Samples converted at a time.</summary>
    protected abstract int BlockSamples { get; }

    /// <inheritdoc/>
    public sealed override void Run(void* sums, void* to, int count)
    {
        AssertSumsInRange(sums, count);
        int inBlocks = count - (count % BlockSamples);
        RunBlocks(sums, to, 0, inBlocks);
        if (inBlocks == count)
            return;
        byte* side = stackalloc byte[MaxBlockBytes];
        RunBlocks(sums, side - ((long)inBlocks * SampleBytes), inBlocks, inBlocks + BlockSamples);
        Unsafe.CopyBlockUnaligned((byte*)to + ((long)inBlocks * SampleBytes), side, (uint)((count - inBlocks) * SampleBytes));
    }

    /// <summary>Converts samples <paramref name="from"/> to <paramref name="end"/>, a whole number of blocks.</summary>
    protected abstract void RunBlocks(void* sums, void* to, int from, int end);
}
