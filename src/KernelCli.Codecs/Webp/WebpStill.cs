using KernelCli.Codecs.ImageSharp;
using KernelCli.Codecs.Webp.Lossless;
using KernelCli.Primitives;
using KernelCli.Rows;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using ImageInfo = KernelCli.Primitives.ImageInfo;

namespace KernelCli.Codecs.Webp;

/// <summary>
/// Decodes one frame. The library decodes the lossy ones, each in a file made for it, of the frame's checked parts and nothing else.
/// </summary>
internal static class WebpStill
{
    // Four bytes for the pixels, as many for the table of colours that is undone, or for the library's planes.
    private const int DecodingBytes = 8;

    // The largest picture has 2 to the power of 28 pixels; even without compression it takes little more than this.
    private const long MaxPieceBytes = 1L << 30;

    /// <summary>The rows of a file with one picture.</summary>
    /// <exception cref="Primitives.ImageFormatException">The picture is damaged.</exception>
    /// <exception cref="ImageLimitException">It needs more memory than is allowed.</exception>
    public static IRowSource Open(ByteReader reader, WebpFile file, DecodeOptions options)
    {
        using (reader)
            return Decode(reader, file.Frames[0], file.Describe(1), options.Limits);
    }

    /// <summary>Decodes a frame.</summary>
    /// <param name="reader">The file; it moves.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="info">The frame's size, and its layout: RGB, or RGBA if it has alpha.</param>
    /// <param name="limits">The limit on memory.</param>
    /// <exception cref="Primitives.ImageFormatException">The frame is damaged.</exception>
    /// <exception cref="ImageLimitException">It needs more memory than is allowed.</exception>
    public static BufferedImage Decode(ByteReader reader, WebpFrame frame, ImageInfo info, ImageLimits limits)
    {
        limits.CheckMemory((info.Pixels * (DecodingBytes + info.Format.Channels)) + (2 * frame.Picture.Length) + frame.Alpha.Length);
        var result = new BufferedImage(info, limits);
        byte[] picture = Read(reader, frame.Picture);
        if (frame.IsLossless)
            DecodeLossless(picture, frame, result, limits);
        else
            DecodeLossy(picture, frame.Alpha.Length > 0 ? Read(reader, frame.Alpha) : null, frame, result, limits);
        return result;
    }

    private static void DecodeLossless(byte[] picture, WebpFrame frame, BufferedImage result, ImageLimits limits)
    {
        var bits = new LosslessBits(picture, LosslessDecoder.HeaderBytes, frame.Picture.Offset);
        uint[] pixels = LosslessDecoder.Decode(bits, frame.Width, frame.Height, limits);
        int channels = result.Info.Format.Channels;
        for (int y = 0, i = 0; y < frame.Height; y++)
        {
            Span<byte> row = result.Row(y);
            for (int to = 0; to < row.Length; to += channels, i++)
            {
                uint pixel = pixels[i];
                (row[to], row[to + 1], row[to + 2]) = ((byte)(pixel >> 16), (byte)(pixel >> 8), (byte)pixel);
                if (channels == 4)
                    row[to + 3] = (byte)(pixel >> 24);
            }
        }
    }

    private static void DecodeLossy(byte[] picture, byte[]? alphaChunk, WebpFrame frame, BufferedImage result, ImageLimits limits)
    {
        byte[] padded = Vp8Partitions.Padded(picture, frame.Picture.Offset);
        byte[]? alpha = alphaChunk is null ? null : WebpAlpha.Decode(alphaChunk, frame.Alpha.Offset, frame.Width, frame.Height, limits);
        int channels = result.Info.Format.Channels;
        using (Image<Rgba32> image = LoadLossy(picture, limits))
            for (int y = 0; y < frame.Height; y++)
            {
                Span<byte> row = result.Row(y);
                ReadOnlySpan<Rgba32> pixels = image.DangerousGetPixelRowMemory(y).Span;
                for (int x = 0, to = 0; to < row.Length; to += channels, x++)
                {
                    (row[to], row[to + 1], row[to + 2]) = (pixels[x].R, pixels[x].G, pixels[x].B);
                    if (channels == 4)
                        row[to + 3] = alpha is null ? byte.MaxValue : alpha[(y * frame.Width) + x];
                }
            }
        CheckWhole(padded, frame.Picture.Offset, result, limits);
    }

    // The library reads on past the end of a partition and says nothing. If bits are missing, others in their place give another picture.
    // It costs as much time again as the picture itself: a decoder of our own would know for nothing.
    private static void CheckWhole(byte[] padded, long offset, BufferedImage result, ImageLimits limits)
    {
        int channels = result.Info.Format.Channels;
        try
        {
            using Image<Rgba32> image = LoadLossy(padded, limits);
            for (int y = 0; y < image.Height; y++)
            {
                ReadOnlySpan<byte> row = result.Row(y);
                ReadOnlySpan<Rgba32> pixels = image.DangerousGetPixelRowMemory(y).Span;
                for (int x = 0, at = 0; at < row.Length; at += channels, x++)
                    if ((row[at], row[at + 1], row[at + 2]) != (pixels[x].R, pixels[x].G, pixels[x].B))
                        throw Vp8Partitions.Cut(offset);
            }
        }
        catch (Exception exception) when (exception is UnsupportedImageException
            or Primitives.ImageFormatException { InnerException: not null })
        {
            throw Vp8Partitions.Cut(offset);
        }
    }

    private static Image<Rgba32> LoadLossy(byte[] picture, ImageLimits limits)
    {
        using var file = new MemoryStream();
        file.Write("RIFF\0\0\0\0WEBP"u8);
        WebpChunks.Write(file, "VP8 "u8, picture);
        WebpChunks.SetLength(file);
        file.Position = 0;
        return ImageSharpErrors.Guard("WebP", () => Image.Load<Rgba32>(
            ImageSharpSettings.For("webp", limits), file, new WebpDecoder { IgnoreMetadata = true }));
    }

    private static byte[] Read(ByteReader reader, WebpPiece piece)
    {
        if (piece.Length > MaxPieceBytes)
            throw new UnsupportedImageException($"a picture of {piece.Length} bytes in a WebP is not read");
        reader.Seek(piece.Offset);
        return reader.ReadBlock(piece.Length, "a picture");
    }
}
