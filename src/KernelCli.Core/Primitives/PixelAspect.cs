namespace KernelCli.Primitives;

/// <summary>The density of pixels in no unit: what is known is the shape of a pixel.</summary>
/// <param name="X">Pixels along a row, on some length.</param>
/// <param name="Y">Pixels down a column, on the same length.</param>
public readonly record struct PixelAspect(uint X, uint Y)
{
    /// <summary>Whether pixels are square, which is what all take them for where nothing is said.</summary>
    public bool IsSquare => X == Y;
}
