using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>A picture in memory, whose rows can be written in any order and read as a stream.</summary>
public sealed class BufferedImage : RowSource
{
    // Rows are stored in pieces of about this size. A piece is allocated when one of its rows is first accessed.
    private const int PieceBytes = 1 << 20;

    private readonly byte[]?[] _pieces;
    private readonly int _pieceRows;

    /// <summary>Creates a buffer for a picture, initially all zeros.</summary>
    /// <param name="info">Size and format of the picture.</param>
    /// <param name="limits">The limits on the buffer; null for the default.</param>
    /// <exception cref="ArgumentNullException">The description is null.</exception>
    /// <exception cref="ImageLimitException">It is larger than the limits allow.</exception>
    public BufferedImage(ImageInfo info, ImageLimits? limits = null)
        : base(info)
    {
        (limits ?? ImageLimits.Default).CheckMemory((long)info.RowBytes * info.Height);
        _pieceRows = Math.Max(1, PieceBytes / info.RowBytes);
        _pieces = new byte[(info.Height + _pieceRows - 1) / _pieceRows][];
    }

    /// <summary>The bytes of row <paramref name="y"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<byte> Row(int y)
    {
        if ((uint)y >= (uint)Info.Height)
            throw new ArgumentOutOfRangeException(nameof(y), y, $"there are {Info.Height} rows");
        byte[] piece = _pieces[y / _pieceRows] ??= new byte[Math.Min(_pieceRows, Info.Height - (y / _pieceRows * _pieceRows))
            * Info.RowBytes];
        return piece.AsSpan(y % _pieceRows * Info.RowBytes, Info.RowBytes);
    }

    /// <summary>Reads all rows of a source and checks its end.</summary>
    /// <param name="source">The rows; left open.</param>
    /// <param name="limits">The limits on the buffer; null for the default.</param>
    /// <exception cref="ArgumentNullException">The source is null.</exception>
    /// <exception cref="ImageLimitException">It is larger than the limits allow.</exception>
    public static BufferedImage ReadAll(IRowSource source, ImageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var image = new BufferedImage(source.Info, limits);
        for (int y = 0; y < source.Info.Height; y++)
            source.ReadRow(image.Row(y));
        source.Complete();
        return image;
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y) => Row(y).CopyTo(row);

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
    }
}
