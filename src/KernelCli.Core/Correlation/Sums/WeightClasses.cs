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
        // Smallest size first, plus before minus, and within that in the order given: insertion keeps it.
        int[] order = new int[weights.Length];
        for (int i = 0; i < order.Length; i++)
        {
            int at = i;
            for (; at > 0 && Key(weights[order[at - 1]]) > Key(weights[i]); at--)
                order[at] = order[at - 1];
            order[at] = i;
        }
        Order = order;

        int count = 0;
        for (int i = 0; i < order.Length; i++)
            count += i == 0 || Math.Abs(weights[order[i]]) != Math.Abs(weights[order[i - 1]]) ? 1 : 0;
        Classes = new (short, int, int)[count];
        for (int i = 0, c = 0; c < count; c++)
        {
            long size = Math.Abs(weights[order[i]]);
            int plus = 0, minus = 0;
            for (; i < order.Length && Math.Abs(weights[order[i]]) == size; i++)
                (plus, minus) = weights[order[i]] > 0 ? (plus + 1, minus) : (plus, minus + 1);
            Classes[c] = (checked((short)size), plus, minus);
        }
    }

    /// <summary>For each tap in the order they are added up, its place among the weights given.</summary>
    public int[] Order { get; }

    /// <summary>The classes: weight, number of taps added, number of taps then subtracted.</summary>
    public (short Weight, int Plus, int Minus)[] Classes { get; }

    private static long Key(long weight) => (Math.Abs(weight) * 2) + (weight < 0 ? 1 : 0);
}
