using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>One pass of whole-number taps over rows of 16-bit samples.</summary>
internal abstract unsafe class IntegerStage
{
    /// <summary>Adds up <paramref name="count"/> sums from output <paramref name="first"/> on, in whole blocks.</summary>
    public abstract void Run(byte** rows, int first, void* to, int count);

    /// <summary>A pass in 16-bit lanes.</summary>
    /// <param name="taps">Where each weight reads.</param>
    /// <param name="weights">Weights; those of 0 are left out.</param>
    /// <param name="start">Added to every sum.</param>
    public static IntegerStage InClasses<TSimd, TVector>((int Row, int Sample)[] taps, long[] weights, long start)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        (taps, weights) = WithoutZeros(taps, weights);
        if (weights.Length <= FewTapSums.Most)
            return FewTapStage<TSimd, TVector>.Create(taps, weights, unchecked((short)start));
        var classes = new WeightClasses(weights);
        return new ClassStage<TSimd, TVector>(classes, new TapTable(Ordered(taps, classes.Order), 2), unchecked((short)start));
    }

    /// <summary>A pass in 32-bit lanes.</summary>
    /// <inheritdoc cref="InClasses"/>
    public static IntegerStage InPairs<TSimd, TVector>((int Row, int Sample)[] taps, long[] weights, long start)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        (taps, weights) = WithoutZeros(taps, weights);
        if (taps.Length % 2 == 1)
            (taps, weights) = ([.. taps, taps[^1]], [.. weights, 0]);
        int[] pairs = new int[taps.Length / 2];
        for (int k = 0; k < pairs.Length; k++)
            pairs[k] = (int)(((uint)weights[2 * k] & 0xFFFF) | ((uint)weights[(2 * k) + 1] << 16));
        return new PairStage<TSimd, TVector>(pairs, new TapTable(taps, 2), checked((int)start));
    }

    /// <summary>A pass in 32-bit lanes over kernel rows whose taps lie side by side.</summary>
    /// <param name="weights">Weights row by row.</param>
    /// <param name="width">Kernel columns.</param>
    /// <param name="firstSample">The sample that the first column reads for the first output.</param>
    /// <param name="start">Added to every sum.</param>
    public static IntegerStage InRowPairs<TSimd, TVector>(long[] weights, int width, int firstSample, long start)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var (pairs, taps) = (new List<int>(), new List<(int, int)>());
        for (int y = 0; y < weights.Length / width; y++)
            for (int x = 0; x < width; x += 2)
            {
                long low = weights[(y * width) + x], high = x + 1 < width ? weights[(y * width) + x + 1] : 0;
                if (low == 0 && high == 0)
                    continue;
                pairs.Add((int)(((uint)low & 0xFFFF) | ((uint)high << 16)));
                taps.Add((y, firstSample + x));
            }
        return new RowPairStage<TSimd, TVector>([.. pairs], new TapTable([.. taps], 2), checked((int)start));
    }

    private static (int, int)[] Ordered((int Row, int Sample)[] taps, int[] order)
    {
        var ordered = new (int, int)[order.Length];
        for (int i = 0; i < order.Length; i++)
            ordered[i] = taps[order[i]];
        return ordered;
    }

    private static ((int Row, int Sample)[] Taps, long[] Weights) WithoutZeros((int Row, int Sample)[] taps, long[] weights)
    {
        int kept = 0;
        foreach (long weight in weights)
            kept += weight != 0 ? 1 : 0;
        if (kept == weights.Length)
            return (taps, weights);
        var keptTaps = new (int, int)[kept];
        long[] keptWeights = new long[kept];
        for (int i = weights.Length - 1; i >= 0; i--)
            if (weights[i] != 0)
                (keptTaps[--kept], keptWeights[kept]) = (taps[i], weights[i]);
        return (keptTaps, keptWeights);
    }

    private sealed class ClassStage<TSimd, TVector>(WeightClasses classes, TapTable taps, int start) : IntegerStage
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        public override void Run(byte** rows, int first, void* to, int count) =>
            ClassSums.Run<TSimd, TVector>(classes, (short**)taps.Resolve(rows, first), start, (short*)to, count);
    }

    private sealed class RowPairStage<TSimd, TVector>(int[] pairs, TapTable taps, int start) : IntegerStage
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        public override void Run(byte** rows, int first, void* to, int count)
        {
            fixed (int* weights = pairs)
                RowPairSums.Run<TSimd, TVector>(weights, pairs.Length, (short**)taps.Resolve(rows, first), start, (int*)to, count);
        }
    }

    private sealed class FewTapStage<TSimd, TVector>(short[] weights, TapTable taps, int start) : IntegerStage
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        public static FewTapStage<TSimd, TVector> Create((int Row, int Sample)[] taps, long[] weights, int start)
        {
            int count = weights.Length <= 3 ? 3 : weights.Length <= 5 ? 5 : FewTapSums.Most;
            short[] filled = new short[count];
            var places = new (int, int)[count];
            for (int i = 0; i < weights.Length; i++)
                (filled[i], places[i]) = ((short)weights[i], taps[i]);
            return new FewTapStage<TSimd, TVector>(filled, new TapTable(places, 2), start);
        }

        public override void Run(byte** rows, int first, void* to, int count)
        {
            fixed (short* few = weights)
                FewTapSums.Run<TSimd, TVector>(weights.Length, few, (short**)taps.Resolve(rows, first), start, (short*)to, count);
        }
    }

    private sealed class PairStage<TSimd, TVector>(int[] pairs, TapTable taps, int start) : IntegerStage
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        public override void Run(byte** rows, int first, void* to, int count)
        {
            fixed (int* weights = pairs)
                DotSums.Run<TSimd, TVector>(weights, pairs.Length, (short**)taps.Resolve(rows, first), start, (int*)to, count);
        }
    }
}
