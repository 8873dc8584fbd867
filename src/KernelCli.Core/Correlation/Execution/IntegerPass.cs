using System.Diagnostics;
using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Simd;

namespace KernelCli.Correlation.Execution;

/// <summary>One pass of integer taps over rows of bytes or of 16-bit samples.</summary>
internal abstract unsafe class IntegerPass
{
    /// <summary>Adds up <paramref name="count"/> sums from output <paramref name="first"/> on, in whole blocks.</summary>
    public abstract void Run(byte** rows, int first, void* to, int count);

    /// <summary>Creates the pass that runs a loop.</summary>
    /// <param name="loop">The loop for the weights.</param>
    /// <param name="taps">Where each weight reads.</param>
    /// <param name="weights">The weights; those of 0 are skipped, except in SmallTaps loops.</param>
    /// <param name="start">Added to every sum, except in SmallTaps loops.</param>
    public static IntegerPass Create<TSimd, TVector>(LoopId loop, (int Row, int Sample)[] taps, long[] weights, long start = 0)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (loop.IsSmallTaps())
            return SmallTapPass.Create<TSimd, TVector, Int16Load<TSimd, TVector>>(loop, taps, weights);
        (taps, weights) = WithoutZeros(taps, weights);
        switch (loop)
        {
            case LoopId.FewTaps3:
                return FewTapPass<TSimd, TVector>.Create(3, taps, weights, unchecked((short)start));
            case LoopId.FewTaps5:
                return FewTapPass<TSimd, TVector>.Create(5, taps, weights, unchecked((short)start));
            case LoopId.FewTaps9:
                return FewTapPass<TSimd, TVector>.Create(9, taps, weights, unchecked((short)start));
            case LoopId.GroupedTaps:
                var groups = new WeightGroups(weights);
                return new GroupedTapPass<TSimd, TVector>(groups,
                    new TapTable(Reorder(taps, groups.Order), sizeof(short)), unchecked((short)start));
            case LoopId.PairedTaps:
                return Paired<TSimd, TVector>(taps, weights, start);
            default:
                throw new UnreachableException($"{loop} is no pass of whole numbers");
        }
    }

    /// <summary>Creates the horizontal pass of a plan over rows of bytes, or over bytes widened to 16 bits.</summary>
    /// <param name="loop">The loop for the weights.</param>
    /// <param name="offsets">The sample that each weight reads for the first sum.</param>
    /// <param name="weights">The kernel's row.</param>
    public static IntegerPass CreateHorizontal<TSimd, TVector>(LoopId loop, int[] offsets, long[] weights)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        (int, int)[] taps = Array.ConvertAll(offsets, offset => (0, offset));
        return loop.IsSmallTaps()
            ? SmallTapPass.Create<TSimd, TVector, ByteLoad<TSimd, TVector>>(loop, taps, weights)
            : Create<TSimd, TVector>(loop, taps, weights);
    }

    /// <summary>The taps of a kernel's column.</summary>
    public static (int Row, int Sample)[] ColumnTaps(int height)
    {
        var taps = new (int, int)[height];
        for (int y = 0; y < height; y++)
            taps[y] = (y, 0);
        return taps;
    }

    /// <summary>The taps of a dense kernel, row by row.</summary>
    /// <param name="height">Kernel rows.</param>
    /// <param name="offsets">Where the taps of a kernel row read.</param>
    public static (int Row, int Sample)[] DenseTaps(int height, int[] offsets)
    {
        var taps = new (int, int)[height * offsets.Length];
        for (int i = 0; i < taps.Length; i++)
            taps[i] = (i / offsets.Length, offsets[i % offsets.Length]);
        return taps;
    }

    /// <summary>Creates the pass in 32-bit lanes over kernel rows whose taps read adjacent samples.</summary>
    /// <param name="weights">Weights row by row.</param>
    /// <param name="width">Kernel columns.</param>
    /// <param name="firstSample">The sample that the first column reads for the first output.</param>
    /// <param name="start">Added to every sum.</param>
    public static IntegerPass CreateAdjacent<TSimd, TVector>(long[] weights, int width, int firstSample, long start)
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
                pairs.Add(PairOf(low, high));
                taps.Add((y, firstSample + x));
            }
        return new AdjacentPairPass<TSimd, TVector>([.. pairs], new TapTable([.. taps], 2), checked((int)start));
    }

    // Packs the weights in pairs, two to a 32-bit lane.
    private static IntegerPass Paired<TSimd, TVector>((int, int)[] taps, long[] weights, long start)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (taps.Length % 2 == 1)
            (taps, weights) = ([.. taps, taps[^1]], [.. weights, 0]);
        int[] pairs = new int[taps.Length / 2];
        for (int k = 0; k < pairs.Length; k++)
            pairs[k] = PairOf(weights[2 * k], weights[(2 * k) + 1]);
        return new PairedTapPass<TSimd, TVector>(pairs, new TapTable(taps, sizeof(short)), checked((int)start));
    }

    private static int PairOf(long low, long high) => (int)(((uint)low & 0xFFFF) | ((uint)high << 16));

    private static (int, int)[] Reorder((int Row, int Sample)[] taps, int[] order)
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

    private sealed class GroupedTapPass<TSimd, TVector>(WeightGroups groups, TapTable taps, int start) : IntegerPass
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        public override void Run(byte** rows, int first, void* to, int count) =>
            GroupedTaps<TSimd, TVector>.Run(groups, (short**)taps.Resolve(rows, first), start, (short*)to, count);
    }

    private sealed class AdjacentPairPass<TSimd, TVector>(int[] pairs, TapTable taps, int start) : IntegerPass
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        public override void Run(byte** rows, int first, void* to, int count)
        {
            fixed (int* weights = pairs)
                AdjacentPairs<TSimd, TVector>.Run(weights, pairs.Length, (short**)taps.Resolve(rows, first), start, (int*)to, count);
        }
    }

    private sealed class FewTapPass<TSimd, TVector>(short[] weights, TapTable taps, int start) : IntegerPass
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // If there are fewer taps than the loop has, the others get weights of 0.
        public static FewTapPass<TSimd, TVector> Create(int count, (int Row, int Sample)[] taps, long[] weights, int start)
        {
            short[] padded = new short[count];
            var places = new (int, int)[count];
            for (int i = 0; i < weights.Length; i++)
                (padded[i], places[i]) = ((short)weights[i], taps[i]);
            return new FewTapPass<TSimd, TVector>(padded, new TapTable(places, sizeof(short)), start);
        }

        public override void Run(byte** rows, int first, void* to, int count)
        {
            fixed (short* few = weights)
                FewTaps<TSimd, TVector>.Run(weights.Length, few, (short**)taps.Resolve(rows, first), start, (short*)to, count);
        }
    }

    private sealed class PairedTapPass<TSimd, TVector>(int[] pairs, TapTable taps, int start) : IntegerPass
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        public override void Run(byte** rows, int first, void* to, int count)
        {
            fixed (int* weights = pairs)
                PairedTaps<TSimd, TVector>.Run(weights, pairs.Length, (short**)taps.Resolve(rows, first), start, (int*)to, count);
        }
    }
}
