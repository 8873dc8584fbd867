using KernelCli.Codecs.ImageSharp;
using KernelCli.Primitives;
using KernelCli.Rows;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace KernelCli.Codecs.Gif;

/// <summary>A frame of more than 256 colours in the nearest of 256 that the library chooses, dithered.</summary>
internal sealed class GifChosenIndices : GifIndices
{
    private const int PixelBytes = 4;

    private readonly BufferedImage _frame;
    private readonly IndexedImageFrame<Rgba32> _indexed;
    private readonly byte[] _colors;

    public GifChosenIndices(BufferedImage frame, ImageLimits limits)
    {
        _frame = frame;
        limits.CheckMemory(frame.Info.Pixels * (frame.Info.Format.Channels + PixelBytes + 1));
        Configuration configuration = ImageSharpSettings.ForPixels(limits);
        using var image = new Image<Rgba32>(configuration, frame.Info.Width, frame.Info.Height);
        bool hasTransparent = Copy(frame, image);
        var options = new QuantizerOptions { MaxColors = hasTransparent ? GifColorTable.Entries - 1 : GifColorTable.Entries };
        using IQuantizer<Rgba32> quantizer = new WuQuantizer(options).CreatePixelSpecificQuantizer<Rgba32>(configuration);
        _indexed = quantizer.BuildPaletteAndQuantizeFrame(image.Frames.RootFrame, image.Bounds());
        ReadOnlySpan<Rgba32> palette = _indexed.Palette.Span;
        _colors = new byte[3 * palette.Length];
        for (int i = 0; i < palette.Length; i++)
            (_colors[3 * i], _colors[(3 * i) + 1], _colors[(3 * i) + 2]) = (palette[i].R, palette[i].G, palette[i].B);
        Transparent = hasTransparent ? palette.Length : -1;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Colors => _colors;

    /// <inheritdoc/>
    public override int Transparent { get; }

    /// <inheritdoc/>
    public override void Row(int y, Span<byte> indices)
    {
        _indexed.DangerousGetRowSpan(y).CopyTo(indices);
        if (Transparent < 0)
            return;
        ReadOnlySpan<byte> row = _frame.Row(y);
        int channels = _frame.Info.Format.Channels;
        for (int x = 0; x < indices.Length; x++)
            if (ColorOf(row.Slice(x * channels, channels)) < 0)
                indices[x] = (byte)Transparent;
    }

    /// <inheritdoc/>
    public override void Dispose() => _indexed.Dispose();

    // Copies the colours, all opaque. A transparent pixel gets the colour before it, so that the palette has no colour for it.
    private static bool Copy(BufferedImage frame, Image<Rgba32> image)
    {
        int channels = frame.Info.Format.Channels;
        bool hasTransparent = false;
        var last = new Rgba32(0, 0, 0);
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = frame.Row(y);
            Span<Rgba32> pixels = image.DangerousGetPixelRowMemory(y).Span;
            for (int x = 0; x < pixels.Length; x++)
            {
                int color = ColorOf(row.Slice(x * channels, channels));
                hasTransparent |= color < 0;
                if (color >= 0)
                    last = new Rgba32((byte)(color >> 16), (byte)(color >> 8), (byte)color);
                pixels[x] = last;
            }
        }
        return hasTransparent;
    }
}
