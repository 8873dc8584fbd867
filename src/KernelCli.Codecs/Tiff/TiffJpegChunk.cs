using KernelCli.Codecs.Jpeg;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// Decodes a strip or tile of JPEG data in gray or three colours (technical note 2) with the JPEG decoder of this library, whose chroma is
/// smoother than that of LibTiff.NET. What the field of colours says goes before what the data says.
/// </summary>
internal sealed class TiffJpegChunk : ForwardStream
{
    /// <summary>What the reader's buffer and the tables take.</summary>
    public const int StateBytes = 256 << 10;

    private readonly IRowSource _rows;
    private readonly byte[] _row;
    private readonly int _height;
    private int _rowsRead;
    private int _next;

    private TiffJpegChunk(IRowSource rows)
    {
        (_rows, _row, _height) = (rows, new byte[rows.Info.RowBytes], rows.Info.Height);
        _next = _row.Length;
    }

    public override bool CanRead => true;

    /// <summary>Opens a strip or tile.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="data">A JPEG file, with its tables or without.</param>
    /// <param name="offset">Where it is, for messages.</param>
    /// <param name="limits">Limits of the decoder.</param>
    /// <exception cref="ImageFormatException">The data is damaged, or its size or colours are not the picture's.</exception>
    public static TiffJpegChunk Open(TiffPicture picture, byte[] data, long offset, ImageLimits limits)
    {
        byte[] tables = picture.Scheme is TiffScheme.Jpeg ? TiffJpegData.Tables(picture.Directory) : [];
        if (!TiffJpegData.IsWhole(data))
            throw new ImageFormatException(TiffFile.Format, offset, "JPEG data without its start");
        const int markerBytes = 2;
        if (TiffJpegData.IsWhole(tables))
            tables = tables[markerBytes..];
        if (tables is [.. var inner, 0xFF, 0xD9])
            tables = inner;
        byte[] file = [0xFF, 0xD8, .. ColorSegment(picture), .. tables, .. data.AsSpan(markerBytes)];
        IRowSource rows = new JpegCodec().Open(new MemoryStream(file, writable: false), new DecodeOptions { Limits = limits });
        int channels = picture.IsPlanar ? 1 : picture.Samples;
        if (rows.Info.Width == picture.ChunkWidth && rows.Info.Format.Channels == channels)
            return new TiffJpegChunk(rows);
        rows.Dispose();
        throw new ImageFormatException(TiffFile.Format, offset,
            $"JPEG data of {rows.Info.Width} columns and {rows.Info.Format.Channels} channels, not of {picture.ChunkWidth} and {channels}");
    }

    /// <inheritdoc/>
    /// <exception cref="ImageFormatException">The data is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_next == _row.Length)
        {
            if (_rowsRead == _height)
                return 0;
            _rows.ReadRow(_row);
            (_rowsRead, _next) = (_rowsRead + 1, 0);
        }
        int count = Math.Min(buffer.Length, _row.Length - _next);
        _row.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _rows.Dispose();
        base.Dispose(disposing);
    }

    // Adobe's segment, which tells whether three components are YCbCr or RGB.
    private static byte[] ColorSegment(TiffPicture picture) =>
    [
        0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0,
        (byte)(picture.Photometric is TiffPhotometric.YCbCr && !picture.HasLuma ? 1 : 0),
    ];
}
