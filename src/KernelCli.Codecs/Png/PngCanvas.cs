using KernelCli.Codecs.Frames;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>The canvas of an animated PNG. A frame is decoded row by row, as a PNG of its own.</summary>
internal sealed class PngCanvas(ByteReader reader, PngDecoder file, IReadOnlyList<PngFrame> frames, DecodeOptions options)
    : AnimationCanvas(Describe(file, frames), frames.Count, options.Limits, options.ReportDamage)
{
    /// <inheritdoc/>
    protected override FrameArea AreaOf(int index) => frames[index].Area;

    /// <inheritdoc/>
    protected override void Draw(int index, FrameArea area)
    {
        PngFrame frame = frames[index];
        Stream still = PngAnimation.ToStill(reader, frame, file, options.Limits);
        using var rows = new PngDecoder(new ByteReader(still, "PNG"), options with { OnNote = null, OnDetail = null });
        byte[] row = new byte[rows.Info.RowBytes];
        for (int y = 0; y < area.Height; y++)
        {
            rows.ReadRow(row);
            DrawRow(row, rows.Info.Format, Row(area, y), frame.IsBlended);
        }
        rows.Complete();
    }

    // If the pixels of frames have no alpha, the canvas still has it if one of its pixels can be transparent.
    private static ImageInfo Describe(PngDecoder file, IReadOnlyList<PngFrame> frames)
    {
        PixelFormat stored = file.Info.Format;
        bool hasAlpha = stored.HasAlpha || !frames[0].Covers(file.Header) || frames[0].Area.Disposal is FrameDisposal.Previous;
        foreach (PngFrame frame in frames)
            hasAlpha |= frame.Area.Disposal is FrameDisposal.Background;
        PixelLayout layout = (stored.ColorChannels, hasAlpha) switch
        {
            (1, false) => PixelLayout.Gray,
            (1, true) => PixelLayout.GrayAlpha,
            (_, false) => PixelLayout.Rgb,
            _ => PixelLayout.Rgba,
        };
        return file.Info.With(new PixelFormat(layout, stored.Sample)) with
        {
            Metadata = file.Info.Metadata with { Frames = frames.Count },
        };
    }
}
