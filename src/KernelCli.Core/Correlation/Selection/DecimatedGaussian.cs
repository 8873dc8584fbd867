using KernelCli.Kernels;
using KernelCli.Numerics;

namespace KernelCli.Correlation.Selection;

/// <summary>
/// A wide Gaussian as three narrow ones: a first blur that is computed at every h-th position only, a second blur of these
/// samples, and a third that interpolates between them. Their variances add up. A Gaussian of sigma <see cref="Spread"/> *
/// h has a response of only exp(-2 pi^2 Spread^2) = 6e-6 at the sampling frequency 1/h, so that aliasing is negligible;
/// <see cref="ErrorOf"/> bounds the error. The work per pixel hardly grows with sigma.
/// </summary>
internal sealed class DecimatedGaussian
{
    private const double Spread = 0.78;
    private const double Cut = 4.5;
    private const int MaxStep = 16;

    // Below this sigma the plain path is as fast. Below this ratio of sigma to sample spacing the second blur would be too narrow for its
    // samples.
    private const double MinSigma = 4;
    private const double MinRatio = 1.75;

    private DecimatedGaussian(double sigma, int step)
    {
        Step = step;
        double narrow = Spread * step, wide = Math.Sqrt((sigma * sigma) - (2 * narrow * narrow)) / step;
        First = GaussianKernel.Line(narrow, (2 * (int)Math.Ceiling(Cut * narrow)) + 1);
        Second = GaussianKernel.Line(wide, (2 * (int)Math.Ceiling(Cut * wide)) + 1);

        // Row q holds the weights of the samples around an output q positions after a sampled one; each row adds up to 1.
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

    /// <summary>The distance h between sampled positions, a power of two.</summary>
    public int Step { get; }

    /// <summary>The first blur's weights.</summary>
    public double[] First { get; }

    /// <summary>The second blur's weights, over samples.</summary>
    public double[] Second { get; }

    /// <summary>
    /// The interpolation weights for each distance after a sampled position, starting with sample <see cref="LowestSample"/>.
    /// </summary>
    public double[][] Third { get; }

    public int LowestSample { get; }

    public int HighestSample { get; }

    public int FirstRadius => First.Length / 2;

    public int SecondRadius => Second.Length / 2;

    /// <summary>How many positions before its own an output reads at most.</summary>
    public int ReachBefore => Step - 1 + ((SecondRadius - LowestSample) * Step) + FirstRadius;

    /// <summary>How many positions after its own an output reads at most.</summary>
    public int ReachAfter => ((SecondRadius + HighestSample) * Step) + FirstRadius;

    /// <summary>The three blurs for a sigma, or null if it is too small to benefit.</summary>
    public static DecimatedGaussian? TryCreate(double sigma)
    {
        if (sigma < MinSigma)
            return null;

        // A power of two, so that rows can be split into phases and joined again in registers.
        int step = 2;
        while (step < MaxStep && 2 * step * MinRatio <= sigma)
            step *= 2;
        return new DecimatedGaussian(sigma, step);
    }

    /// <summary>
    /// The sum over all source positions of the absolute differences between the effective weights along one axis and a
    /// kernel's, for the output phase where it is largest. With e for this sum, no result is off by more than 2e + e^2
    /// times the range of the samples.
    /// </summary>
    public double ErrorOf(ReadOnlySpan<double> line)
    {
        double worst = 0;
        double[] weights = new double[ReachBefore + ReachAfter + 1];
        for (int q = 0; q < Step; q++)
        {
            // The output is q positions after a sampled one; index 0 of the weights is ReachBefore positions before the sampled one.
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
