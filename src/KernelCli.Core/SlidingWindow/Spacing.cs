using System.Runtime.CompilerServices;

namespace KernelCli.SlidingWindow;

/// <summary>A number of pixels along each axis, 1 or more: the stride of a kernel, or the spacing of its taps.</summary>
public readonly record struct Spacing
{
    private readonly int _x;
    private readonly int _y;

    /// <summary>A step of <paramref name="x"/> along rows and <paramref name="y"/> down columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is below 1 or above 1 million.</exception>
    public Spacing(int x, int y)
    {
        Check(x);
        Check(y);

        // One less is stored, so that the default value is a step of 1.
        (_x, _y) = (x - 1, y - 1);
    }

    /// <summary>1 along both axes.</summary>
    public static Spacing One => default;

    /// <summary>Pixels along a row.</summary>
    public int X => _x + 1;

    /// <summary>Pixels down a column.</summary>
    public int Y => _y + 1;

    /// <inheritdoc/>
    public override string ToString() => X == Y ? $"{X}" : $"{X}x{Y}";

    private static void Check(int value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000_000, name);
    }
}
