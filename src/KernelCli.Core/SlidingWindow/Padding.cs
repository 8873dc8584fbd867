using System.Runtime.CompilerServices;

namespace KernelCli.SlidingWindow;

/// <summary>How far outside the picture a kernel may reach on each side, in pixels.</summary>
public readonly record struct Padding
{
    private Padding(PaddingMode mode, int top, int right, int bottom, int left) =>
        (Mode, Top, Right, Bottom, Left) = (mode, top, right, bottom, left);

    /// <summary>
    /// As far as needed to keep the size: <c>ceil(size / stride)</c> outputs, output i at pixel <c>i * stride</c>.
    /// </summary>
    public static Padding Same => default;

    /// <summary>No padding: the result shrinks.</summary>
    public static Padding Valid => new(PaddingMode.Valid, 0, 0, 0, 0);

    /// <summary>An output for every position at which the kernel touches the picture: the result grows.</summary>
    public static Padding Full => new(PaddingMode.Full, 0, 0, 0, 0);

    /// <summary>The padding mode.</summary>
    internal PaddingMode Mode { get; }

    /// <summary>Rows above; 0 if no numbers were given, as on the other sides.</summary>
    public int Top { get; }

    /// <summary>Columns to the right.</summary>
    public int Right { get; }

    /// <summary>Rows below.</summary>
    public int Bottom { get; }

    /// <summary>Columns to the left.</summary>
    public int Left { get; }

    /// <summary>Given numbers of pixels on the four sides, in the order of CSS.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is negative or above 1 million.</exception>
    public static Padding Sides(int top, int right, int bottom, int left)
    {
        Check(top);
        Check(right);
        Check(bottom);
        Check(left);
        return new Padding(PaddingMode.Explicit, top, right, bottom, left);
    }

    /// <inheritdoc/>
    public override string ToString() => Mode switch
    {
        PaddingMode.Same => "same",
        PaddingMode.Valid => "valid",
        PaddingMode.Full => "full",
        _ => $"{Top},{Right},{Bottom},{Left}",
    };

    private static void Check(int side, [CallerArgumentExpression(nameof(side))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(side, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, 1_000_000, name);
    }
}

/// <summary>How far outside the picture a kernel may reach.</summary>
internal enum PaddingMode
{
    /// <summary>As far as needed to keep the size: ceil(in / stride) outputs, output i at pixel i * stride.</summary>
    Same,

    /// <summary>Not at all: the result shrinks.</summary>
    Valid,

    /// <summary>As far as the kernel still touches the picture: the result grows.</summary>
    Full,

    /// <summary>By given numbers of pixels.</summary>
    Explicit,
}
