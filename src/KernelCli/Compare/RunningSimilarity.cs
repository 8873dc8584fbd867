using System.Numerics;

namespace KernelCli.Cli.Compare;

/// <summary>
/// The structural similarity of Wang, Bovik, Sheikh and Simoncelli (2004): the mean over all windows and colour channels of
/// <c>(2 ma mb + c1) (2 cov + c2) / ((ma^2 + mb^2 + c1) (va + vb + c2))</c>. Means, variances and covariance are those of the
/// population, weighted by an 11x11 Gaussian with sigma 1.5; c1 = (0.01 * 255)^2 and c2 = (0.03 * 255)^2. Of the rows, eleven are
/// kept; a window of equal pixels has a similarity of 1 and is not computed.
/// </summary>
internal sealed class RunningSimilarity
{
    /// <summary>Rows and columns of a window.</summary>
    public const int Window = 11;

    private const double Sigma = 1.5;
    private const double C1 = 0.01 * 255 * 0.01 * 255;
    private const double C2 = 0.03 * 255 * 0.03 * 255;

    // a, b, a^2, b^2 and a b.
    private const int Moments = 5;

    private static readonly double[] Weights = MakeWeights();

    private readonly int _width;
    private readonly int _channels;
    private readonly Row[] _ring;
    private readonly double[][] _means = new double[Moments][];
    private readonly double[] _products;
    private int _rows;
    private double _sum;

    /// <param name="width">Pixels of a row, <see cref="Window"/> or more.</param>
    /// <param name="channels">Colour channels.</param>
    public RunningSimilarity(int width, int channels)
    {
        (_width, _channels) = (width, channels);
        _ring = new Row[Window];
        for (int i = 0; i < Window; i++)
            _ring[i] = new Row(width * channels);
        for (int m = 0; m < Moments; m++)
            _means[m] = new double[Outputs];
        _products = new double[width * channels];
    }

    /// <summary>The mean over all windows so far; NaN where a value was.</summary>
    public double Similarity => _sum / ((double)(_rows - Window + 1) * Outputs);

    private int Outputs => (_width - Window + 1) * _channels;

    /// <summary>Adds a row of both pictures.</summary>
    /// <param name="a">Its values in levels, colour channels interleaved.</param>
    /// <param name="b">The other picture's.</param>
    /// <param name="first">The first pixel that differs.</param>
    /// <param name="end">One past the last; <paramref name="first"/> where none does.</param>
    public void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int first, int end)
    {
        Row row = _ring[_rows++ % Window];
        a.CopyTo(row.A);
        b.CopyTo(row.B);
        (row.First, row.End) = first < end ? (first, end) : (int.MaxValue, 0);
        row.From = row.To = 0;
        if (_rows < Window)
            return;
        (int from, int to) = (int.MaxValue, 0);
        foreach (Row each in _ring)
            (from, to) = (Math.Min(from, each.First), Math.Max(to, each.End));
        (from, to) = (Math.Max(0, from - Window + 1) * _channels, Math.Min(_width - Window + 1, to) * _channels);
        _sum += Outputs - Math.Max(0, to - from);
        if (from < to)
            AddWindows(from, to);
    }

    private void AddWindows(int from, int to)
    {
        foreach (double[] mean in _means)
            mean.AsSpan(from, to - from).Clear();
        for (int y = 0; y < Window; y++)
        {
            Row row = _ring[(_rows + y) % Window];
            if (row.From > from || row.To < to)
                Filter(row, from, to);
            for (int m = 0; m < Moments; m++)
                AddWeighted(row.Means[m], Weights[y], _means[m], from, to);
        }
        for (int i = from; i < to; i++)
        {
            double ma = _means[0][i], mb = _means[1][i], covariance = _means[4][i] - (ma * mb);
            double variances = _means[2][i] - (ma * ma) + _means[3][i] - (mb * mb);
            _sum += ((2 * ma * mb) + C1) * ((2 * covariance) + C2) / (((ma * ma) + (mb * mb) + C1) * (variances + C2));
        }
    }

    // The moments along a row, of at least these windows; a row keeps them for the windows of other rows.
    private void Filter(Row row, int from, int to)
    {
        (row.From, row.To) = row.From < row.To ? (Math.Min(from, row.From), Math.Max(to, row.To)) : (from, to);
        int end = row.To + ((Window - 1) * _channels);
        for (int m = 0; m < Moments; m++)
        {
            (float[] x, float[]? y) = m switch
            {
                0 => (row.A, null),
                1 => (row.B, null),
                2 => (row.A, row.A),
                3 => (row.B, row.B),
                _ => (row.A, row.B),
            };
            for (int i = row.From; i < end; i++)
                _products[i] = y is null ? x[i] : (double)x[i] * y[i];
            row.Means[m].AsSpan(row.From, row.To - row.From).Clear();
            for (int k = 0; k < Window; k++)
                AddWeighted(_products.AsSpan(k * _channels), Weights[k], row.Means[m], row.From, row.To);
        }
    }

    private static void AddWeighted(ReadOnlySpan<double> values, double weight, double[] to, int from, int end)
    {
        var weights = new Vector<double>(weight);
        int i = from;
        for (; i <= end - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(to, i) + (new Vector<double>(values[i..]) * weights)).CopyTo(to, i);
        for (; i < end; i++)
            to[i] += values[i] * weight;
    }

    private static double[] MakeWeights()
    {
        double[] weights = [.. Enumerable.Range(-(Window / 2), Window).Select(x => Math.Exp(-x * x / (2 * Sigma * Sigma)))];
        double sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }

    private sealed class Row(int samples)
    {
        public readonly float[] A = new float[samples];
        public readonly float[] B = new float[samples];
        public readonly double[][] Means = [.. Enumerable.Range(0, Moments).Select(_ => new double[samples])];
        public int First;
        public int End;

        // The windows whose moments are known.
        public int From;
        public int To;
    }
}
