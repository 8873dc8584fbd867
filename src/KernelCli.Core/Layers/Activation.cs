using KernelCli.Numerics;
using KernelCli.Primitives;
using KernelCli.Text;

namespace KernelCli.Layers;

/// <summary>The function that is applied to each sum of a layer.</summary>
public readonly record struct Activation
{
    internal Activation(ActivationKind kind, float slope = 0) => (Kind, Slope) = (kind, slope);

    /// <summary>x.</summary>
    public static Activation None => default;

    /// <summary>max(x, 0).</summary>
    public static Activation Relu => new(ActivationKind.Relu);

    /// <summary>1 / (1 + e^-x).</summary>
    public static Activation Sigmoid => new(ActivationKind.Sigmoid);

    /// <summary>The hyperbolic tangent.</summary>
    public static Activation Tanh => new(ActivationKind.Tanh);

    /// <summary>Which function.</summary>
    internal ActivationKind Kind { get; }

    /// <summary>The factor for values below 0 of <see cref="ActivationKind.Leaky"/>.</summary>
    internal float Slope { get; }

    /// <summary>x where x is 0 or more, else <paramref name="slope"/> times x.</summary>
    public static Activation Leaky(float slope) => new(ActivationKind.Leaky, slope);

    /// <summary>What an activation may be, as options say it.</summary>
    internal const string Forms = "none|relu|sigmoid|tanh|leaky:A";

    private static readonly string[] Names = ["none", "relu", "sigmoid", "tanh", "leaky:"];

    /// <summary>Reads none, relu, sigmoid, tanh or <c>leaky:A</c>.</summary>
    /// <exception cref="KernelFormatException">It is none of these.</exception>
    internal static Activation Read(SpecToken token) => token.Text switch
    {
        "none" => new Activation(ActivationKind.None),
        "relu" => new Activation(ActivationKind.Relu),
        "sigmoid" => new Activation(ActivationKind.Sigmoid),
        "tanh" => new Activation(ActivationKind.Tanh),
        _ when token.Text.StartsWith("leaky:", StringComparison.Ordinal) =>
            new Activation(ActivationKind.Leaky, (float)token.Part("leaky:".Length).Number("the slope")),
        _ => throw token.Error($"use none, relu, sigmoid, tanh or leaky:A{Spelling.Hint(token.Text, Names)}"),
    };

    /// <inheritdoc/>
    public override string ToString() => Kind is ActivationKind.Leaky
        ? FormattableString.Invariant($"leaky:{Slope}")
        : Kind.ToString().ToLowerInvariant();

    /// <summary>Applies the function in place.</summary>
    internal void Run(Span<float> values)
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
                    values[i] = (float)PortableMath.Sigmoid(values[i]);
                break;
            case ActivationKind.Tanh:
                // tanh x = 2 sigmoid(2x) - 1. Near 0 this cancels, so x -
                // x^3/3 + 2x^5/15 is used, which is accurate to float32 there.
                for (int i = 0; i < values.Length; i++)
                    values[i] = Math.Abs(values[i]) < 0.01
                        ? (float)Series(values[i])
                        : (float)((2 * PortableMath.Sigmoid(2.0 * values[i])) - 1);
                break;
        }
    }

    private static double Series(double x) => x * (1 - (x * x / 3) + (2 * x * x * x * x / 15));
}

/// <summary>The activation functions of a layer.</summary>
internal enum ActivationKind
{
    /// <summary>x.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>x where x is 0 or more, else <see cref="Activation.Slope"/> times x.</summary>
    Leaky,
}
