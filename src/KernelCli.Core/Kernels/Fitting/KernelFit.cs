using System.Runtime.Intrinsics;

namespace KernelCli.Kernels.Fitting;

/// <summary>
/// Finds by least squares the kernel that turns one picture into another, over the pixels whose whole window is inside.
/// Rows are added one by one, and only those under the kernel are kept. The sums of products of two cells depend on their
/// distance but for the edges, so that one pass over a row serves all pairs of one distance. Sums are float64: exact for
/// bytes, and the same on every processor.
/// </summary>
internal sealed class KernelFit
{
    private readonly KernelFitOptions _options;
    private readonly int _width;
    private readonly int _height;
    private readonly int _cells;
    private readonly int _validWidth;
    private readonly double[][] _before;
    private readonly double[][] _after;
    private readonly double[] _products;
    private readonly double[] _crossed;
    private readonly double[] _sums;
    private double _afterSum;
    private double _afterSquares;
    private int _rows;

    /// <param name="width">Pixels in a row of both pictures.</param>
    /// <param name="height">Their rows.</param>
    /// <param name="options">What is looked for.</param>
    /// <exception cref="ArgumentException">The pictures have fewer pixels than the kernel has weights.</exception>
    public KernelFit(int width, int height, KernelFitOptions options)
    {
        (_options, _width, _height, _cells) = (options, width, height, options.Width * options.Height);
        _validWidth = width - options.Width + 1;
        long pixels = Math.Max(0L, _validWidth) * Math.Max(0, height - options.Height + 1);
        if (pixels < _cells + (options.HasBias ? 1 : 0))
            throw new ArgumentException($"{width}x{height} pixels hold {pixels} whole windows of {options.Width}x{options.Height}, too few "
                + $"for as many weights: use a smaller size or larger pictures");
        (_before, _after) = (new double[options.Height][], new double[options.Height][]);
        for (int i = 0; i < options.Height; i++)
            (_before[i], _after[i]) = (new double[width + Vector512<double>.Count], new double[width + Vector512<double>.Count]);
        (_products, _crossed, _sums) = (new double[_cells * _cells], new double[_cells], new double[_cells]);
    }

    /// <summary>Adds the next row of both pictures, in levels of 255.</summary>
    public void Add(ReadOnlySpan<float> before, ReadOnlySpan<float> after)
    {
        int kernelRows = _options.Height;
        (double[] before, double[] after) own = (_before[_rows % kernelRows], _after[_rows % kernelRows]);
        for (int x = 0; x < _width; x++)
            (own.before[x], own.after[x]) = (before[x], after[x]);
        int y = _rows++;
        for (int down = 0; down < kernelRows && down <= y; down++)
            AddProducts(y - down, down);
        if (y >= kernelRows - 1)
            AddWindows(y - kernelRows + 1);
    }

    /// <summary>The kernel that fits best.</summary>
    /// <exception cref="ArgumentException">The pictures do not determine it.</exception>
    public KernelFitResult Solve()
    {
        double count = (double)_validWidth * (_height - _options.Height + 1), middle = _afterSum / count;
        int unknowns = _cells + (_options.HasBias ? 1 : 0);
        double[] matrix = new double[unknowns * unknowns], right = new double[unknowns];
        for (int i = 0; i < unknowns; i++)
        {
            right[i] = i < _cells ? _crossed[i] : _afterSum;
            for (int j = 0; j < unknowns; j++)
                matrix[(i * unknowns) + j] = i < _cells && j < _cells ? _products[(Math.Min(i, j) * _cells) + Math.Max(i, j)]
                    : i < _cells ? _sums[i] : j < _cells ? _sums[j] : count;
        }
        double[] solution = Solve(matrix, right, unknowns);
        double squares = _afterSquares;
        for (int i = 0; i < unknowns; i++)
        {
            squares -= 2 * solution[i] * right[i];
            for (int j = 0; j < unknowns; j++)
                squares += solution[i] * solution[j] * matrix[(i * unknowns) + j];
        }
        double residual = Math.Max(0, squares) / count, variance = (_afterSquares / count) - (middle * middle);
        double bias = _options.HasBias ? solution[_cells] : 0;
        double explained = variance > 0 ? Math.Max(0, 1 - (residual / variance)) : 1;
        return new KernelFitResult(solution[.._cells], bias, Math.Sqrt(residual), explained);
    }

