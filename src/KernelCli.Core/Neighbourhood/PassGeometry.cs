using KernelCli.Correlation;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood;

/// <summary>Where the windows of a pass lie on its source, and which source pixel is in the middle of each.</summary>
/// <param name="Horizontal">The columns.</param>
/// <param name="Vertical">The rows.</param>
/// <param name="Border">What is found outside.</param>
internal sealed record PassGeometry(AxisGeometry Horizontal, AxisGeometry Vertical, BorderMode Border)
{
    /// <summary>One pass over a picture.</summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="window">The cells that are looked at.</param>
    /// <param name="movement">Padding, border and stride.</param>
    /// <exception cref="ArgumentException">The window is larger than the padded picture, or cells are to be spread.</exception>
    public static PassGeometry Create(int width, int height, FilterWindow window, CorrelationOptions movement)
    {
        (Padding padding, Spacing stride) = (movement.Padding, movement.Stride);
        if (movement.Dilation != Spacing.One)
            throw new ArgumentException("the cells of a neighbourhood filter cannot be spread: leave out dilate, or use a larger window");
        return new PassGeometry(
            AxisGeometry.Create(
                "wide", nameof(window), width, window.Width, window.Width / 2, stride.X, 1, padding.Mode, padding.Left, padding.Right)
                .StartingAt(movement.Origin.X),
            AxisGeometry.Create(
                "high", nameof(window), height, window.Height, window.Height / 2, stride.Y, 1, padding.Mode, padding.Top, padding.Bottom)
                .StartingAt(movement.Origin.Y),
            movement.Border.Mode);
    }

    /// <summary>The pixels in the middle of the windows of some passes, one after another; the last one has the stride.</summary>
    public static PassGeometry Centres(int width, int height, FilterWindow window, int passes, CorrelationOptions movement)
    {
        (int left, int top, int columns, int rows) = (0, 0, width, height);
        PassGeometry last = null!;
        for (int i = 1; i <= passes; i++)
        {
            last = Create(columns, rows, window, i < passes ? movement with { Stride = Spacing.One } : movement);
            (left, top) = (left + last.Horizontal.Before - (window.Width / 2), top + last.Vertical.Before - (window.Height / 2));
            (columns, rows) = (last.Horizontal.Outputs, last.Vertical.Outputs);
        }
        return new PassGeometry(
            AxisGeometry.Create(width, columns, 1, movement.Stride.X, 1, left),
            AxisGeometry.Create(height, rows, 1, movement.Stride.Y, 1, top), movement.Border.Mode);
    }
}
