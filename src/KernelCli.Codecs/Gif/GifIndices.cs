using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Gif;

/// <summary>A frame as indices of a color table.</summary>
internal abstract class GifIndices : IDisposable
{
    // From half up a pixel is opaque.
    private const byte OpaqueFrom = 128;

    /// <summary>Red, green and blue of each entry, at most 256 with the transparent one.</summary>
    public abstract ReadOnlySpan<byte> Colors { get; }

    /// <summary>The index of transparent pixels, the first after <see cref="Colors"/>, or -1 if there are none.</summary>
    public abstract int Transparent { get; }

    /// <summary>Indexes a frame: exactly if it has at most 256 colours, else with a palette that is chosen for it.</summary>
    /// <param name="frame">A frame of 8-bit samples.</param>
    /// <param name="limits">The limit on memory.</param>
    public static GifIndices Of(BufferedImage frame, ImageLimits limits) =>
        (GifIndices?)GifExactIndices.TryCreate(frame) ?? new GifChosenIndices(frame, limits);

    /// <summary>Writes the indices of row <paramref name="y"/>.</summary>
    public abstract void Row(int y, Span<byte> indices);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Red, green and blue of a pixel as one number, and -1 for a transparent pixel.</summary>
    protected static int ColorOf(ReadOnlySpan<byte> pixel) => pixel.Length switch
    {
        1 => pixel[0] * 0x010101,
        2 => pixel[1] < OpaqueFrom ? -1 : pixel[0] * 0x010101,
        3 => (pixel[0] << 16) | (pixel[1] << 8) | pixel[2],
        _ => pixel[3] < OpaqueFrom ? -1 : (pixel[0] << 16) | (pixel[1] << 8) | pixel[2],
    };
}

/// <summary>A frame of at most 256 colours, in the order in which they first occur.</summary>
internal sealed class GifExactIndices : GifIndices
{
    private readonly BufferedImage _frame;
    private readonly Dictionary<int, byte> _indices;
    private readonly byte[] _colors;

    private GifExactIndices(BufferedImage frame, Dictionary<int, byte> indices, bool hasTransparent)
    {
        (_frame, _indices, _colors, Transparent) = (frame, indices, new byte[3 * indices.Count], hasTransparent ? indices.Count : -1);
        foreach ((int color, byte index) in indices)
            (_colors[3 * index], _colors[(3 * index) + 1], _colors[(3 * index) + 2]) =
                ((byte)(color >> 16), (byte)(color >> 8), (byte)color);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Colors => _colors;

    /// <inheritdoc/>
    public override int Transparent { get; }

    /// <summary>Indexes a frame, or returns null if it has more than 256 colours, transparency included.</summary>
    public static GifExactIndices? TryCreate(BufferedImage frame)
    {
        var indices = new Dictionary<int, byte>();
        int channels = frame.Info.Format.Channels, previous = -2;
        bool hasTransparent = false;
        for (int y = 0; y < frame.Info.Height; y++)
        {
            ReadOnlySpan<byte> row = frame.Row(y);
            for (int i = 0; i < row.Length; i += channels)
            {
                int color = ColorOf(row.Slice(i, channels));
                if (color == previous)
                    continue;
                previous = color;
                hasTransparent |= color < 0;
                if (color >= 0 && !indices.ContainsKey(color))
                {
                    if (indices.Count == GifColorTable.Entries)
                        return null;
                    indices.Add(color, (byte)indices.Count);
                }
            }
        }
        return hasTransparent && indices.Count == GifColorTable.Entries ? null : new GifExactIndices(frame, indices, hasTransparent);
    }

    /// <inheritdoc/>
    public override void Row(int y, Span<byte> indices)
    {
        ReadOnlySpan<byte> row = _frame.Row(y);
        int channels = _frame.Info.Format.Channels, previous = -2;
        byte index = 0;
        for (int x = 0; x < indices.Length; x++)
        {
            int color = ColorOf(row.Slice(x * channels, channels));
            if (color != previous)
                index = color < 0 ? (byte)Transparent : _indices[color];
            (previous, indices[x]) = (color, index);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
