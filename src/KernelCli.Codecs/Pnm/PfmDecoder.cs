using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Pnm;

/// <summary>Reads a PFM. Its rows are stored bottom to top, so the picture is buffered.</summary>
internal sealed class PfmDecoder : IRowSource
{
    private readonly ByteReader _reader;
    private readonly ImageLimits _limits;
    private readonly bool _isBigEndian;
    private BufferedImage? _image;

    public PfmDecoder(ByteReader reader, PnmHeader header, ImageLimits limits)
    {
        (_reader, _limits, _isBigEndian) = (reader, limits, header.Scale > 0);
        Info = new ImageInfo(header.Width, header.Height, new PixelFormat((PixelLayout)header.Channels, SampleType.Float32));
        limits.CheckMemory((long)Info.RowBytes * Info.Height);
    }

    /// <inheritdoc/>
    public ImageInfo Info { get; }

    /// <inheritdoc/>
    public void ReadRow(Span<byte> row) => (_image ??= ReadAll()).ReadRow(row);

    /// <inheritdoc/>
    public void Complete() => _image ??= ReadAll();

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private BufferedImage ReadAll()
    {
        var image = new BufferedImage(Info, _limits);
        for (int y = Info.Height - 1; y >= 0; y--)
        {
            _reader.ReadExactly(image.Row(y), "pixels");
            Span<uint> samples = MemoryMarshal.Cast<byte, uint>(image.Row(y));
            if (_isBigEndian == BitConverter.IsLittleEndian)
                BinaryPrimitives.ReverseEndianness(samples, samples);
        }
        return image;
    }
}
