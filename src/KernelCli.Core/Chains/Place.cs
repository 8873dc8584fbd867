namespace KernelCli.Chains;

/// <summary>A part of the picture that is filtered.</summary>
public abstract record Place
{
    private protected Place()
    {
    }
}

/// <summary>A rectangle of pixels. Parts outside the picture are cut off.</summary>
/// <param name="X">Its first column.</param>
/// <param name="Y">Its first row.</param>
/// <param name="Width">Columns, 1 or more.</param>
/// <param name="Height">Rows, 1 or more.</param>
public sealed record RectanglePlace(int X, int Y, int Width, int Height) : Place
{
    /// <summary>Columns, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Width { get; init; } = Positive(Width, nameof(Width));

    /// <summary>Rows, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Height { get; init; } = Positive(Height, nameof(Height));

    private static int Positive(int side, string name) =>
        side >= 1 ? side : throw new ArgumentOutOfRangeException(name, side, "a rectangle has an area");
}

/// <summary>A gray picture of the same size: the result counts by the mask's value, from black, nothing, to white, all of it.</summary>
/// <param name="Path">The mask's file, which the function that opens masks is called with.</param>
public sealed record MaskPlace(string Path) : Place
{
    /// <summary>The mask's file.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public string Path { get; init; } = Path ?? throw new ArgumentNullException(nameof(Path));
}
