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
    /// <exception cref="ImageLimitException">It is larger than the limits allow.</exception>
    public BufferedImage(ImageInfo info, ImageLimits limits)
        : base(info)
    {
        limits.CheckMemory((long)info.RowBytes * info.Height);
        _pieceRows = Math.Max(1, PieceBytes / info.RowBytes);
        _pieces = new byte[(info.Height + _pieceRows - 1) / _pieceRows][];
    }

    /// <summary>The bytes of row <paramref name="y"/>.</summary>
    public Span<byte> Row(int y)
    {
        byte[] piece = _pieces[y / _pieceRows] ??= new byte[Math.Min(_pieceRows, Info.Height - (y / _pieceRows * _pieceRows))
            * Info.RowBytes];
        return piece.AsSpan(y % _pieceRows * Info.RowBytes, Info.RowBytes);
    }

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
    protected override void ReadNextRow(Span<byte> row, int y) => Row(y).CopyTo(row);

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
    }
}
