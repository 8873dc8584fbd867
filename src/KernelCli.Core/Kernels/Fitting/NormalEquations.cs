namespace KernelCli.Kernels.Fitting;

/// <summary>Symmetric linear equations, as least squares give them.</summary>
internal static class NormalEquations
{
    // A column that is this near to a sum of others, of its length 1, is taken for one.
    private const double Dependent = 1e-11;

    /// <summary>Solves <c>matrix x = right</c> by Cholesky's factors, improved twice; null where columns depend on each other.</summary>
    public static double[]? Solve(double[] matrix, double[] right, int count)
    {
        double[] scale = new double[count], factor = new double[count * count], solution = new double[count];
        for (int i = 0; i < count; i++)
        {
            if (!(matrix[(i * count) + i] > 0) || double.IsInfinity(matrix[(i * count) + i]))
                return null;
            scale[i] = 1 / Math.Sqrt(matrix[(i * count) + i]);
        }
        for (int i = 0; i < count; i++)
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[(i * count) + j] * scale[i] * scale[j];
                for (int k = 0; k < j; k++)
                    sum -= factor[(i * count) + k] * factor[(j * count) + k];
                if (i == j && !(sum > Dependent))
                    return null;
                factor[(i * count) + j] = i == j ? Math.Sqrt(sum) : sum / factor[(j * count) + j];
            }
        for (int pass = 0; pass < 3; pass++)
        {
            double[] rest = (double[])right.Clone();
            for (int i = 0; i < count; i++)
                for (int j = 0; j < count; j++)
                    rest[i] -= matrix[(i * count) + j] * solution[j];
            double[] change = Substitute(factor, scale, rest, count);
            for (int i = 0; i < count; i++)
                solution[i] += change[i];
        }
        return solution;
    }

    private static double[] Substitute(double[] factor, double[] scale, double[] right, int count)
    {
        double[] x = new double[count];
        for (int i = 0; i < count; i++)
        {
            double sum = right[i] * scale[i];
            for (int k = 0; k < i; k++)
                sum -= factor[(i * count) + k] * x[k];
            x[i] = sum / factor[(i * count) + i];
        }
        for (int i = count - 1; i >= 0; i--)
        {
            double sum = x[i];
            for (int k = i + 1; k < count; k++)
                sum -= factor[(k * count) + i] * x[k];
            x[i] = sum / factor[(i * count) + i];
        }
        for (int i = 0; i < count; i++)
            x[i] *= scale[i];
        return x;
    }
}
