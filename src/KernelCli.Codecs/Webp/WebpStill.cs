using System.Buffers.Binary;
using KernelCli.Codecs.ImageSharp;
using KernelCli.Primitives;
using KernelCli.Rows;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;

namespace KernelCli.Codecs.Webp;

/// <summary>
/// Has the library decode one frame, in a file made for it: of the frame's checked parts, and nothing else.
/// </summary>
internal static class WebpStill
{
    // RGBA, and of a lossless picture as much again while it is decoded.
    private const int DecodedBytes = 8;

    // The library reads the first 8 bytes of compressed alpha at once, also where there are fewer.
    private const int MinAlphaBytes = 8;

    /// <summary>The rows of a file with one picture.</summary>
    /// <exception cref="Primitives.ImageFormatException">The picture is damaged.</exception>
    /// <exception cref="ImageLimitException">It needs more memory than is allowed.</exception>
    public static IRowSource Open(ByteReader reader, WebpFile file, DecodeOptions options)
    {
        using (reader)
            return new ImageSharpRows(Decode(reader, file.Frames[0], options.Limits), file.Describe(1));
    }

    /// <summary>Decodes a frame.</summary>
    /// <param name="reader">The file; it moves.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="limits">The limit on memory.</param>
    /// <returns>The frame's pixels; owned by the caller.</returns>
    /// <exception cref="Primitives.ImageFormatException">The frame is damaged.</exception>
    /// <exception cref="ImageLimitException">It needs more memory than is allowed.</exception>
    public static Image<Rgba32> Decode(ByteReader reader, WebpFrame frame, ImageLimits limits)
    {
        limits.CheckMemory(((long)frame.Width * frame.Height * DecodedBytes) + frame.Picture.Length + frame.Alpha.Length);
        using MemoryStream file = Compose(reader, frame);
        return ImageSharpErrors.Guard(reader.Format, () =>
        {
            Image<Rgba32> image = Image.Load<Rgba32>(ImageSharpSettings.For("webp", limits), file,
                new WebpDecoder { IgnoreMetadata = true });
            return (image.Width, image.Height) == (frame.Width, frame.Height) ? image : throw reader.Error("a picture of another size");
        });
    }

    private static MemoryStream Compose(ByteReader reader, WebpFrame frame)
    {
        var file = new MemoryStream();
        file.Write("RIFF\0\0\0\0WEBP"u8);
        if (frame.Alpha.Length > 0)
        {
            // Flags of which 16 is alpha, 3 bytes reserved, width less 1 and height less 1.
            Span<byte> canvas = stackalloc byte[10];
            canvas[0] = 16;
            BinaryPrimitives.WriteInt32LittleEndian(canvas[4..], frame.Width - 1);
            BinaryPrimitives.WriteUInt16LittleEndian(canvas[7..], (ushort)(frame.Height - 1));
            WebpChunks.Write(file, "VP8X"u8, canvas);
            byte[] alpha = Read(reader, frame.Alpha);
            if (alpha.Length < 1 + MinAlphaBytes)
                Array.Resize(ref alpha, 1 + MinAlphaBytes);
            WebpChunks.Write(file, "ALPH"u8, alpha);
        }
        WebpChunks.Write(file, frame.IsLossless ? "VP8L"u8 : "VP8 "u8, Read(reader, frame.Picture));
        WebpChunks.SetLength(file);
        file.Position = 0;
        return file;
    }

    private static byte[] Read(ByteReader reader, WebpPiece piece)
    {
        reader.Seek(piece.Offset);
        return reader.ReadBlock(piece.Length, "a picture");
    }
}

/// <summary>Writes the chunks of a RIFF file.</summary>
internal static class WebpChunks
{
    /// <summary>Writes a chunk, padded to an even length.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        stream.Write(type);
        stream.Write(length);
        stream.Write(data);
        if (data.Length % 2 != 0)
            stream.WriteByte(0);
    }

    /// <summary>Writes the length of a file that is in memory into its header.</summary>
    public static void SetLength(MemoryStream file) =>
        BinaryPrimitives.WriteUInt32LittleEndian(file.GetBuffer().AsSpan(4), (uint)(file.Length - 8));
}
