using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>A whole picture in memory, as a stream of rows and as a place to put them.</summary>
public sealed class BufferedImage : IRowSource
{
    private readonly byte[][] _rows;
    private int _next;

    /// <summary>Makes room for a picture.</summary>
    /// <exception cref="ImageLimitException">It is larger than the limits allow.</exception>
    public BufferedImage(ImageInfo info, ImageLimits limits)
    {
        limits.CheckMemory((long)info.RowBytes * info.Height);
        Info = info;
        _rows = new byte[info.Height][];
        for (int y = 0; y < info.Height; y++)
            _rows[y] = new byte[info.RowBytes];
    }

    /// <inheritdoc/>
    public ImageInfo Info { get; }

    /// <summary>The bytes of row <paramref name="y"/>.</summary>
    public Span<byte> Row(int y) => _rows[y];

    /// <summary>Reads all rows of a source and checks its end.</summary>
    public static BufferedImage ReadAll(IRowSource source, ImageLimits limits)
    {
        var image = new BufferedImage(source.Info, limits);
        for (int y = 0; y < source.Info.Height; y++)
            source.ReadRow(image.Row(y));
        source.Complete();
        return image;
    }

    /// <inheritdoc/>
    public void ReadRow(Span<byte> row) => _rows[_next++].CopyTo(row);

    /// <inheritdoc/>
    public void Complete() => _next = Info.Height;

    /// <inheritdoc/>
    public void Dispose() => _next = Info.Height;
}
