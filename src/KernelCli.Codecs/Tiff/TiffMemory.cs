using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// The memory that the decoder of a picture takes: rows, tables, and the strips or tiles that are open at the same time. It is checked as
/// one sum, because a small file can have many tiles side by side.
/// </summary>
internal sealed class TiffMemory(ImageLimits limits)
{
    // The objects of a strip or tile that is open, besides its buffers.
    private const int ObjectBytes = 1024;

    // .NET reads deflated data through a buffer of 8 KiB; zlib has a window of 32 KiB and tables of 10.
    private const int InflateBytes = 52 << 10;

    private long _taken;

    /// <summary>The limits on the whole.</summary>
    public ImageLimits Limits => limits;

    /// <summary>The bytes that an open strip or tile takes whatever data it has.</summary>
    public static long OpenBytes(TiffPicture picture)
    {
        long rows = picture.Prediction is TiffPrediction.FloatingPoint ? picture.ChunkRowBytes : 0;
        if (picture.IsSubsampled)
            rows += TiffChromaRows.StoredBytes(picture, 1);
        return ObjectBytes + rows + picture.Scheme switch
        {
            TiffScheme.None => 0,
            TiffScheme.PackBits => PackBitsStream.StateBytes,
            TiffScheme.Lzw => LzwStream.StateBytes,
            TiffScheme.Deflate or TiffScheme.EarlyDeflate => InflateBytes,
            TiffScheme.Jpeg or TiffScheme.OldJpeg => TiffJpegChunk.StateBytes,
            _ => LibTiffChunk.FaxStateBytes(picture.ChunkWidth),
        };
    }

    /// <summary>Takes memory.</summary>
    /// <param name="bytes">How much more.</param>
    /// <exception cref="ImageLimitException">The sum exceeds the limit.</exception>
    public void Take(long bytes)
    {
        limits.CheckMemory(_taken + bytes);
        _taken += bytes;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes) => _taken -= bytes;
}
