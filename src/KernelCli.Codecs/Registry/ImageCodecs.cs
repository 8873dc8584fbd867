using KernelCli.Codecs.Bmp;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Gif;
using KernelCli.Codecs.ImageSharp;
using KernelCli.Codecs.Jpeg;
using KernelCli.Codecs.Npy;
using KernelCli.Codecs.Png;
using KernelCli.Codecs.Pnm;
using KernelCli.Codecs.Qoi;
using KernelCli.Codecs.Tga;
using KernelCli.Codecs.Tiff;
using KernelCli.Codecs.Webp;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Registry;

/// <summary>The file formats: which there are, and which a file has.</summary>
public static class ImageCodecs
{
    private const int HeadBytes = 16;

    /// <summary>All formats. TGA has no signature, so it is the last that is tried.</summary>
    public static IReadOnlyList<ImageCodec> All { get; } =
        [new PngCodec(), new JpegCodec(), new BmpCodec(), new GifCodec(), new WebpCodec(), new TiffCodec(), new QoiCodec(), new NpyCodec(),
            new PnmCodec("pnm"), new PnmCodec("pam"), new PnmCodec("pfm"), new TgaCodec()];

    /// <summary>The codec with a name, or null.</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public static ImageCodec? ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (ImageCodec codec in All)
            if (codec.Name == name)
                return codec;
        return null;
    }

    /// <summary>The codec for the extension of a file name, in upper or lower case, or null.</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public static ImageCodec? ByExtension(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string extension = Path.GetExtension(path).ToLowerInvariant();
        foreach (ImageCodec codec in All)
            foreach (string candidate in codec.Extensions)
                if (candidate == extension)
                    return codec;
        return null;
    }

    /// <summary>
    /// Recognises a file by its first bytes and opens it. The rows are as they are stored, with their orientation in the metadata; a
    /// chain of filters and <see cref="ImageCodec.Write"/> apply it.
    /// </summary>
    /// <param name="stream">A file or pipe, at its first byte; owned by the result, and disposed if opening fails.</param>
    /// <param name="options">Limits and other options; null for the default.</param>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="UnsupportedImageException">
    /// The format is unknown, or the file uses a feature that is not supported.
    /// </exception>
    /// <exception cref="ImageFormatException">The file is damaged.</exception>
    /// <exception cref="ImageLimitException">The picture exceeds the limits.</exception>
    public static IRowSource Open(Stream stream, DecodeOptions? options = null) => Open(stream, options ?? DecodeOptions.Default, out _);

    /// <summary>Recognises a file by its first bytes and opens all its pictures.</summary>
    /// <inheritdoc cref="Open(Stream, DecodeOptions?)"/>
    public static FrameReader OpenFrames(Stream stream, DecodeOptions? options = null) =>
        OpenFrames(stream, options ?? DecodeOptions.Default, out _);

    /// <summary>Recognises a file by its first bytes and opens it.</summary>
    internal static IRowSource Open(Stream stream, DecodeOptions options, out ImageCodec codec)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            Stream file = Recognise(stream, out codec);
            IRowSource source = options.ForceImageSharp ? OpenWithImageSharp(codec, file, options) : codec.Open(file, options);
            return options.OnDamage is { } onDamage ? new LenientRowSource(source, onDamage) : source;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Recognises a file by its first bytes and opens all its pictures.</summary>
    internal static FrameReader OpenFrames(Stream stream, DecodeOptions options, out ImageCodec codec)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            Stream file = Recognise(stream, out codec);
            FrameReader frames = options.ForceImageSharp ? new SingleFrameReader(OpenWithImageSharp(codec, file, options))
                : codec.OpenFrames(file, options);
            frames.OnDamage = options.OnDamage;
            return frames;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static Stream Recognise(Stream stream, out ImageCodec codec)
    {
        long start = stream.CanSeek ? stream.Position : 0;
        byte[] head = new byte[HeadBytes];
        int read = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        codec = Recognise(head.AsSpan(0, read));
        if (!stream.CanSeek)
            return new HeadStream(stream, head.AsMemory(0, read));
        stream.Position = start;
        return stream;
    }

    private static IRowSource OpenWithImageSharp(ImageCodec codec, Stream stream, DecodeOptions options)
    {
        if (codec is PngCodec or JpegCodec or BmpCodec)
            return ImageSharpDecoder.Open(stream, codec.Name, options);
        throw new UnsupportedImageException($"the decoder imagesharp is for PNG, JPEG and BMP: leave it out for {codec.Name}");
    }

    private static ImageCodec Recognise(ReadOnlySpan<byte> head)
    {
        foreach (ImageCodec codec in All)
            if (codec.Recognises(head))
                return codec;
        throw new UnsupportedImageException(head.IsEmpty
            ? "the file is empty"
            : $"not a picture of a known format ({string.Join(", ", All.Select(codec => codec.Name))})");
    }
}
