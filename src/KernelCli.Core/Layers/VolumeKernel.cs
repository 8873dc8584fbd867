using KernelCli.Kernels;

namespace KernelCli.Layers;

/// <summary>
/// A three-dimensional kernel: <c>out(x, y, z) = sum of weight(i, j, k) * in(x + i, y + j, z + k) / Divisor</c>,
/// with i, j and k counted from its centre.
/// </summary>
internal sealed class VolumeKernel
{
    private VolumeKernel(Kernel[] planes, double[]? depth, double divisor) => (Planes, Depth, Divisor) = (planes, depth, divisor);

    /// <summary>Number of weights along a row.</summary>
    public int Columns => Planes[0].Width;

    /// <summary>Number of weights down a column.</summary>
    public int Rows => Planes[0].Height;

    /// <summary>Number of weights through the slices.</summary>
    public int Slices => Depth?.Length ?? Planes.Count;

    /// <summary>The divisor of the sums.</summary>
    public double Divisor { get; }

    /// <summary>The weights through the slices if all weights are <c>plane(i, j) * Depth(k)</c>, else null.</summary>
    internal double[]? Depth { get; }

    /// <summary>The weights of each slice; a single plane if <see cref="Depth"/> is not null.</summary>
    internal IReadOnlyList<Kernel> Planes { get; }

    /// <summary>The mean of a block. Its weights are integers, so that sums of 8-bit samples are exact.</summary>
    /// <param name="columns">Its width.</param>
    /// <param name="rows">Its height.</param>
    /// <param name="slices">Its depth.</param>
    public static VolumeKernel Box(int columns, int rows, int slices)
    {
        return new VolumeKernel([Kernel.FromFactors(Ones(rows), Ones(columns))], Ones(slices), (double)columns * rows * slices);

        static double[] Ones(int count)
        {
            double[] line = new double[count];
            Array.Fill(line, 1);
            return line;
        }
    }

    /// <summary>A Gaussian with radius ceil(4 sigma) on all axes; its weights sum to 1.</summary>
    /// <param name="sigma">Standard deviation in pixels and slices.</param>
    public static VolumeKernel Gaussian(double sigma)
    {
        Kernel plane = GaussianKernel.Create(sigma);
        return new VolumeKernel([plane], plane.Traits.Factors!.Column.ToArray(), 1);
    }

    /// <summary>A kernel with given weights.</summary>
    /// <param name="weights">Shape (slices, rows, columns), none of them 0.</param>
    /// <exception cref="ArgumentException">The shape does not have three
    /// nonzero axes, or does not match the number of values.</exception>
    public static VolumeKernel FromWeights(Tensor weights)
    {
        int[] shape = weights.Shape;
        if (shape.Length != 3 || Array.Exists(shape, side => side < 1) || Tensor.Count(shape) != weights.Values.Length)
            throw new ArgumentException(
                $"weights of shape {Tensor.Text(shape)} with {weights.Values.Length} values, where (slices, rows, columns) is needed",
                nameof(weights));
        int area = shape[1] * shape[2];
        double[] all = Array.ConvertAll(weights.Values, weight => (double)weight);
        if (SeparableFactors.TryFind(all, area, shape[0]) is { } factors)
            return new VolumeKernel([Kernel.FromWeights(shape[2], shape[1], factors.Row)], factors.Column.ToArray(), 1);
        return new VolumeKernel(
            [.. Enumerable.Range(0, shape[0]).Select(slice => Kernel.FromWeights(shape[2], shape[1], all.AsSpan(slice * area, area)))],
            null, 1);
    }
}
