using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Png;

/// <summary>The canvas on which the frames of an animated PNG are drawn, one after the other.</summary>
internal sealed class PngCanvas
{
    private readonly PixelFormat _stored;
    private readonly byte[]? _before;
    private readonly byte[] _row;
    private readonly byte[] _wide;

    /// <param name="header">IHDR.</param>
    /// <param name="stored">
    /// The format of decoded frames. If they have no alpha, the canvas still has it if one of its pixels can be transparent.
    /// </param>
    /// <param name="frames">The frames.</param>
    /// <param name="limits">The limits for the canvas.</param>
    public PngCanvas(PngHeader header, PixelFormat stored, List<PngFrame> frames, ImageLimits limits)
    {
        bool isOpaque = frames[0].Covers(header) && frames.TrueForAll(frame => frame.Dispose is not PngDispose.Background)
            && frames[0].Dispose is not PngDispose.Previous;
        _stored = stored;
        Format = isOpaque || stored.HasAlpha ? stored
            : new PixelFormat(stored.Layout is PixelLayout.Gray ? PixelLayout.GrayAlpha : PixelLayout.Rgba, stored.Sample);
        var info = new ImageInfo(header.Width, header.Height, Format);
        bool restores = frames.Exists(frame => frame.Dispose is PngDispose.Previous);
        limits.CheckMemory((long)info.RowBytes * info.Height * (restores ? 2 : 1));
        Image = new BufferedImage(info, limits);
        _before = restores ? new byte[checked(info.RowBytes * info.Height)] : null;
        (_row, _wide) = (new byte[info.RowBytes], new byte[info.RowBytes]);
    }

    /// <summary>The pixel format of the canvas.</summary>
    public PixelFormat Format { get; }

    /// <summary>The canvas as it is.</summary>
    public BufferedImage Image { get; }

    /// <summary>Draws a frame.</summary>
    /// <param name="frame">Its region and operations.</param>
    /// <param name="rows">Its pixels.</param>
    /// <param name="options">Whether damage is tolerated: the rest of the frame then leaves the canvas as it is.</param>
    public void Draw(PngFrame frame, IRowSource rows, DecodeOptions options)
    {
        if (frame.Dispose is PngDispose.Previous)
            for (int y = 0; y < frame.Height; y++)
                Region(frame, y).CopyTo(Saved(frame, y));
        try
        {
            for (int y = 0; y < frame.Height; y++)
                DrawRow(frame, rows, Region(frame, y));
            rows.Complete();
        }
        catch (ImageFormatException exception) when (options.OnDamage is not null)
        {
            options.OnDamage(exception);
        }
    }

    /// <summary>Does what a frame wants done before the next one is drawn.</summary>
    public void Dispose(PngFrame frame)
    {
        for (int y = 0; y < frame.Height && frame.Dispose is not PngDispose.None; y++)
        {
            if (frame.Dispose is PngDispose.Background)
                Region(frame, y).Clear();
            else
                Saved(frame, y).CopyTo(Region(frame, y));
        }
    }

    private void DrawRow(PngFrame frame, IRowSource rows, Span<byte> to)
    {
        Span<byte> row = _row.AsSpan(0, rows.Info.RowBytes);
        rows.ReadRow(row);
        if (_stored.Layout != Format.Layout)
            row = AddAlpha(row, _wide.AsSpan(0, to.Length));
        if (!frame.IsBlended || !Format.HasAlpha)
            row.CopyTo(to);
        else if (Format.Sample is SampleType.UInt16)
            Blend16(MemoryMarshal.Cast<byte, ushort>(row), MemoryMarshal.Cast<byte, ushort>(to), Format.Channels);
        else
            Blend8(row, to, Format.Channels);
    }

    private Span<byte> AddAlpha(ReadOnlySpan<byte> row, Span<byte> wide)
    {
        int stored = _stored.BytesPerPixel, bytes = Format.BytesPerPixel;
        wide.Fill(byte.MaxValue);
        for (int x = 0; x * bytes < wide.Length; x++)
            row.Slice(x * stored, stored).CopyTo(wide[(x * bytes)..]);
        return wide;
    }

    // "Over" of straight alpha: with weights u = a * max and v = (max - a) * b, alpha is (u + v) / max and each colour
    // (c * u + d * v) / (u + v), both rounded to the nearest.
    private static void Blend8(ReadOnlySpan<byte> from, Span<byte> to, int channels)
    {
        for (int i = 0; i < to.Length; i += channels)
        {
            int alpha = from[i + channels - 1], below = to[i + channels - 1];
            if (alpha == byte.MaxValue || below == 0)
                from.Slice(i, channels).CopyTo(to[i..]);
            else if (alpha > 0)
            {
                int u = alpha * byte.MaxValue, v = (byte.MaxValue - alpha) * below, sum = u + v;
                for (int c = 0; c < channels - 1; c++)
                    to[i + c] = (byte)(((from[i + c] * u) + (to[i + c] * v) + (sum / 2)) / sum);
                to[i + channels - 1] = (byte)((sum + (byte.MaxValue / 2)) / byte.MaxValue);
            }
        }
    }

    // The same with 64-bit products: 65535^3 needs 48 bits.
    private static void Blend16(ReadOnlySpan<ushort> from, Span<ushort> to, int channels)
    {
        for (int i = 0; i < to.Length; i += channels)
        {
            long alpha = from[i + channels - 1], below = to[i + channels - 1];
            if (alpha == ushort.MaxValue || below == 0)
                from.Slice(i, channels).CopyTo(to[i..]);
            else if (alpha > 0)
            {
                long u = alpha * ushort.MaxValue, v = (ushort.MaxValue - alpha) * below, sum = u + v;
                for (int c = 0; c < channels - 1; c++)
                    to[i + c] = (ushort)(((from[i + c] * u) + (to[i + c] * v) + (sum / 2)) / sum);
                to[i + channels - 1] = (ushort)((sum + (ushort.MaxValue / 2)) / ushort.MaxValue);
            }
        }
    }

    private Span<byte> Region(PngFrame frame, int y) =>
        Image.Row(frame.Y + y).Slice(frame.X * Format.BytesPerPixel, frame.Width * Format.BytesPerPixel);

    private Span<byte> Saved(PngFrame frame, int y) => _before.AsSpan(
        ((frame.Y + y) * Image.Info.RowBytes) + (frame.X * Format.BytesPerPixel), frame.Width * Format.BytesPerPixel);
}
