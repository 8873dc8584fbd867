using System.Diagnostics;
using KernelCli.Primitives;
using KernelCli.Rows;

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
        var info = new ImageInfo(frame.Width, frame.Height,
            new PixelFormat(frame.HasAlpha ? PixelLayout.Rgba : PixelLayout.Rgb, SampleType.UInt8));
        _options.Limits.CheckMemory(((long)Info.RowBytes * Info.Height) + ((long)info.RowBytes * info.Height));
        BufferedImage pixels = WebpStill.Decode(_reader, frame, info, _options.Limits);
        int channels = info.Format.Channels;
        Debug.Assert(channels <= _channels, "the canvas has alpha if a frame has");
        for (int y = 0; y < frame.Height; y++)
        {
            ReadOnlySpan<byte> row = pixels.Row(y);
            Span<byte> area = Area(frame, y);
            if (channels == _channels && !(frame.IsBlended && frame.HasAlpha))
                row.CopyTo(area);
            else
                for (int from = 0, to = 0; from < row.Length; from += channels, to += _channels)
                    Put(row.Slice(from, channels), area.Slice(to, _channels), frame.IsBlended);
        }
    }

    private static void Put(ReadOnlySpan<byte> over, Span<byte> pixel, bool isBlended)
    {
        if (over.Length == 4 && isBlended)
        {
            Blend(over, pixel);
            return;
        }
        over.CopyTo(pixel);
        if (over.Length == 3)
            pixel[3] = byte.MaxValue;
    }

    private Span<byte> Area(WebpFrame frame, int y) =>
        Pixels.Row(frame.Top + y).Slice(frame.Left * _channels, frame.Width * _channels);

    // RFC 9649, 2.7.1.1: alpha is a + b (1 - a), and colours are weighted by a and b (1 - a). The weights are scaled by
    // 255 * 255, so that nothing is rounded before the division.
    private static void Blend(ReadOnlySpan<byte> over, Span<byte> under)
    {
        if (over[3] == byte.MaxValue || under[3] == 0)
        {
            over.CopyTo(under);
            return;
        }
        int overWeight = over[3] * 255, underWeight = under[3] * (255 - over[3]), weight = overWeight + underWeight;
        for (int c = 0; c < 3 && over[3] > 0; c++)
            under[c] = (byte)(((over[c] * overWeight) + (under[c] * underWeight) + (weight / 2)) / weight);
        under[3] = (byte)((weight + 127) / 255);
    }
}
