using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Sheets;

/// <summary>A colour picture to put tiles and captions on.</summary>
internal sealed class Canvas
{
    // The gray between tiles.
    private const byte Ground = 40;

    private readonly byte[] _pixels;

    public Canvas(int width, int height, ImageLimits limits)
    {
        limits.CheckPixels(width, height);
        limits.CheckMemory((long)width * height * 3);
        (Width, Height, _pixels) = (width, height, new byte[width * height * 3]);
        Array.Fill(_pixels, Ground);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Sets a pixel; positions outside the picture are ignored.</summary>
    public void Set(int x, int y, (byte Red, byte Green, byte Blue) color)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height)
            return;
        int at = ((y * Width) + x) * 3;
        (_pixels[at], _pixels[at + 1], _pixels[at + 2]) = color;
    }

    /// <summary>Draws a line of text in a font of 3 by 5 dots.</summary>
    /// <param name="text">Letters, digits and a few punctuation marks; other characters are left blank.</param>
    /// <param name="left">The x coordinate of its left edge.</param>
    /// <param name="top">The y coordinate of its top edge.</param>
    /// <param name="scale">The side length of a dot in pixels.</param>
    public void Write(string text, int left, int top, int scale)
    {
        for (int i = 0; i < text.Length; i++)
            for (int y = 0; y < SmallFont.Height; y++)
                for (int x = 0; x < SmallFont.Width; x++)
                    if (SmallFont.IsSet(text[i], x, y))
                        for (int dot = 0; dot < scale * scale; dot++)
                            Set(left + (((i * (SmallFont.Width + 1)) + x) * scale) + (dot % scale),
                                top + (y * scale) + (dot / scale), (235, 235, 235));
    }

    /// <summary>Writes the picture to a file whose extension selects the format.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        ImageCodec codec = ImageCodecs.ByExtension(path) ?? throw new IOException("the extension is of no known format");
        var info = new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        if (!codec.CanWrite(SampleType.UInt8))
            throw new IOException($"{codec.Name} holds no 8-bit colours: write png");
        using IRowSink sink = codec.Create(stream, info, EncodeOptions.Default);
        for (int y = 0; y < Height; y++)
            sink.WriteRow(_pixels.AsSpan(y * Width * 3, Width * 3));
        sink.Complete();
    });
}
