using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Cli.Compare;

/// <summary>
/// The structural similarity of Wang, Bovik, Sheikh and Simoncelli (2004): the mean over all windows of
/// <c>(2 ma mb + c1) (2 cov + c2) / ((ma^2 + mb^2 + c1) (va + vb + c2))</c>. The means, variances and covariance are
/// weighted by an 11x11 Gaussian with sigma 1.5; c1 = (0.01 * 255)^2 and c2 = (0.03 * 255)^2. The values are lumas in
/// levels of 0 to 255.
/// </summary>
internal sealed class SimilarityPlanes
{
    private const int Window = 11;
    private const double Sigma = 1.5;
    private const float LargestLevel = 1024;
    private const double C1 = 0.01 * 255 * 0.01 * 255;
    private const double C2 = 0.03 * 255 * 0.03 * 255;

    // Both lumas, three products and five means.
    private const int Planes = 10;

    private readonly ImageInfo _info;
    private readonly float[] _a;
    private readonly float[] _b;
    private bool _isInRange = true;

    private SimilarityPlanes(ImageInfo info) => (_info, _a, _b) = (info, new float[info.Pixels], new float[info.Pixels]);

    /// <summary>
    /// Allocates planes for two pictures; null if they are smaller than the window or larger than the limits allow.
    /// </summary>
    public static SimilarityPlanes? TryCreate(ImageInfo info, ImageLimits limits)
    {
        long bytes = info.Pixels * Planes * sizeof(float);
        return Math.Min(info.Width, info.Height) >= Window && bytes <= limits.MaxMemory && info.Pixels < Array.MaxLength
            ? new SimilarityPlanes(info)
            : null;
    }

    /// <summary>
    /// Adds row <paramref name="y"/> of both pictures: interleaved samples, scaled to a full range of 255.
    /// </summary>
    public void Add(int y, float[] a, float[] b)
    {
        int channels = _info.Format.Channels;
        for (int x = 0; x < _info.Width; x++)
        {
            int at = (y * _info.Width) + x, from = x * channels;
            (_a[at], _b[at]) = (LumaOf(a, from), LumaOf(b, from));
            _isInRange &= Math.Abs(_a[at]) <= LargestLevel && Math.Abs(_b[at]) <= LargestLevel;
        }
    }

    /// <summary>
    /// The mean similarity, 1 for equal pictures; null if a luma is NaN or beyond 1024 in absolute value, where float32
    /// squares are too coarse for the variance.
    /// </summary>
    public double? Similarity()
    {
        if (!_isInRange)
            return null;
        float[] meanA = Mean(_a), meanB = Mean(_b), squareA = Mean(Product(_a, _a)),
            squareB = Mean(Product(_b, _b)), both = Mean(Product(_a, _b));
        double sum = 0;
        for (int i = 0; i < meanA.Length; i++)
        {
            double ma = meanA[i], mb = meanB[i], covariance = both[i] - (ma * mb),
                variances = squareA[i] - (ma * ma) + squareB[i] - (mb * mb);
            sum += ((2 * ma * mb) + C1) * ((2 * covariance) + C2) / (((ma * ma) + (mb * mb) + C1) * (variances + C2));
        }
        return sum / meanA.Length;
    }

    private float LumaOf(float[] row, int at) =>
        _info.Format.ColorChannels == 1 ? row[at] : (0.299f * row[at]) + (0.587f * row[at + 1]) + (0.114f * row[at + 2]);

    private static float[] Product(float[] a, float[] b)
    {
        float[] product = new float[a.Length];
        for (int i = 0; i < a.Length; i++)
            product[i] = a[i] * b[i];
        return product;
    }

    private float[] Mean(float[] plane)
    {
        var options = new CorrelationOptions { Padding = Padding.Valid };
        (int width, int height) = (_info.Width - Window + 1, _info.Height - Window + 1);
        float[] mean = new float[width * height];
        Correlator.Correlate(new ReadOnlyPlane<float>(plane, _info.Width, _info.Height), new Plane<float>(mean, width, height),
            GaussianKernel.Create(Sigma, Window, Window), options);
        return mean;
    }
}
