namespace KernelCli.Correlation.Sums;

/// <summary>Lengths of gradients.</summary>
internal static unsafe class Magnitudes
{
    /// <summary><c>to[i] = sqrt(x[i]^2 + y[i]^2)</c> of 16-bit sums in double: correctly rounded, whatever is done with it after.</summary>
    public static void RunDouble(short* x, short* y, double* to, int count)
    {
        for (int i = 0; i < count; i++)
            to[i] = Math.Sqrt((double)(((long)x[i] * x[i]) + ((long)y[i] * y[i])));
    }
}
