using System.Diagnostics;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Gif;

/// <summary>
/// Draws frames on the canvas one after the other. In memory are the canvas, a row of indices, and the area under a frame that is to
/// be restored.
/// </summary>
internal sealed class GifCanvas
{
    private readonly ByteReader _reader;
    private readonly GifFile _file;
    private readonly DecodeOptions _options;
    private readonly int _channels;
    private BufferedImage? _saved;
    private int _next;

    public GifCanvas(ByteReader reader, GifFile file, ImageInfo info, DecodeOptions options)
    {
        (_reader, _file, _options, Info, _channels) = (reader, file, options, info, info.Format.Channels);
        Pixels = new BufferedImage(info, options.Limits);
    }

    /// <summary>The size, the layout and the metadata of the canvas.</summary>
    public ImageInfo Info { get; }

    /// <summary>The pixels that are shown.</summary>
    public BufferedImage Pixels { get; }

    /// <summary>Draws all frames up to one, which was not shown before.</summary>
    /// <exception cref="ImageFormatException">The pixels of a frame are damaged.</exception>
    public void Show(int index)
    {
        Debug.Assert(index >= _next && index < _file.Frames.Count, "frames are shown in their order");
        for (; _next <= index; _next++)
        {
            if (_next > 0)
                Dispose(_file.Frames[_next - 1]);
            GifFrame frame = _file.Frames[_next];
            if (frame.Disposal is GifDisposal.Previous && _next < _file.Frames.Count - 1)
                Save(frame);
            try
            {
                Draw(frame);
            }
            catch (ImageFormatException damage)
            {
                _options.ReportDamage(damage);
            }
        }
    }

    private void Draw(GifFrame frame)
    {
        byte[] palette = Palette(frame.Colors), indices = new byte[frame.Width];
        _reader.Seek(frame.DataOffset);
        var pixels = new GifLzwDecoder(_reader, frame.CodeBits);
        for (int i = 0; i < frame.Height; i++)
        {
            int count = pixels.Read(indices), y = frame.Top + frame.RowAt(i);
            if (y < Info.Height)
                DrawRow(frame, Pixels.Row(y), indices.AsSpan(0, Math.Min(count, Math.Max(0, Info.Width - frame.Left))), palette);
            if (count < indices.Length)
                throw _reader.Error($"the pixels of a frame end in row {i + 1} of {frame.Height}");
        }
    }

    private void DrawRow(GifFrame frame, Span<byte> row, ReadOnlySpan<byte> indices, byte[] palette)
    {
        Debug.Assert(indices.IsEmpty || (frame.Left + indices.Length) * _channels <= row.Length, "what is outside the canvas is cut off");
        int to = frame.Left * _channels;
        foreach (byte index in indices)
        {
            if (index != frame.Transparent)
                for (int c = 0; c < _channels; c++)
                    row[to + c] = palette[(index * _channels) + c];
            to += _channels;
        }
    }

    // The pixel of each index, in the layout of the canvas.
    private byte[] Palette(GifColorTable colors)
    {
        byte[] palette = new byte[GifColorTable.Entries * _channels];
        int colorChannels = Info.Format.ColorChannels;
        for (int i = 0; i < GifColorTable.Entries; i++)
        {
            colors.Samples.Slice(3 * i, colorChannels).CopyTo(palette.AsSpan(i * _channels));
            if (Info.Format.HasAlpha)
                palette[(i * _channels) + colorChannels] = byte.MaxValue;
        }
        return palette;
    }

    private void Dispose(GifFrame frame)
    {
        (int width, int height) = Visible(frame);
        for (int y = 0; y < height && frame.Disposal is not GifDisposal.Keep; y++)
        {
            Span<byte> area = Pixels.Row(frame.Top + y).Slice(frame.Left * _channels, width * _channels);
            if (frame.Disposal is GifDisposal.Background)
                area.Clear();
            else
                _saved!.Row(y).CopyTo(area);
        }
        _saved = null;
    }

    private void Save(GifFrame frame)
    {
        (int width, int height) = Visible(frame);
        if (width == 0 || height == 0)
            return;
        var info = new ImageInfo(width, height, Info.Format);
        _options.Limits.CheckMemory(((long)Info.RowBytes * Info.Height) + ((long)info.RowBytes * info.Height));
        _saved = new BufferedImage(info, _options.Limits);
        for (int y = 0; y < height; y++)
            Pixels.Row(frame.Top + y).Slice(frame.Left * _channels, width * _channels).CopyTo(_saved.Row(y));
    }

    // The part of a frame that is on the canvas.
    private (int Width, int Height) Visible(GifFrame frame) =>
        frame.Left >= Info.Width || frame.Top >= Info.Height
        ? (0, 0)
        : (Math.Min(frame.Width, Info.Width - frame.Left), Math.Min(frame.Height, Info.Height - frame.Top));
}
