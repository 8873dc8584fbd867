namespace KernelCli.Correlation.Sums;

/// <summary>
/// Whole-number taps grouped by the size of their weight: samples of one class are added and subtracted first and
/// multiplied once. Symmetric and antisymmetric kernels fold into half as many products, and a weight of 1 needs none.
/// </summary>
internal sealed class WeightClasses
{
    /// <param name="weights">Weights, none of them 0, all of them in -32768..32767.</param>
    public WeightClasses(ReadOnlySpan<long> weights)
    {
        int[] order = new int[weights.Length];
        long[] keys = new long[weights.Length];

        // Smallest size first, plus before minus, and within that in the order given.
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            keys[i] = (((Math.Abs(weights[i]) * 2) + (weights[i] < 0 ? 1 : 0)) << 32) + i;
        }
        Array.Sort(keys, order);
        Order = order;

        var classes = new List<(short, int, int)>();
        for (int i = 0; i < order.Length;)
        {
            long size = Math.Abs(weights[order[i]]);
            int plus = 0, minus = 0;
            for (; i < order.Length && Math.Abs(weights[order[i]]) == size; i++)
                (plus, minus) = weights[order[i]] > 0 ? (plus + 1, minus) : (plus, minus + 1);
            classes.Add((checked((short)size), plus, minus));
        }
        Classes = [.. classes];
    }

    /// <summary>For each tap in the order they are added up, its place among the weights given.</summary>
    public int[] Order { get; }

    /// <summary>The classes: weight, number of taps added, number of taps then subtracted.</summary>
    public (short Weight, int Plus, int Minus)[] Classes { get; }
}
