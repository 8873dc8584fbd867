namespace KernelCli.Kernels;

/// <content>The kernels of image processing.</content>
public sealed partial class Kernel
{
    /// <summary>The weight 1 alone, which leaves the picture as it is.</summary>
    public static Kernel Identity() => FromWeights(1, 1, [1]);

    /// <summary>The mean of a rectangle: all weights 1, divided by their number.</summary>
    /// <param name="width">Columns, 1 to <see cref="MaxSide"/>.</param>
    /// <param name="height">Rows, 1 to <see cref="MaxSide"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is out of range.</exception>
    public static Kernel Box(int width, int height) => BoxKernel.Create(width, height);

    /// <summary>
    /// The Gaussian <c>exp(-r^2 / 2 sigma^2)</c>, sampled at pixel centres and divided by its sum, of radius ceil(4 sigma), which leaves
    /// out less than 0.007 % of the weight along each axis.
    /// </summary>
    /// <param name="sigma">Standard deviation in pixels, above 0 and at most 2000.</param>
    /// <exception cref="ArgumentOutOfRangeException">Sigma is out of range.</exception>
    public static Kernel Gaussian(double sigma) => GaussianKernel.Create(sigma);

    /// <summary>
    /// The Gaussian <c>exp(-r^2 / 2 sigma^2)</c> over so many pixels; along an even side its centre is between two pixels.
    /// </summary>
    /// <param name="sigma">Standard deviation in pixels, above 0 and at most 2000.</param>
    /// <param name="width">Columns, 1 to <see cref="MaxSide"/>.</param>
    /// <param name="height">Rows, 1 to <see cref="MaxSide"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Kernel Gaussian(double sigma, int width, int height) => GaussianKernel.Create(sigma, width, height);

    /// <summary>
    /// A row of Pascal's triangle along both axes, <c>C(size - 1, i)</c> divided by <c>2^(size - 1)</c>: a Gaussian of variance
    /// (size - 1) / 4 in integers.
    /// </summary>
    /// <param name="size">1 to 23.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public static Kernel Binomial(int size) => BinomialKernel.Create(size);

    /// <summary>The second derivative over 4 neighbours: 0 1 0 / 1 -4 1 / 0 1 0.</summary>
    public static Kernel Laplacian4() => LaplacianKernel.Create4();

    /// <summary>The second derivative over 8 neighbours: 1 1 1 / 1 -8 1 / 1 1 1.</summary>
    public static Kernel Laplacian8() => LaplacianKernel.Create8();

    /// <summary>
    /// The Laplacian of a Gaussian, <c>g(r) (r^2 - 2 sigma^2) / sigma^4</c>, shifted so that the weights sum to 0; g is a Gaussian with
    /// sum 1 and radius ceil(4 sigma).
    /// </summary>
    /// <param name="sigma">Standard deviation in pixels, 1e-9 to 31.</param>
    /// <exception cref="ArgumentOutOfRangeException">Sigma is out of range.</exception>
    public static Kernel LaplacianOfGaussian(double sigma) => LaplacianOfGaussianKernel.Create(sigma);

    /// <summary>A band-pass filter: <c>Gaussian(first) - Gaussian(second)</c>, of the size of the wider one.</summary>
    /// <param name="first">Standard deviation in pixels, above 0 and at most 31.</param>
    /// <param name="second">Standard deviation in pixels, above 0 and at most 31.</param>
    /// <exception cref="ArgumentOutOfRangeException">A sigma is out of range.</exception>
    public static Kernel DifferenceOfGaussians(double first, double second) => DifferenceOfGaussiansKernel.Create(first, second);

    /// <summary>The identity minus a multiple of the Laplacian: 0 -a 0 / -a 1+4a -a / 0 -a 0.</summary>
    /// <param name="amount">The a of the weights.</param>
    /// <exception cref="ArgumentException">The amount is not finite.</exception>
    public static Kernel Sharpen(double amount = 1) => SharpenKernel.Create(amount);

    /// <summary>A relief lit from one side; at 45 degrees -2 -1 0 / -1 1 1 / 0 1 2.</summary>
    /// <param name="degrees">The direction in which brightness rises, clockwise from the right.</param>
    /// <exception cref="ArgumentException">The angle is not finite.</exception>
    public static Kernel Emboss(double degrees = 45) => EmbossKernel.Create(degrees);

    /// <summary>The mean along a straight line through the centre, as of a moving camera.</summary>
    /// <param name="length">Pixels, 1 to <see cref="MaxTextSide"/>.</param>
    /// <param name="degrees">The direction of the line, clockwise from the right.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is out of range.</exception>
    /// <exception cref="ArgumentException">The angle is not finite.</exception>
    public static Kernel Motion(int length, double degrees) => MotionKernel.Create(length, degrees);
}
