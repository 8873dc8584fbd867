using System.Runtime.CompilerServices;

namespace KernelCli.Kernels;

/// <summary>
/// Immutable weights of a correlation: <c>out(x, y) = sum over (i, j) of weight(i, j) * in(x + i - AnchorX, y + j - AnchorY) * Multiplier /
/// Divisor + Bias</c>.
/// </summary>
public sealed partial class Kernel
{
    /// <summary>The largest side that kernel text and files may have.</summary>
    public const int MaxTextSide = 255;

    /// <summary>The largest side of any kernel.</summary>
    public const int MaxSide = 16383;

    private readonly double[]? _dense;
    private KernelTraits? _traits;

    private Kernel(int width, int height, double[]? dense, SeparableFactors? factors)
    {
        (Width, Height, _dense, Factors) = (width, height, dense, factors);
        (AnchorX, AnchorY) = (width / 2, height / 2);
    }

    private Kernel(Kernel other)
        : this(other.Width, other.Height, other._dense, other.Factors)
    {
        (AnchorX, AnchorY, Multiplier, Divisor, Bias, Exact) = (other.AnchorX, other.AnchorY, other.Multiplier, other.Divisor, other.Bias,
            other.Exact);
        GaussianSigma = other.GaussianSigma;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Column of the weight that is placed on the output pixel; floor(Width / 2) by default.</summary>
    public int AnchorX { get; private init; }

    /// <summary>Row of the weight that is placed on the output pixel; floor(Height / 2) by default.</summary>
    public int AnchorY { get; private init; }

    /// <summary>The sum is multiplied by this.</summary>
    public double Multiplier { get; private init; } = 1;

    /// <summary>The sum is divided by this; never 0.</summary>
    public double Divisor { get; private init; } = 1;

    /// <summary>Added after scaling, in 8-bit levels (255 is full range, whatever the image's depth).</summary>
    public double Bias { get; private init; }

    /// <summary>The sigma of a Gaussian that is truncated at four sigma along both axes; null for every other kernel.</summary>
    internal double? GaussianSigma { get; private init; }

    /// <summary>
    /// Whether every tap must be summed. If not, a wide Gaussian may
    /// be computed by a faster approximation with a bounded error.
    /// </summary>
    public bool Exact { get; private init; }

    /// <summary>
    /// The factors that the kernel was created from, or null.
    /// <see cref="KernelTraits.Factors"/> also includes factors that were found.
    /// </summary>
    internal SeparableFactors? Factors { get; }

    /// <summary>Properties derived from the weights: sums, factors, integer weights.</summary>
    internal KernelTraits Traits => _traits ??= new KernelTraits(this);

    /// <summary>The weight in column <paramref name="x"/> of row <paramref name="y"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such weight.</exception>
    public double this[int x, int y]
    {
        get
        {
            if ((uint)x >= (uint)Width || (uint)y >= (uint)Height)
                throw new ArgumentOutOfRangeException(
                    (uint)x >= (uint)Width ? nameof(x) : nameof(y), $"the kernel has {Width}x{Height} weights");
            return _dense is { } dense ? dense[(y * Width) + x] : Factors!.Column[y] * Factors.Row[x];
        }
    }

    /// <summary>A kernel of <paramref name="width"/> by <paramref name="height"/> weights, row by row.</summary>
    /// <exception cref="ArgumentException">The number of weights is wrong, a side is outside 1..<see cref="MaxSide"/>, or
    /// a weight is not finite.</exception>
    public static Kernel FromWeights(int width, int height, ReadOnlySpan<double> weights)
    {
        CheckSide(width);
        CheckSide(height);
        if (weights.Length != (long)width * height)
            throw new ArgumentException($"{weights.Length} weights for a kernel of {width}x{height}", nameof(weights));
        CheckFinite(weights);
        return new Kernel(width, height, weights.ToArray(), null);
    }

    /// <summary>A kernel whose weights are <c>column[y] * row[x]</c>.</summary>
    /// <exception cref="ArgumentException">A side is outside 1..<see cref="MaxSide"/>, or a factor is not finite.</exception>
    public static Kernel FromFactors(ReadOnlySpan<double> column, ReadOnlySpan<double> row)
    {
        CheckSide(column.Length, nameof(column));
        CheckSide(row.Length, nameof(row));
        CheckFinite(column);
        CheckFinite(row);
        return new Kernel(row.Length, column.Length, null, new SeparableFactors(column, row));
    }

    /// <summary>All weights, row by row.</summary>
    public double[] ToArray()
    {
        if (_dense is not null)
            return [.. _dense];
        double[] weights = new double[Width * Height];
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                weights[(y * Width) + x] = this[x, y];
        return weights;
    }

    /// <summary>The same kernel with another scale and bias.</summary>
    /// <exception cref="ArgumentException">A number is not finite, or the divisor is 0.</exception>
    public Kernel WithScale(double multiplier, double divisor, double bias)
    {
        CheckFinite([multiplier], nameof(multiplier));
        CheckFinite([divisor], nameof(divisor));
        CheckFinite([bias], nameof(bias));
        if (divisor == 0)
            throw new ArgumentException("results are divided by the divisor, which is 0", nameof(divisor));
        return new Kernel(this) { Multiplier = multiplier, Divisor = divisor, Bias = bias };
    }

    /// <summary>
    /// The weights alone, for results that are divided by a sum of them. Weights of an extreme sum are divided by it, so that products with
    /// samples stay in the range of float32.
    /// </summary>
    internal Kernel WithoutScale() => Traits.Sum is > 1e-10 and < 1e10 ? WithScale(1, 1, 0)
        : FromWeights(Width, Height, Array.ConvertAll(ToArray(), weight => weight / Traits.Sum)).WithAnchor(AnchorX, AnchorY);

    /// <summary>The same weights with another anchor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The anchor is outside the kernel.</exception>
    public Kernel WithAnchor(int x, int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(x, Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        return new Kernel(this) { AnchorX = x, AnchorY = y };
    }

    /// <summary>The same kernel, with <see cref="Exact"/> set or not.</summary>
    public Kernel WithExact(bool exact) => new(this) { Exact = exact };

    /// <summary>The same kernel, marked as a Gaussian.</summary>
    internal Kernel WithGaussianSigma(double sigma) => new(this) { GaussianSigma = sigma };

    /// <summary>
    /// The kernel rotated by 180 degrees together with its anchor.
    /// Correlation with the result is convolution with this kernel.
    /// </summary>
    public Kernel Rotate180()
    {
        double[]? dense = _dense is null ? null : [.. _dense];
        dense?.AsSpan().Reverse();
        return new Kernel(Width, Height, dense, Factors?.Rotate180())
        {
            AnchorX = Width - 1 - AnchorX,
            AnchorY = Height - 1 - AnchorY,
            Multiplier = Multiplier,
            Divisor = Divisor,
            Bias = Bias,
            Exact = Exact,
            GaussianSigma = GaussianSigma,
        };
    }

    /// <summary>The size, and the sum of the weights times multiplier / divisor: what a flat picture is multiplied by.</summary>
    public override string ToString()
    {
        string text = FormattableString.Invariant($"Kernel {Width}x{Height}, sum {Traits.Sum * Multiplier / Divisor:0.######}");
        return Bias == 0 ? text : FormattableString.Invariant($"{text}, bias {Bias:0.######}");
    }

    /// <summary>Refuses a side that a kernel cannot have.</summary>
    internal static void CheckSide(int side, [CallerArgumentExpression(nameof(side))] string? name = null)
    {
        if (side is < 1 or > MaxSide)
            throw new ArgumentOutOfRangeException(name, side, $"a kernel is 1x1 to {MaxSide}x{MaxSide}");
    }

    /// <summary>Refuses a number that is not finite.</summary>
    internal static void CheckFinite(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string? name = null)
    {
        foreach (double value in values)
            if (!double.IsFinite(value))
                throw new ArgumentException(FormattableString.Invariant($"{value} is not a finite number"), name);
    }
}
