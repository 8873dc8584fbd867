using System.Diagnostics;
using KernelCli.Primitives;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// Decompresses a strip or tile with the LibTiff.NET library. The library never sees the file: it gets a small one made of nothing but the
/// checked fields and the data of one strip, so that no other field can mislead it.
/// </summary>
internal sealed class LibTiffChunk : ForwardStream
{
    // The library's objects and tables.
    private const int StateBytes = 160 << 10;

    private readonly LibTiff _tiff;
    private readonly LibTiffFile _file;
    private readonly int _rows;
    private readonly byte[] _row;
    private int _rowsRead;
    private int _next;

    private LibTiffChunk(LibTiff tiff, LibTiffFile file, int rowBytes, int rows)
    {
        (_tiff, _file, _rows, _row) = (tiff, file, rows, new byte[rowBytes]);
        _next = rowBytes;
    }

    public override bool CanRead => true;

    /// <summary>What the library takes for facsimile data: besides its objects, the runs of two rows as integers.</summary>
    public static long FaxStateBytes(int width) => StateBytes + (20L * width);

    /// <summary>Opens a strip or tile.</summary>
    /// <param name="picture">The checked fields.</param>
    /// <param name="data">The compressed data.</param>
    /// <param name="offset">Where it is in the file, for messages.</param>
    /// <param name="rows">Rows of the strip or tile.</param>
    public static LibTiffChunk Open(TiffPicture picture, byte[] data, long offset, int rows)
    {
        var file = new LibTiffFile(Build(picture, data, rows), offset);
        return file.Guard(() =>
        {
            LibTiff tiff = LibTiff.ClientOpen("TIFF", "r", file, LibTiffFile.Access)
                ?? throw new ImageFormatException(TiffFile.Format, offset, file.Problem ?? "a strip cannot be read");
            int rowBytes = tiff.ScanlineSize();
            if (rowBytes != picture.ChunkRowBytes)
                throw new ImageFormatException(TiffFile.Format, offset, $"a row of {rowBytes} bytes where {picture.ChunkRowBytes} are due");
            file.IsStrict = true;
            return new LibTiffChunk(tiff, file, rowBytes, rows);
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ImageFormatException">The library reports an error, or fails.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_next == _row.Length)
        {
            if (_rowsRead == _rows)
                return 0;
            _file.Guard(() => _tiff.ReadScanline(_row, _rowsRead)
                ? 0 : throw new ImageFormatException(TiffFile.Format, _file.Offset, _file.Problem ?? "a strip cannot be decoded"));
            if (_file.Problem is { } problem)
                throw new ImageFormatException(TiffFile.Format, _file.Offset, problem);
            (_rowsRead, _next) = (_rowsRead + 1, 0);
        }
        int count = Math.Min(buffer.Length, _row.Length - _next);
        _row.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    private static byte[] Build(TiffPicture picture, byte[] data, int rows)
    {
        const int header = 8;
        var fields = new TiffDirectoryBuilder(isBig: false);
        int samples = picture.IsPlanar ? 1 : picture.Samples;
        fields.AddLongs(TiffTag.Width, picture.ChunkWidth);
        fields.AddLongs(TiffTag.Height, rows);
        int[] bits = new int[samples];
        Array.Fill(bits, picture.Bits);
        fields.AddShorts(TiffTag.BitsPerSample, bits);
        fields.AddShorts(TiffTag.Compression, (int)picture.Scheme);
        fields.AddShorts(TiffTag.Photometric, (int)(samples == 1 ? TiffPhotometric.BlackIsZero : picture.Photometric));
        fields.AddShorts(TiffTag.FillOrder, picture.ReversesBits ? 2 : 1);
        fields.AddShorts(TiffTag.SamplesPerPixel, samples);
        fields.AddLongs(TiffTag.RowsPerStrip, rows);
        fields.AddLongs(TiffTag.StripLengths, data.Length);
        if (samples > picture.ColorSamples)
            fields.AddShorts(TiffTag.ExtraSamples, new int[samples - picture.ColorSamples]);
        foreach (TiffTag options in (ReadOnlySpan<TiffTag>)[TiffTag.Group3Options, TiffTag.Group4Options])
            if (picture.Directory.Number(options) is { } value)
                fields.AddLongs(options, value & uint.MaxValue);
        if (picture.Scheme is TiffScheme.Jpeg && TiffJpegData.Tables(picture.Directory) is { Length: > 0 } tables)
            fields.Add(TiffTag.JpegTables, TiffType.Undefined, tables is [.., 0xFF, 0xD9] ? tables : [.. tables, 0xFF, 0xD9]);
        fields.AddLongs(TiffTag.StripOffsets, 0);
        int length = fields.ToBytes(header, out _).Length;
        fields.AddLongs(TiffTag.StripOffsets, header + length);
        byte[] directory = fields.ToBytes(header, out _);
        Debug.Assert(directory.Length == length);
        return [.. TiffDirectoryBuilder.Header(isBig: false, header), .. directory, .. data];
    }
}
