using System.Diagnostics;
using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Webp;

/// <summary>The canvas of a WebP. A frame is decoded into memory before it is drawn.</summary>
internal sealed class WebpCanvas(ByteReader reader, WebpFile file, ImageInfo info, DecodeOptions options)
    : AnimationCanvas(info, file.Frames.Count, options.Limits, options.ReportDamage)
{
    /// <inheritdoc/>
    protected override FrameArea AreaOf(int index)
    {
        WebpFrame frame = file.Frames[index];
        return new FrameArea(frame.Left, frame.Top, frame.Width, frame.Height,
            frame.IsRemoved ? FrameDisposal.Background : FrameDisposal.Keep);
    }

    /// <inheritdoc/>
    protected override void Draw(int index, FrameArea area)
    {
        WebpFrame frame = file.Frames[index];
        var format = new PixelFormat(frame.HasAlpha ? PixelLayout.Rgba : PixelLayout.Rgb, SampleType.UInt8);
        Debug.Assert(format.Channels <= Info.Format.Channels, "the canvas has alpha if a frame has");
        var pixels = new ImageInfo(frame.Width, frame.Height, format);
        options.Limits.CheckMemory(((long)Info.RowBytes * Info.Height) + ((long)pixels.RowBytes * pixels.Height));
        BufferedImage decoded = WebpStill.Decode(reader, frame, pixels, options.Limits);
        for (int y = 0; y < frame.Height; y++)
            DrawRow(decoded.Row(y), format, Row(area, y), frame.IsBlended);
    }
}
