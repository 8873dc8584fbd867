using KernelCli.Primitives;

namespace KernelCli.Chains;

/// <summary>A rectangle of pixels; the right column and the bottom row are the first that do not belong to it.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">The column after the last.</param>
/// <param name="Bottom">The row after the last.</param>
internal readonly record struct PixelBox(int Left, int Top, int Right, int Bottom)
{
    /// <summary>The part of a rectangle that is inside a picture.</summary>
    public static PixelBox Of(RectanglePlace place, ImageInfo picture) => new(
        Math.Max(place.X, 0), Math.Max(place.Y, 0), (int)Math.Min((long)place.X + place.Width, picture.Width),
        (int)Math.Min((long)place.Y + place.Height, picture.Height));

    /// <summary>Columns.</summary>
    public int Width => Right - Left;

    /// <summary>Rows.</summary>
    public int Height => Bottom - Top;

    /// <summary>Whether it has no pixel.</summary>
    public bool IsEmpty => Right <= Left || Bottom <= Top;

    /// <summary>Number of pixels.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>Whether both have a pixel in common.</summary>
    public bool Intersects(PixelBox other) =>
        Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    /// <summary>The smallest box that holds both.</summary>
    public PixelBox Union(PixelBox other) => IsEmpty ? other : other.IsEmpty ? this
        : new(Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    /// <summary>
    /// The box with all pixels that results in it depend on. Where the border is the other side of the picture and is reached, that
    /// is the whole length.
    /// </summary>
    public PixelBox Grown(ChainReach reach, int width, int height)
    {
        if (reach.IsWhole)
            return new PixelBox(0, 0, width, height);
        (long left, long right) = Grow(Left, Right, reach.X, width, reach.Wraps);
        (long top, long bottom) = Grow(Top, Bottom, reach.Y, height, reach.Wraps);
        return new PixelBox((int)left, (int)top, (int)right, (int)bottom);
    }

    private static (long From, long To) Grow(long from, long to, long reach, int length, bool wraps)
    {
        (from, to) = (from - reach, to + reach);
        return wraps && (from < 0 || to > length) ? (0, length) : (Math.Max(0, from), Math.Min(to, length));
    }
}
