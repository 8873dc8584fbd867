using System.IO.Compression;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>Decompressed and unfiltered rows, one after the other.</summary>
internal sealed class PngScanlines : IDisposable
{
    private readonly PngHeader _header;
    private readonly ByteReader _reader;
    private readonly ZLibStream _inflated;

    // Buffers for the current row and the one above, swapped after each row; each starts with the filter byte.
    private byte[] _row;
    private byte[] _above;

    public PngScanlines(PngHeader header, ByteReader reader, PngChunkReader chunks)
    {
        (_header, _reader) = (header, reader);
        _inflated = new ZLibStream(new IdatReadStream(chunks), CompressionMode.Decompress);
        (_row, _above) = (new byte[header.RowBytes(header.Width) + 1], new byte[header.RowBytes(header.Width) + 1]);
    }

    /// <summary>Starts a picture, or a pass of one: there is no row above the first.</summary>
    public void StartPass() => Array.Clear(_above);

    /// <summary>The next row of <paramref name="width"/> pixels, as stored; valid until the next call.</summary>
    public ReadOnlySpan<byte> Next(int width)
    {
        int bytes = _header.RowBytes(width);
        ReadExactly(_row.AsSpan(0, bytes + 1));
        if (!PngUnfilter.Run(_row[0], _row.AsSpan(1, bytes), _above.AsSpan(1, bytes), _header.BytesPerPixel))
            throw _reader.Error($"a row has filter {_row[0]}, there are 0 to 4");
        (_row, _above) = (_above, _row);
        return _above.AsSpan(1, bytes);
    }

    /// <summary>
    /// Reads to the end of the compressed data, which checks its Adler-32 checksum if the data has one; the CRCs of the
    /// chunks are always checked. Data after the last row is skipped, as in libpng.
    /// </summary>
    public void Finish()
    {
        try
        {
            byte[] rest = new byte[4096];
            while (_inflated.Read(rest) > 0)
                continue;
        }
        catch (Exception exception) when (Zlib.IsDamage(exception))
        {
            throw new ImageFormatException("PNG", _reader.Offset, "the compressed data is damaged", exception);
        }
    }

    public void Dispose() => _inflated.Dispose();

    private void ReadExactly(Span<byte> to)
    {
        try
        {
            if (_inflated.ReadAtLeast(to, to.Length, throwOnEndOfStream: false) < to.Length)
                throw _reader.Error("the compressed data ends before the last row");
        }
        catch (Exception exception) when (Zlib.IsDamage(exception))
        {
            throw new ImageFormatException("PNG", _reader.Offset, "the compressed data is damaged", exception);
        }
    }
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
