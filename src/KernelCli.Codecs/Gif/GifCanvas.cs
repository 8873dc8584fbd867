using System.Diagnostics;
using KernelCli.Codecs.Frames;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Gif;

/// <summary>The canvas of a GIF. A frame is drawn as its indices are decoded; what is outside the canvas is cut off.</summary>
internal sealed class GifCanvas(ByteReader reader, GifFile file, ImageInfo info, DecodeOptions options)
    : AnimationCanvas(info, file.Frames.Count, options.Limits, options.ReportDamage)
{
    /// <inheritdoc/>
    protected override FrameArea AreaOf(int index)
    {
        GifFrame frame = file.Frames[index];
        bool isOutside = frame.Left >= Info.Width || frame.Top >= Info.Height;
        return isOutside ? new FrameArea(0, 0, 0, 0, frame.Disposal)
            : new FrameArea(frame.Left, frame.Top, Math.Min(frame.Width, Info.Width - frame.Left),
                Math.Min(frame.Height, Info.Height - frame.Top), frame.Disposal);
    }

    /// <inheritdoc/>
    protected override void Draw(int index, FrameArea area)
    {
        GifFrame frame = file.Frames[index];
        byte[] palette = Palette(frame.Colors), indices = new byte[frame.Width];
        reader.Seek(frame.DataOffset);
        var pixels = new GifLzwDecoder(reader, frame.CodeBits);
        for (int i = 0; i < frame.Height; i++)
        {
            int count = pixels.Read(indices), y = frame.RowAt(i);
            if (y < area.Height)
                DrawIndices(indices.AsSpan(0, Math.Min(count, area.Width)), frame.Transparent, palette, Row(area, y));
            if (count < indices.Length)
                throw reader.Error($"the pixels of a frame end in row {i + 1} of {frame.Height}");
        }
    }

    private void DrawIndices(ReadOnlySpan<byte> indices, int transparent, byte[] palette, Span<byte> row)
    {
        int channels = Info.Format.Channels, to = 0;
        Debug.Assert(indices.Length * channels <= row.Length);
        foreach (byte index in indices)
        {
            if (index != transparent)
                for (int c = 0; c < channels; c++)
                    row[to + c] = palette[(index * channels) + c];
            to += channels;
        }
    }

    // The pixel of each index, in the layout of the canvas.
    private byte[] Palette(GifColorTable colors)
    {
        int channels = Info.Format.Channels, colorChannels = Info.Format.ColorChannels;
        byte[] palette = new byte[GifColorTable.Entries * channels];
        for (int i = 0; i < GifColorTable.Entries; i++)
        {
            colors.Samples.Slice(3 * i, colorChannels).CopyTo(palette.AsSpan(i * channels));
            if (Info.Format.HasAlpha)
                palette[(i * channels) + colorChannels] = byte.MaxValue;
        }
        return palette;
    }
}
