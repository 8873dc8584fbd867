using KernelCli.Numerics;

namespace KernelCli.Rows;

/// <summary>What is made of a mask's values, in fractions of white, before rows are multiplied by them.</summary>
/// <param name="IsSigmoid">Whether <c>1 / (1 + e^-x)</c> is taken first: for masks of any real numbers, as networks make them.</param>
/// <param name="IsInverted">Whether 1 less that is taken then, so that black keeps and white removes.</param>
public readonly record struct MaskGate(bool IsSigmoid, bool IsInverted)
{
    /// <summary>Applies it to a row.</summary>
    internal void Run(Span<float> factors)
    {
        if (IsSigmoid)
            for (int i = 0; i < factors.Length; i++)
                factors[i] = (float)PortableMath.Sigmoid(factors[i]);
        if (IsInverted)
            for (int i = 0; i < factors.Length; i++)
                factors[i] = 1 - factors[i];
    }
}
