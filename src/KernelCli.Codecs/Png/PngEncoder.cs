using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Png;

/// <summary>Writes a PNG row by row: filter, deflate, chunks.</summary>
internal sealed class PngEncoder : RowSink
{
    private readonly PngChunkWriter _chunks;
    private readonly PngFilterSelector _filters;
    private readonly IdatWriteStream _data;
    private readonly PngCompressor _compressor;
    private readonly bool _is16Bit;

    public PngEncoder(Stream stream, ImageInfo info, EncodeOptions options)
        : base(info)
    {
        stream.Write(PngCodec.Signature);
        _chunks = new PngChunkWriter(stream);
        _is16Bit = info.Format.Sample is SampleType.UInt16;
        WriteHeader(info);
        PngMetadataWriter.Write(_chunks, info, options);
        _filters = new PngFilterSelector(info.RowBytes, info.Format.BytesPerPixel, adaptive: options.Compression > 0);
        _data = new IdatWriteStream(_chunks);
        _compressor = new PngCompressor(_data, options.Compression, options.Threads);
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
        _chunks.Write("IEND", []);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _compressor.Dispose();

    private void WriteHeader(ImageInfo info)
    {
        byte[] header = new byte[PngHeader.Bytes];
        BinaryPrimitives.WriteInt32BigEndian(header, info.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), info.Height);
        header[8] = (byte)(info.Format.Sample.Bytes() * 8);
        header[9] = (byte)(info.Format.Layout switch
        {
            PixelLayout.Gray => PngColorType.Gray,
            PixelLayout.GrayAlpha => PngColorType.GrayAlpha,
            PixelLayout.Rgb => PngColorType.Rgb,
            _ => PngColorType.Rgba,
        });
        _chunks.Write("IHDR", header);
    }
}
