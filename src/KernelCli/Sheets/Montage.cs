using System.Globalization;
using KernelCli.Layers;
using KernelCli.Primitives;

namespace KernelCli.Cli.Sheets;

/// <summary>Feature maps and kernels as tiles of one picture.</summary>
internal static class Montage
{
    private const int Gap = 4;
    private const int TextScale = 2;
    private const int TextHeight = (SmallFont.Height * TextScale) + 4;

    /// <summary>
    /// Writes numbered feature maps, each stretched from its minimum (black) to its maximum (white). Constant maps and
    /// values that are not finite are middle gray.
    /// </summary>
    public static void WriteMaps(string path, Tensor maps, ImageLimits limits)
    {
        (int count, int height, int width) = (maps.Shape[0], maps.Shape[1], maps.Shape[2]);
        var grid = new Grid(count, width, height, limits);
        for (int i = 0; i < count; i++)
        {
            (int left, int top) = grid.Place(i);
            ReadOnlySpan<float> map = maps.Values.AsSpan(i * width * height, width * height);
            (float least, float most) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (float value in map)
                if (float.IsFinite(value))
                    (least, most) = (Math.Min(least, value), Math.Max(most, value));
            for (int at = 0; at < map.Length; at++)
            {
                double part = most > least && float.IsFinite(map[at]) ? (map[at] - (double)least) / (most - (double)least) : 0.5;
                byte shade = (byte)((part * 255) + 0.5);
                grid.Canvas.Set(left + (at % width), top + (at / width), (shade, shade, shade));
            }
            grid.Caption(i, i.ToString(CultureInfo.InvariantCulture));
        }
        grid.Canvas.Save(path);
    }

    /// <summary>
    /// Writes every kernel of a bank: 0 is white, positive weights are red, negative ones blue, and weights that are
    /// not finite black. For 2 to 64 input channels, each output channel has its own row of tiles.
    /// </summary>
    /// <param name="path">The file to write; its extension selects the format.</param>
    /// <param name="bank">Weights of shape (out, in, rows, columns), (count, rows, columns) or (rows, columns).</param>
    /// <param name="cell">The side length of each weight's square in pixels.</param>
    /// <param name="isOneScale">Whether all kernels share one colour scale; otherwise each has its own.</param>
    /// <param name="limits">The limits on the picture's size and memory.</param>
    public static void WriteKernels(string path, Tensor bank, int cell, bool isOneScale, ImageLimits limits)
    {
        (int rows, int columns) = (bank.Shape[^2], bank.Shape[^1]);
        int area = rows * columns, count = bank.Values.Length / area, inputs = bank.Shape.Length >= 4 ? bank.Shape[^3] : 1;
        limits.CheckPixels((long)columns * cell, (long)rows * cell);
        limits.CheckRow((long)columns * cell, 3);
        var grid = new Grid(count, columns * cell, rows * cell, limits, inputs > 1 && inputs <= 64 ? inputs : 0);
        double all = bank.Values.Where(float.IsFinite).Select(value => Math.Abs((double)value)).DefaultIfEmpty().Max();
        for (int i = 0; i < count; i++)
        {
            (int left, int top) = grid.Place(i);
            ReadOnlySpan<float> kernel = bank.Values.AsSpan(i * area, area);
            double scale = all;
            if (!isOneScale)
            {
                scale = 0;
                foreach (float weight in kernel)
                    scale = float.IsFinite(weight) ? Math.Max(scale, Math.Abs((double)weight)) : scale;
            }
            for (int y = 0; y < rows * cell; y++)
                for (int x = 0; x < columns * cell; x++)
                    grid.Canvas.Set(left + x, top + y, Diverging(scale == 0 ? 0 : kernel[(y / cell * columns) + (x / cell)] / scale));
            grid.Caption(i, inputs > 1 ? $"{i / inputs}.{i % inputs}" : i.ToString(CultureInfo.InvariantCulture));
        }
        grid.Canvas.Save(path);
    }

    /// <summary>Writes gray pictures of one size with captions.</summary>
    public static void WriteCaptioned(string path, IReadOnlyList<(string Caption, byte[] Gray)> tiles,
        int width, int height, ImageLimits limits)
    {
        var grid = new Grid(tiles.Count, width, height, limits);
        for (int i = 0; i < tiles.Count; i++)
        {
            (int left, int top) = grid.Place(i);
            for (int at = 0; at < tiles[i].Gray.Length; at++)
            {
                byte shade = tiles[i].Gray[at];
                grid.Canvas.Set(left + (at % width), top + (at / width), (shade, shade, shade));
            }
            grid.Caption(i, tiles[i].Caption);
        }
        grid.Canvas.Save(path);
    }

    // A colour scale from blue (-1) through white (0) to red (1); black for a value that is not finite.
    private static (byte, byte, byte) Diverging(double value)
    {
        byte faded = (byte)(255 - (Math.Min(1, Math.Abs(value)) * 215) + 0.5);
        return !double.IsFinite(value) ? ((byte)0, (byte)0, (byte)0) : value >= 0 ? ((byte)255, faded, faded) : (faded, faded, (byte)255);
    }

    // Tiles in rows of a given length, or in an arrangement that is as close to a square as possible.
    private sealed class Grid
    {
        private readonly int _columns;
        private readonly int _tileWidth;
        private readonly int _tileHeight;

        public Grid(int count, int width, int height, ImageLimits limits, int columns = 0)
        {
            _columns = columns > 0 ? columns : (int)Math.Ceiling(Math.Sqrt(count * (double)(height + TextHeight) / width));
            _columns = Math.Clamp(_columns, 1, count);
            (_tileWidth, _tileHeight) = (width + Gap, height + TextHeight + Gap);
            long across = ((long)_columns * _tileWidth) + Gap, down = ((count + _columns - 1L) / _columns * _tileHeight) + Gap;
            limits.CheckPixels(across, down);
            Canvas = new Canvas((int)across, (int)down, limits);
        }

        public Canvas Canvas { get; }

        public (int Left, int Top) Place(int index) =>
            (Gap + (index % _columns * _tileWidth), Gap + (index / _columns * _tileHeight) + TextHeight);

        // Letters that do not fit above the tile are cut off.
        public void Caption(int index, string text)
        {
            (int left, int top) = Place(index);
            int letters = Math.Max(1, (_tileWidth - Gap) / ((SmallFont.Width + 1) * TextScale));
            Canvas.Write(text.Length > letters ? text[..letters] : text, left, top - TextHeight + 2, TextScale);
        }
    }
}
