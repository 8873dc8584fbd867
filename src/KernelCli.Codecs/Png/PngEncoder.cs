using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Png;

/// <summary>Writes a PNG row by row: filter, deflate, chunks.</summary>
internal sealed class PngEncoder : RowSink
{
    private readonly PngChunkWriter? _end;
    private readonly PngFilterSelector _filters;
    private readonly IdatWriteStream _data;
    private readonly PngCompressor _compressor;
    private readonly bool _is16Bit;

    /// <param name="info">Size and format of the rows.</param>
    /// <param name="options">Compression.</param>
    /// <param name="data">The destination of the compressed data; owned.</param>
    /// <param name="end">The file that ends after the rows; null if more frames follow.</param>
    public PngEncoder(ImageInfo info, EncodeOptions options, IdatWriteStream data, PngChunkWriter? end)
        : base(info)
    {
        (_data, _end, _is16Bit) = (data, end, info.Format.Sample is SampleType.UInt16);
        _filters = new PngFilterSelector(info.RowBytes, info.Format.BytesPerPixel, adaptive: options.Compression > 0);
        _compressor = new PngCompressor(_data, options.Compression, options.Threads);
    }

    /// <summary>Starts a file with one picture.</summary>
    public static PngEncoder Create(Stream stream, ImageInfo info, EncodeOptions options)
    {
        var chunks = new PngChunkWriter(stream);
        WriteHead(stream, chunks, info, options);
        return new PngEncoder(info, options, new IdatWriteStream(chunks), chunks);
    }

    /// <summary>Writes the signature, IHDR and metadata.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="chunks">Its chunks.</param>
    /// <param name="info">Size, format and metadata.</param>
    /// <param name="options">Whether metadata is kept.</param>
    /// <param name="afterHeader">Writes chunks that follow IHDR; or null.</param>
    public static void WriteHead(Stream stream, PngChunkWriter chunks, ImageInfo info, EncodeOptions options, Action? afterHeader = null)
    {
        stream.Write(PngCodec.Signature);
        WriteHeader(chunks, info);
        afterHeader?.Invoke();
        PngMetadataWriter.Write(chunks, info, options);
    }

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y)
    {
        if (_is16Bit && BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(row), MemoryMarshal.Cast<byte, ushort>(_filters.Row));
        else
            row.CopyTo(_filters.Row);
        ReadOnlySpan<byte> filtered = _filters.Filter(out byte type);
        _compressor.Write(type, filtered);
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        _compressor.Complete();
        _data.Dispose();
        _end?.Write("IEND", []);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _compressor.Dispose();

    private static void WriteHeader(PngChunkWriter chunks, ImageInfo info)
    {
        PngColorType color = info.Format.Layout switch
        {
            PixelLayout.Gray => PngColorType.Gray,
            PixelLayout.GrayAlpha => PngColorType.GrayAlpha,
            PixelLayout.Rgb => PngColorType.Rgb,
            _ => PngColorType.Rgba,
        };
        chunks.Write("IHDR", new PngHeader(info.Width, info.Height, info.Format.Sample.Bytes() * 8, color, IsInterlaced: false).ToBytes());
    }
}
