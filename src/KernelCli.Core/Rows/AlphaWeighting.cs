namespace KernelCli.Rows;

/// <summary>What filtering by alpha needs to know of a kernel.</summary>
/// <param name="WeightSum">The sum of its weights, above 0.</param>
/// <param name="Gain">What a flat picture is multiplied by: sum * multiplier / divisor.</param>
/// <param name="Bias">Added to colours, in the unit of the samples.</param>
public sealed record AlphaWeighting(double WeightSum, double Gain, double Bias)
{
    /// <summary>Colours times their alpha. Where alpha is 0 they are left out: 0, even where a colour is infinite or NaN.</summary>
    internal static void Multiply(Span<float> colours, float alpha)
    {
        for (int c = 0; c < colours.Length; c++)
            colours[c] = alpha == 0 ? 0 : colours[c] * alpha;
    }
}
