using KernelCli.Correlation;
using KernelCli.Neighbourhood;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Neighbourhood;

/// <summary>A plane of doubles, and windows over it by definition: every cell is looked up on its own.</summary>
internal sealed record NaivePlane(double[] Values, int Width, int Height)
{
    /// <summary>What a function makes of the cells of each window, which it must not keep; the second argument is the value in its middle.</summary>
    public NaivePlane Windows(int width, int height, WindowShape shape, CorrelationOptions movement, double constant, Func<Cell[], double, double> result)
    {
        (int left, int columns) = Axis(Width, width, movement.Stride.X, movement.Padding, movement.Padding.Left, movement.Padding.Right);
        (int top, int rows) = Axis(Height, height, movement.Stride.Y, movement.Padding, movement.Padding.Top, movement.Padding.Bottom);
        (int X, int Y) middle = (width / 2, height / 2);
        (int X, int Y)[] inside = [.. Enumerable.Range(0, width * height).Select(i => (X: i % width, Y: i / width))
            .Where(cell => IsIn(shape, cell.X - middle.X, cell.Y - middle.Y, middle.X, middle.Y))];
        // Where each column and row of the padded plane is in this one.
        int[] columnsAt = [.. Enumerable.Range(-left, ((columns - 1) * movement.Stride.X) + width).Select(x => Map(x, Width, movement.Border.Mode))];
        int[] rowsAt = [.. Enumerable.Range(-top, ((rows - 1) * movement.Stride.Y) + height).Select(y => Map(y, Height, movement.Border.Mode))];
        double ValueAt(int x, int y) => columnsAt[x] < 0 || rowsAt[y] < 0 ? constant : Values[(rowsAt[y] * Width) + columnsAt[x]];
        double[] values = new double[columns * rows];
        var cells = new Cell[inside.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (int x, int y) = (i % columns * movement.Stride.X, i / columns * movement.Stride.Y);
            for (int cell = 0; cell < cells.Length; cell++)
                cells[cell] = new Cell(inside[cell].X - middle.X, inside[cell].Y - middle.Y, ValueAt(x + inside[cell].X, y + inside[cell].Y));
            values[i] = result(cells, ValueAt(x + middle.X, y + middle.Y));
        }
        return new NaivePlane(values, columns, rows);
    }

    /// <summary>The values in the middle of windows that are moved over the picture several times, the stride in the last.</summary>
    public NaivePlane Middles(int width, int height, int passes, CorrelationOptions movement, double constant)
    {
        // The place of each result of a pass in the picture: both coordinates.
        NaivePlane result = this;
        (int left, int top, int columns, int rows) = (0, 0, Width, Height);
        for (int i = 1; i <= passes; i++)
        {
            CorrelationOptions pass = i < passes ? movement with { Stride = Spacing.One } : movement;
            (int before, int outputs) = Axis(columns, width, pass.Stride.X, pass.Padding, pass.Padding.Left, pass.Padding.Right);
            (left, columns) = (left + before - (width / 2), outputs);
            (before, outputs) = Axis(rows, height, pass.Stride.Y, pass.Padding, pass.Padding.Top, pass.Padding.Bottom);
            (top, rows) = (top + before - (height / 2), outputs);
        }
        double[] values = [.. Enumerable.Range(0, columns * rows).Select(i =>
            At((i % columns * movement.Stride.X) - left, (i / columns * movement.Stride.Y) - top, movement.Border.Mode, constant))];
        return result with { Values = values, Width = columns, Height = rows };
    }

    /// <summary>What a function makes of each pair of values.</summary>
    public NaivePlane With(NaivePlane other, Func<double, double, double> result)
    {
        Assert.Equal((Width, Height), (other.Width, other.Height));
        return this with { Values = [.. Values.Zip(other.Values, result)] };
    }

    private double At(int x, int y, BorderMode border, double constant)
    {
        (x, y) = (Map(x, Width, border), Map(y, Height, border));
        return x < 0 || y < 0 ? constant : Values[(y * Width) + x];
    }

    private static bool IsIn(WindowShape shape, int dx, int dy, int across, int down) => shape switch
    {
        WindowShape.Cross => dx == 0 || dy == 0,
        WindowShape.Disk => (across == 0 ? dx == 0 ? 0m : 9 : (decimal)(dx * dx) / (across * across)) + (down == 0 ? dy == 0 ? 0m : 9 : (decimal)(dy * dy) / (down * down)) <= 1.0000000001m,
        _ => true,
    };

    private static (int Before, int Outputs) Axis(int source, int taps, int stride, Padding padding, int before, int after)
    {
        (before, after) = padding.Mode switch
        {
            PaddingMode.Same => (taps / 2, taps / 2),
            PaddingMode.Valid => (0, 0),
            PaddingMode.Full => (taps - 1, taps - 1),
            _ => (before, after),
        };
        return (before, ((source + before + after - taps) / stride) + 1);
    }

    private static int Map(int at, int length, BorderMode border)
    {
        while (border is not BorderMode.Constant && (at < 0 || at >= length))
            at = border switch
            {
                BorderMode.Replicate => Math.Clamp(at, 0, length - 1),
                BorderMode.Wrap => at < 0 ? at + length : at - length,
                BorderMode.Symmetric => at < 0 ? -1 - at : (2 * length) - 1 - at,
                _ => length == 1 ? 0 : at < 0 ? -at : (2 * length) - 2 - at,
            };
        return at < 0 || at >= length ? -1 : at;
    }
}

/// <summary>One cell of a window.</summary>
/// <param name="Dx">Columns from the middle.</param>
/// <param name="Dy">Rows from the middle.</param>
/// <param name="Value">The value there.</param>
internal readonly record struct Cell(int Dx, int Dy, double Value);
