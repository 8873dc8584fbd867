using KernelCli.Correlation;
using KernelCli.Neighbourhood;

namespace KernelCli.Core.Tests.Neighbourhood;

/// <summary>Canny's edges as their definition says.</summary>
internal static class NaiveCanny
{
    public static NaivePlane Run(NaivePlane source, double sigma, double low, double high, CorrelationOptions movement, double constant, double white)
    {
        int side = (2 * (int)Math.Ceiling(4 * sigma)) + 1;
        NaivePlane blurred = source.Windows(side, side, WindowShape.Square, movement, constant, (cells, _) => Gaussian(cells, sigma));
        double[] across = blurred.Windows(3, 3, WindowShape.Square, movement, constant, (cells, _) => cells.Sum(cell => cell.Dx * (2 - Math.Abs(cell.Dy)) * cell.Value)).Values;
        double[] down = blurred.Windows(3, 3, WindowShape.Square, movement, constant, (cells, _) => cells.Sum(cell => cell.Dy * (2 - Math.Abs(cell.Dx)) * cell.Value)).Values;
        double[] edges = new double[across.Length];
        bool[] isRidge = [.. Enumerable.Range(0, edges.Length).Select(i => Magnitude(i % source.Width, i / source.Width) >= low && IsRidge(i))];
        for (int i = 0; i < edges.Length; i++)
            edges[i] = isRidge[i] && Magnitude(i % source.Width, i / source.Width) >= high ? white : 0;
        for (bool grows = true; grows;)
        {
            grows = false;
            for (int i = 0; i < edges.Length; i++)
                if (isRidge[i] && edges[i] == 0 && Enumerable.Range(0, 9).Any(k => IsEdge((i % source.Width) + (k % 3) - 1, (i / source.Width) + (k / 3) - 1)))
                    (edges[i], grows) = (white, true);
        }
        return source with { Values = edges };

        bool IsEdge(int x, int y) => x >= 0 && y >= 0 && x < source.Width && y < source.Height && edges[(y * source.Width) + x] > 0;

        double Magnitude(int x, int y) => x < 0 || y < 0 || x >= source.Width || y >= source.Height ? 0
            : Math.Sqrt((across[(y * source.Width) + x] * across[(y * source.Width) + x]) + (down[(y * source.Width) + x] * down[(y * source.Width) + x]));

        bool IsRidge(int i)
        {
            // The angle in eighths of a turn, rounded; 0 is to the right, 1 to the lower right.
            int direction = (int)Math.Round(Math.Atan2(down[i], across[i]) * 4 / Math.PI) & 3;
            (int dx, int dy) = direction switch { 0 => (-1, 0), 1 => (-1, -1), 2 => (0, -1), _ => (1, -1) };
            (int x, int y) = (i % source.Width, i / source.Width);
            double own = Magnitude(x, y);
            return own > Magnitude(x + dx, y + dy) && own >= Magnitude(x - dx, y - dy);
        }
    }

    public static double Gaussian(Cell[] cells, double sigma)
    {
        double[] weights = Array.ConvertAll(cells, cell => Math.Exp(-((cell.Dx * cell.Dx) + (cell.Dy * cell.Dy)) / (2 * sigma * sigma)));
        return cells.Zip(weights, (cell, weight) => cell.Value * weight).Sum() / weights.Sum();
    }
}
