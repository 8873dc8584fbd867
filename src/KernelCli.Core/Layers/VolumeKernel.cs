using KernelCli.Kernels;

namespace KernelCli.Layers;

/// <summary>A kernel of three axes: <c>out(x, y, z) = floor(sum of weight(i, j, k) * in(x + i, y + j, z + k) / Divisor + 1/2)</c>, around its middle.</summary>
/// <param name="Weights">Shape (slices, rows, columns).</param>
/// <param name="Divisor">What sums are divided by.</param>
public sealed record VolumeKernel(Tensor Weights, double Divisor)
{
    /// <summary>The mean of a block; whole weights, so that sums of bytes are exact.</summary>
    /// <param name="columns">Its width.</param>
    /// <param name="rows">Its height.</param>
    /// <param name="slices">Its depth.</param>
    public static VolumeKernel Box(int columns, int rows, int slices)
    {
        Tensor weights = Tensor.Zeros(slices, rows, columns);
        Array.Fill(weights.Values, 1);
        return new VolumeKernel(weights, weights.Values.Length);
    }

    /// <summary>A Gaussian with radius ceil(4 sigma) on all axes; its weights sum to 1.</summary>
    /// <param name="sigma">In pixels and slices.</param>
    public static VolumeKernel Gaussian(double sigma)
    {
        Kernel plane = GaussianKernel.Create(sigma);
        double[] line = plane.Traits.Factors!.Row.ToArray();
        double sum = line.Sum();
        int side = line.Length;
        Tensor weights = Tensor.Zeros(side, side, side);
        for (int i = 0; i < weights.Values.Length; i++)
            weights.Values[i] = (float)(line[i / side / side] * line[i / side % side] * line[i % side] / (sum * sum * sum));
        return new VolumeKernel(weights, 1);
    }
}
