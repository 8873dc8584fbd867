using KernelCli.Kernels;
using KernelCli.Numerics;

namespace KernelCli.Correlation.Selection;

/// <summary>
/// A wide Gaussian as three narrow ones: a first blur that is computed at every h-th position only, a second on those, a third that
/// interpolates between them. The variances add up, and a Gaussian of sigma <see cref="Spread"/> * h lets so little through beyond the
/// half of the sampling frequency (exp(-2 pi^2 Spread^2) = 6e-6) that sampling costs no accuracy. The work for each pixel does not grow
/// with sigma.
/// </summary>
internal sealed class DecimatedGaussian
{
    private const double Spread = 0.78;
    private const double Cut = 4.5;
    private const int MaxStep = 16;

    // Below this sigma the plain path is as fast; below this ratio the second blur would be narrower than its samples.
    private const double MinSigma = 4;
    private const double MinRatio = 1.75;

    private DecimatedGaussian(double sigma, int step)
    {
        Step = step;
        double narrow = Spread * step, wide = Math.Sqrt((sigma * sigma) - (2 * narrow * narrow)) / step;
        First = GaussianKernel.Line(narrow, (2 * (int)Math.Ceiling(Cut * narrow)) + 1);
        Second = GaussianKernel.Line(wide, (2 * (int)Math.Ceiling(Cut * wide)) + 1);

        // Output q after a sampled position weighs the samples around it; every such line adds up to 1.
        int radius = (int)Math.Ceiling(Cut * narrow);
        (LowestSample, HighestSample) = (-(radius / step), (step - 1 + radius) / step);
        Third = new double[step][];
        for (int q = 0; q < step; q++)
        {
            double[] line = Third[q] = new double[HighestSample - LowestSample + 1];
            double sum = 0;
            for (int i = 0; i < line.Length; i++)
            {
                double x = (q - ((LowestSample + i) * step)) / narrow;
                sum += line[i] = PortableMath.Exp(-0.5 * x * x);
            }
            for (int i = 0; i < line.Length; i++)
                line[i] /= sum;
        }
    }

    /// <summary>The distance h of the sampled positions.</summary>
    public int Step { get; }

    /// <summary>The first blur's weights.</summary>
    public double[] First { get; }

    /// <summary>The second blur's weights, over samples.</summary>
    public double[] Second { get; }

    /// <summary>For each distance after a sampled position, the interpolation's weights from <see cref="LowestSample"/> on.</summary>
    public double[][] Third { get; }

    public int LowestSample { get; }

    public int HighestSample { get; }

    public int FirstRadius => First.Length / 2;

    public int SecondRadius => Second.Length / 2;

    /// <summary>How far before its own position an output reaches.</summary>
    public int ReachBefore => Step - 1 + ((SecondRadius - LowestSample) * Step) + FirstRadius;

    /// <summary>How far beyond its own position an output reads.</summary>
    public int ReachBehind => ((SecondRadius + HighestSample) * Step) + FirstRadius;

    /// <summary>The three blurs for a sigma, or null where it is too small to gain by them.</summary>
    public static DecimatedGaussian? TryCreate(double sigma)
    {
        if (sigma < MinSigma)
            return null;

        // A power of two, by which rows are taken apart and put together in registers.
        int step = 2;
        while (step < MaxStep && 2 * step * MinRatio <= sigma)
            step *= 2;
        return new DecimatedGaussian(sigma, step);
    }

    /// <summary>
    /// The sum over all source positions of what the effective weights along one axis differ from a kernel's, at the worst place of an
    /// output between samples: no result can be off by more than this, twice (once an axis), times the range of the samples.
    /// </summary>
    public double ErrorOf(ReadOnlySpan<double> line)
    {
        double worst = 0;
        double[] weights = new double[ReachBefore + ReachBehind + 1];
        for (int q = 0; q < Step; q++)
        {
            // Output position q; index 0 of the weights is position -ReachBefore.
            Array.Clear(weights);
            for (int m = 0; m < Third[q].Length; m++)
                for (int s = 0; s < Second.Length; s++)
                {
                    int sample = LowestSample + m + s - SecondRadius;
                    double weight = Third[q][m] * Second[s];
                    for (int t = 0; t < First.Length; t++)
                        weights[ReachBefore + (sample * Step) + t - FirstRadius] += weight * First[t];
                }
            for (int i = 0; i < line.Length; i++)
                weights[ReachBefore + q + i - (line.Length / 2)] -= line[i];
            worst = Math.Max(worst, weights.Sum(Math.Abs));
        }
        return worst;
    }
}
