namespace KernelCli.Layers;

/// <summary>Float32 numbers with any number of axes; the last axis is contiguous.</summary>
/// <param name="Shape">Lengths of the axes, outermost first.</param>
/// <param name="Values">The numbers.</param>
public sealed record Tensor(int[] Shape, float[] Values)
{
    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of values is negative or above 2^31 - 1.</exception>
    public static Tensor Zeros(params int[] shape) => new(shape, new float[Count(shape)]);

    /// <summary>The number of values of a shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of values is negative or above 2^31 - 1.</exception>
    public static int Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int side in shape)
            count = checked(count * side) is >= 0 and <= int.MaxValue and var product
                ? product
                : throw new ArgumentOutOfRangeException(nameof(shape), "a tensor of more than 2^31 values");
        return (int)count;
    }

    /// <summary>A shape in brackets, as in (64, 3, 7, 7).</summary>
    public static string Text(ReadOnlySpan<int> shape) => $"({string.Join(", ", shape.ToArray())})";
}