    private double[] Solve(double[] matrix, double[] right, int unknowns)
    {
        if (!_options.IsSymmetric)
            return NormalEquations.Solve(matrix, right, unknowns) ?? throw Undetermined();

        // Weights of cells opposite each other are one unknown.
        int[] folded = new int[unknowns];
        for (int i = 0; i < unknowns; i++)
            folded[i] = i < _cells ? Math.Min(i, _cells - 1 - i) : (_cells + 1) / 2;
        int few = ((_cells + 1) / 2) + unknowns - _cells;
        double[] smaller = new double[few * few], rightOfFew = new double[few];
        for (int i = 0; i < unknowns; i++)
        {
            rightOfFew[folded[i]] += right[i];
            for (int j = 0; j < unknowns; j++)
                smaller[(folded[i] * few) + folded[j]] += matrix[(i * unknowns) + j];
        }
        double[] solution = NormalEquations.Solve(smaller, rightOfFew, few) ?? throw Undetermined();
        return Array.ConvertAll(folded, i => solution[i]);
    }

    private ArgumentException Undetermined()
    {
        bool isFlat = true;
        foreach (double product in _products)
            isFlat &= product == 0 || product == _products[0];
        return new ArgumentException(isFlat
            ? "the first picture is flat, so that any kernel of the same sum makes the second: use pictures with detail"
            : "the first picture repeats itself or is too smooth, so that many kernels make the second: use pictures with more detail, "
                + $"a smaller size{(_options.HasBias ? ", no bias" : "")}{(_options.IsSymmetric ? "" : " or a symmetric kernel")}");
    }

    // The products of pixels of row y with those of the row `down` below, summed for all pairs of cells that lie so.
    private void AddProducts(int y, int down)
    {
        double[] above = _before[y % _options.Height], below = _before[(y + down) % _options.Height];
        int width = _options.Width, validRows = _height - _options.Height + 1;
        for (int shift = down == 0 ? 0 : 1 - width; shift < width; shift++)
        {
            int first = Math.Max(0, -shift), last = Math.Min(width - 1, width - 1 - shift);
            double sum = Dot(above, first, below, first + shift, _validWidth);
            for (int x = first; x <= last; x++)
            {
                if (x > first)
                    sum += (above[x + _validWidth - 1] * below[x + _validWidth - 1 + shift]) - (above[x - 1] * below[x - 1 + shift]);
                for (int row = Math.Max(0, y - validRows + 1); row <= Math.Min(y, _options.Height - 1 - down); row++)
                {
                    int i = (row * width) + x, j = ((row + down) * width) + x + shift;
                    _products[(i * _cells) + j] += sum;
                }
            }
        }
    }

    // What the windows whose first row is y hold, and the pixels that are to be made of them.
    private void AddWindows(int y)
    {
        double[] after = _after[(y + (_options.Height / 2)) % _options.Height];
        int middle = _options.Width / 2;
        for (int i = 0; i < _cells; i++)
        {
            double[] row = _before[(y + (i / _options.Width)) % _options.Height];
            int x = i % _options.Width;
            _crossed[i] += Dot(row, x, after, middle, _validWidth);
            _sums[i] += Sum(row, x, _validWidth);
        }
        _afterSum += Sum(after, middle, _validWidth);
        _afterSquares += Dot(after, middle, after, middle, _validWidth);
    }

    // In eight lanes on every processor, so that sums of fractions are the same.
    private static double Dot(double[] a, int atA, double[] b, int atB, int count)
    {
        Vector512<double> sums = Vector512<double>.Zero;
        int i = 0;
        for (; i + Vector512<double>.Count <= count; i += Vector512<double>.Count)
            sums += Vector512.LoadUnsafe(ref a[atA + i]) * Vector512.LoadUnsafe(ref b[atB + i]);
        double sum = Vector512.Sum(sums);
        for (; i < count; i++)
            sum += a[atA + i] * b[atB + i];
        return sum;
    }

    private static double Sum(double[] row, int at, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += row[at + i];
        return sum;
    }
}

/// <summary>What kernel is looked for.</summary>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
/// <param name="HasBias">Whether a number may be added.</param>
/// <param name="IsSymmetric">Whether it equals itself turned by 180 degrees.</param>
internal sealed record KernelFitOptions(int Width, int Height, bool HasBias, bool IsSymmetric);

/// <summary>The kernel that fits best.</summary>
/// <param name="Weights">Its weights, row by row.</param>
/// <param name="Bias">What is added, in levels.</param>
/// <param name="Residual">Root of the mean square of what is left, in levels.</param>
/// <param name="Explained">The share of the second picture's variance that the kernel explains, 0 to 1.</param>
internal sealed record KernelFitResult(double[] Weights, double Bias, double Residual, double Explained);
