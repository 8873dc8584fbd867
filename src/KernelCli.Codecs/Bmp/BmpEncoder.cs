using System.Buffers.Binary;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Bmp;

/// <summary>
/// Writes a BMP top-down, so that rows need not be kept: gray as 8 bits with a gray palette, RGB as 24 bits, and pixels
/// with alpha as 32 bits with a version 4 header that gives the masks.
/// </summary>
internal sealed class BmpEncoder : RowSink
{
    private const int FileHeaderBytes = 14;

    private readonly Stream _stream;
    private readonly PixelLayout _layout;
    private readonly byte[] _row;

    public BmpEncoder(Stream stream, ImageInfo info, EncodeOptions options)
        : base(info)
    {
        (_stream, _layout) = (stream, info.Format.Layout);
        int bits = _layout switch
        {
            PixelLayout.Gray => 8,
            PixelLayout.Rgb => 24,
            _ => 32,
        };
        long rowBytes = ((((long)info.Width * bits) + 31) / 32) * 4;
        _row = new byte[rowBytes];
        int headerBytes = bits == 32 ? 108 : 40, paletteBytes = bits == 8 ? 1024 : 0;
        long pixelOffset = FileHeaderBytes + headerBytes + paletteBytes, imageBytes = rowBytes * info.Height;
        if (pixelOffset + imageBytes > uint.MaxValue)
            throw new ImageLimitException("bytes in a BMP file", uint.MaxValue, pixelOffset + imageBytes, "write another format");

        byte[] header = new byte[pixelOffset];
        "BM"u8.CopyTo(header);
        void Put32(int at, long value) => BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(at), unchecked((uint)value));
        Put32(2, pixelOffset + imageBytes);
        Put32(10, pixelOffset);
        Put32(14, headerBytes);
        Put32(18, info.Width);
        Put32(22, -info.Height);
        header[26] = 1;
        header[28] = (byte)bits;
        Put32(30, bits == 32 ? (int)BmpCompression.Masks : 0);
        Put32(34, imageBytes);
        if (options.KeepMetadata && info.Metadata.Density is { } density && Math.Max(density.X, density.Y) < int.MaxValue)
        {
            Put32(38, (long)Math.Round(density.X));
            Put32(42, (long)Math.Round(density.Y));
        }
        if (bits == 32)
        {
            Put32(54, 0x00FF0000);
            Put32(58, 0x0000FF00);
            Put32(62, 0x000000FF);
            Put32(66, 0xFF000000);
            "BGRs"u8.CopyTo(header.AsSpan(70));
        }
        for (int i = 0; i < paletteBytes / 4; i++)
            Put32(FileHeaderBytes + headerBytes + (4 * i), i * 0x010101L);
        stream.Write(header);
        MetadataLoss.Report(options, "BMP", info.Metadata, MetadataKinds.Resolution);
    }

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y)
    {
        int channels = (int)_layout;
        if (_layout is PixelLayout.Gray)
            row.CopyTo(_row);
        else if (_layout is PixelLayout.Rgb)
            for (int i = 0; i < row.Length; i += 3)
                (_row[i], _row[i + 1], _row[i + 2]) = (row[i + 2], row[i + 1], row[i]);
        else
            for (int i = 0, o = 0; i < row.Length; i += channels, o += 4)
                (_row[o], _row[o + 1], _row[o + 2], _row[o + 3]) = channels == 4
                    ? (row[i + 2], row[i + 1], row[i], row[i + 3])
                    : (row[i], row[i], row[i], row[i + 1]);
        _stream.Write(_row);
    }

    /// <inheritdoc/>
    protected override void CompleteRows() => _stream.Flush();
}
