using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>Decompressed and unfiltered rows, one after the other.</summary>
internal sealed class PngScanlines
{
    private readonly PngHeader _header;
    private readonly PngInflater _inflater;
    private readonly long _dataOffset;

    // Buffers for the current row and the one above, swapped after each row; each starts with the filter byte.
    private byte[] _row;
    private byte[] _above;

    /// <param name="header">Size and type of the picture.</param>
    /// <param name="reader">The file.</param>
    /// <param name="chunks">Its chunks, at the first IDAT chunk.</param>
    /// <param name="isAhead">Whether decompression may use a thread of its own.</param>
    public PngScanlines(PngHeader header, ByteReader reader, PngChunkReader chunks, bool isAhead)
    {
        (_header, _dataOffset) = (header, chunks.DataOffset);
        _inflater = new PngInflater(reader, new IdatReadStream(chunks), (long)header.RowBytes(header.Width) * header.Height, isAhead);
        (_row, _above) = (new byte[header.RowBytes(header.Width) + 1], new byte[header.RowBytes(header.Width) + 1]);
    }

    /// <summary>Starts a picture, or a pass of one: there is no row above the first.</summary>
    public void StartPass() => Array.Clear(_above);

    /// <summary>The next row of <paramref name="width"/> pixels, as stored; valid until the next call.</summary>
    public ReadOnlySpan<byte> Next(int width)
    {
        int bytes = _header.RowBytes(width);
        _inflater.ReadExactly(_row.AsSpan(0, bytes + 1));
        if (!PngUnfilter.Run(_row[0], _row.AsSpan(1, bytes), _above.AsSpan(1, bytes), _header.BytesPerPixel))
            throw new ImageFormatException("PNG", _dataOffset, $"a row of the image data has filter {_row[0]}, there are 0 to 4");
        (_row, _above) = (_above, _row);
        return _above.AsSpan(1, bytes);
    }

    /// <summary>
    /// Reads to the end of the compressed data, which checks its Adler-32 checksum if the data has one; the CRCs of the
    /// chunks are always checked. Data after the last row is skipped, as in libpng.
    /// </summary>
    public void Finish() => _inflater.Finish();

    /// <inheritdoc cref="PngInflater.Close"/>
    public bool Close() => _inflater.Close();
}

/// <summary>Adam7 interlacing: seven passes, each a smaller picture made of the pixels on a regular grid.</summary>
internal static class PngInterlace
{
    /// <summary>Start and step of each pass along both axes.</summary>
    public static ReadOnlySpan<(int X, int Y, int StepX, int StepY)> Passes =>
        new (int, int, int, int)[] { (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2) };

    /// <summary>The number of pixels of a pass along an axis of the picture.</summary>
    public static int Count(int length, int start, int step) => length > start ? (length - start + step - 1) / step : 0;
}
