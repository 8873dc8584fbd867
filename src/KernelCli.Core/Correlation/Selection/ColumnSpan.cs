using KernelCli.Kernels;

namespace KernelCli.Correlation.Selection;

/// <summary>The rows of a kernel's column in which its weights are 1, without a gap.</summary>
/// <param name="Column">The column.</param>
/// <param name="Top">The first such row.</param>
/// <param name="Bottom">The last.</param>
internal readonly record struct ColumnSpan(int Column, int Top, int Bottom)
{
    /// <summary>The spans of a dense kernel; null if it is no kernel of such columns. Columns of zeros are left out.</summary>
    public static List<ColumnSpan>? Of(IntegerWeights weights)
    {
        if (weights.Dense is not { } dense)
            return null;
        var spans = new List<ColumnSpan>();
        for (int x = 0; x < weights.Width; x++)
        {
            int top = -1, bottom = -1;
            for (int y = 0; y < weights.Height; y++)
            {
                long weight = dense[(y * weights.Width) + x];
                if (weight == 0)
                    continue;
                if (weight != 1 || (top >= 0 && bottom != y - 1))
                    return null;
                (top, bottom) = (top < 0 ? y : top, y);
            }
            if (top >= 0)
                spans.Add(new ColumnSpan(x, top, bottom));
        }
        return spans;
    }
}
