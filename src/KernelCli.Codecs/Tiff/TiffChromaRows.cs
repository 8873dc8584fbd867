using System.Diagnostics;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// Expands rows with subsampled chroma (TIFF 6.0, section 21). They are stored in blocks: the luma samples of a few pixels in a few rows,
/// then one pair of chroma samples for all of them.
/// </summary>
internal sealed class TiffChromaRows(TiffPicture picture)
{
    private readonly byte[] _stored = new byte[BlockRowBytes(picture)];
    private readonly int _blockBytes = (picture.ChromaX * picture.ChromaY) + 2;
    private int _row = picture.ChromaY;

    /// <summary>Bytes of all blocks of a strip or tile.</summary>
    public static long StoredBytes(TiffPicture picture, int rows) => (long)BlockRowBytes(picture) * (((rows - 1) / picture.ChromaY) + 1);

    /// <summary>Reads the next row.</summary>
    /// <param name="stream">The decompressed blocks.</param>
    /// <param name="row">Receives luma and both chroma samples of each pixel.</param>
    /// <returns>Whether the data sufficed.</returns>
    public bool TryRead(Stream stream, Span<byte> row)
    {
        if (_row == picture.ChromaY)
        {
            if (stream.ReadAtLeast(_stored, _stored.Length, throwOnEndOfStream: false) < _stored.Length)
                return false;
            _row = 0;
        }
        int across = picture.ChromaX, lumas = across * picture.ChromaY;
        Debug.Assert(row.Length == 3 * picture.ChunkWidth);
        for (int x = 0; 3 * x < row.Length; x++)
        {
            ReadOnlySpan<byte> block = _stored.AsSpan(x / across * _blockBytes, _blockBytes);
            Span<byte> pixel = row.Slice(3 * x, 3);
            (pixel[0], pixel[1], pixel[2]) = (block[(_row * across) + (x % across)], block[lumas], block[lumas + 1]);
        }
        _row++;
        return true;
    }

    private static int BlockRowBytes(TiffPicture picture) =>
        (((picture.ChunkWidth - 1) / picture.ChromaX) + 1) * ((picture.ChromaX * picture.ChromaY) + 2);
}
