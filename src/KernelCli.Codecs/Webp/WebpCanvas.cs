using System.Diagnostics;
using KernelCli.Rows;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.PixelFormats;
using ImageFormatException = KernelCli.Primitives.ImageFormatException;
using ImageInfo = KernelCli.Primitives.ImageInfo;

namespace KernelCli.Codecs.Webp;

/// <summary>Draws frames on the canvas one after the other. In memory are the canvas and one frame.</summary>
internal sealed class WebpCanvas
{
    private readonly ByteReader _reader;
    private readonly WebpFile _file;
    private readonly DecodeOptions _options;
    private readonly int _channels;
    private int _next;

    public WebpCanvas(ByteReader reader, WebpFile file, ImageInfo info, DecodeOptions options)
    {
        (_reader, _file, _options, Info, _channels) = (reader, file, options, info, info.Format.Channels);
        Pixels = new BufferedImage(info, options.Limits);
    }

    /// <summary>The size, the layout and the metadata of the canvas.</summary>
    public ImageInfo Info { get; }

    /// <summary>The pixels that are shown.</summary>
    public BufferedImage Pixels { get; }

    /// <summary>Draws all frames up to one, which was not shown before.</summary>
    /// <exception cref="ImageFormatException">A frame is damaged.</exception>
    public void Show(int index)
    {
        Debug.Assert(index >= _next && index < _file.Frames.Count, "frames are shown in their order");
        for (; _next <= index; _next++)
        {
            if (_next > 0 && _file.Frames[_next - 1].IsRemoved)
                Remove(_file.Frames[_next - 1]);
            try
            {
                Draw(_file.Frames[_next]);
            }
            catch (ImageFormatException damage)
            {
                _options.ReportDamage(damage);
            }
        }
    }

    private void Remove(WebpFrame frame)
    {
        for (int y = 0; y < frame.Height; y++)
            Area(frame, y).Clear();
    }

    private void Draw(WebpFrame frame)
    {
        _options.Limits.CheckMemory((long)Info.RowBytes * Info.Height * 2);
        using Image<Rgba32> image = WebpStill.Decode(_reader, frame, _options.Limits);
        for (int y = 0; y < frame.Height; y++)
        {
            ReadOnlySpan<Rgba32> pixels = image.DangerousGetPixelRowMemory(y).Span;
            Span<byte> area = Area(frame, y);
            for (int x = 0, to = 0; x < pixels.Length; x++, to += _channels)
            {
                Rgba32 pixel = pixels[x];
                if (!frame.HasAlpha)
                    pixel.A = byte.MaxValue;
                if (_channels == 4)
                {
                    pixel = frame.IsBlended ? Blend(pixel, new Rgba32(area[to], area[to + 1], area[to + 2], area[to + 3])) : pixel;
                    area[to + 3] = pixel.A;
                }
                (area[to], area[to + 1], area[to + 2]) = (pixel.R, pixel.G, pixel.B);
            }
        }
    }

    private Span<byte> Area(WebpFrame frame, int y) =>
        Pixels.Row(frame.Top + y).Slice(frame.Left * _channels, frame.Width * _channels);

    // RFC 9649, 2.7.1.1: alpha is a + b (1 - a), and colours are weighted by a and b (1 - a). All of it is scaled by 255, the
    // weights by 255 * 255, so that nothing is rounded before the division.
    private static Rgba32 Blend(Rgba32 over, Rgba32 under)
    {
        if (over.A == byte.MaxValue || under.A == 0)
            return over;
        if (over.A == 0)
            return under;
        int overWeight = over.A * 255, underWeight = under.A * (255 - over.A), weight = overWeight + underWeight;
        return new Rgba32(Mix(over.R, under.R), Mix(over.G, under.G), Mix(over.B, under.B), (byte)((weight + 127) / 255));

        byte Mix(byte a, byte b) => (byte)(((a * overWeight) + (b * underWeight) + (weight / 2)) / weight);
    }
}
