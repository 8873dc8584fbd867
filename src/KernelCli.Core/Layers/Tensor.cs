namespace KernelCli.Layers;

/// <summary>Float32 numbers with any number of axes; the last axis is contiguous.</summary>
/// <param name="Shape">Lengths of the axes, outermost first.</param>
/// <param name="Values">The numbers.</param>
/// <exception cref="ArgumentNullException">One of them is null.</exception>
public sealed record Tensor(int[] Shape, float[] Values)
{
    /// <summary>Lengths of the axes, outermost first.</summary>
    public int[] Shape { get; init; } = Shape ?? throw new ArgumentNullException(nameof(Shape));

    /// <summary>The numbers.</summary>
    public float[] Values { get; init; } = Values ?? throw new ArgumentNullException(nameof(Values));

    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="ArgumentNullException">The shape is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of values is negative or above 2^31 - 1.</exception>
    public static Tensor Zeros(params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new Tensor(shape, new float[Count(shape)]);
    }

    /// <summary>The number of values of a shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of values is negative or above 2^31 - 1.</exception>
    internal static int Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int side in shape)
            count = checked(count * side) is >= 0 and <= int.MaxValue and var product
                ? product
                : throw new ArgumentOutOfRangeException(nameof(shape), "a tensor of more than 2^31 values");
        return (int)count;
    }

    /// <summary>A shape in brackets, as in (64, 3, 7, 7).</summary>
    internal static string Text(ReadOnlySpan<int> shape) => $"({string.Join(", ", shape.ToArray())})";
}
