using KernelCli.Primitives;

namespace KernelCli.Layers;

/// <summary>What is done to each sum of a layer.</summary>
/// <param name="Kind">Which function.</param>
/// <param name="Slope">The factor below 0 of <see cref="ActivationKind.Leaky"/>.</param>
public readonly record struct Activation(ActivationKind Kind, float Slope = 0)
{
    /// <summary>Applies it.</summary>
    public void Run(Span<float> values)
    {
        switch (Kind)
        {
            case ActivationKind.Relu:
                for (int i = 0; i < values.Length; i++)
                    values[i] = values[i] < 0 ? 0 : values[i];
                break;
            case ActivationKind.Leaky:
                for (int i = 0; i < values.Length; i++)
                    values[i] = values[i] < 0 ? values[i] * Slope : values[i];
                break;
            case ActivationKind.Sigmoid:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)Sigmoid(values[i]);
                break;
            case ActivationKind.Tanh:
                // tanh x = 2 sigmoid(2x) - 1; near 0 that would cancel, and x - x^3/3 + 2x^5/15 is exact to float32.
                for (int i = 0; i < values.Length; i++)
                    values[i] = Math.Abs(values[i]) < 0.01 ? (float)Series(values[i]) : (float)((2 * Sigmoid(2.0 * values[i])) - 1);
                break;
        }
    }

    // 1 / (1 + e^-x) of IEEE operations alone: the same on every processor.
    private static double Sigmoid(double x) => x < -700 ? 0 : 1 / (1 + PortableMath.Exp(-x));

    private static double Series(double x) => x * (1 - (x * x / 3) + (2 * x * x * x * x / 15));
}
