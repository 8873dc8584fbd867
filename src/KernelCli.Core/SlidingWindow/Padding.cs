namespace KernelCli.SlidingWindow;

/// <summary>How far outside the picture a kernel may reach on each side, in pixels.</summary>
public readonly record struct Padding
{
    private Padding(PaddingMode mode, int top, int right, int bottom, int left) =>
        (Mode, Top, Right, Bottom, Left) = (mode, top, right, bottom, left);

    /// <summary>Keeps the size.</summary>
    public static Padding Same => default;

    /// <summary>No padding.</summary>
    public static Padding Valid => new(PaddingMode.Valid, 0, 0, 0, 0);

    /// <summary>Padding with an output for every position at which the kernel touches the picture.</summary>
    public static Padding Full => new(PaddingMode.Full, 0, 0, 0, 0);

    /// <summary>The padding mode. The four numbers apply only to <see cref="PaddingMode.Explicit"/>.</summary>
    public PaddingMode Mode { get; }

    /// <summary>Rows above.</summary>
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
        foreach (int side in (ReadOnlySpan<int>)[top, right, bottom, left])
        {
            ArgumentOutOfRangeException.ThrowIfNegative(side);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(side, 1_000_000);
        }
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
}

/// <summary>How far outside the picture a kernel may reach.</summary>
public enum PaddingMode
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
