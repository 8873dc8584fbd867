using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Frames;

/// <summary>What happens to the area of a frame before the next one is drawn.</summary>
internal enum FrameDisposal
{
    /// <summary>It stays.</summary>
    Keep,

    /// <summary>It becomes transparent black.</summary>
    Background,

    /// <summary>It becomes what it was before the frame.</summary>
    Previous,
}

/// <summary>The part of a canvas that a frame covers.</summary>
/// <param name="Left">The left column.</param>
/// <param name="Top">The top row.</param>
/// <param name="Width">Columns; 0 if the frame is outside the canvas.</param>
/// <param name="Height">Rows; 0 if the frame is outside the canvas.</param>
/// <param name="Disposal">What happens to it afterwards.</param>
internal readonly record struct FrameArea(int Left, int Top, int Width, int Height, FrameDisposal Disposal);

/// <summary>
/// The canvas of an animation, on which its frames are drawn one after the other. In memory are the canvas and the area under a frame
/// that is to be restored.
/// </summary>
/// <param name="info">The size, the layout and the metadata of the canvas.</param>
/// <param name="count">The number of frames.</param>
/// <param name="limits">The limit on memory.</param>
/// <param name="onDamage">Called for a damaged frame; it throws, or the rest of the frame leaves the canvas as it is.</param>
internal abstract class AnimationCanvas(ImageInfo info, int count, ImageLimits limits, Action<ImageFormatException> onDamage)
{
    private BufferedImage? _saved;
    private int _next;

    /// <summary>The size, the layout and the metadata of the canvas.</summary>
    public ImageInfo Info => info;

    /// <summary>The pixels that are shown.</summary>
    public BufferedImage Pixels { get; } = new(info, limits);

    /// <summary>Draws all frames up to one, which was not shown before.</summary>
    /// <exception cref="ImageFormatException">A frame is damaged.</exception>
    public void Show(int index)
    {
        Debug.Assert(index >= _next && index < count, "frames are shown in their order");
        for (; _next <= index; _next++)
        {
            if (_next > 0)
                Dispose(AreaOf(_next - 1));
            FrameArea area = AreaOf(_next);
            if (area is { Disposal: FrameDisposal.Previous, Width: > 0, Height: > 0 } && _next < count - 1)
                Save(area);
            try
            {
                Draw(_next, area);
            }
            catch (ImageFormatException damage)
            {
                onDamage(damage);
            }
        }
    }

    /// <summary>The part of the canvas that a frame covers.</summary>
    protected abstract FrameArea AreaOf(int index);

    /// <summary>Draws a frame.</summary>
    /// <exception cref="ImageFormatException">It is damaged.</exception>
    protected abstract void Draw(int index, FrameArea area);

    /// <summary>A row of an area of the canvas.</summary>
    protected Span<byte> Row(FrameArea area, int y) =>
        Pixels.Row(area.Top + y).Slice(area.Left * info.Format.BytesPerPixel, area.Width * info.Format.BytesPerPixel);

    /// <summary>Draws a row of pixels, which may lack the alpha channel of the canvas.</summary>
    /// <param name="row">The pixels.</param>
    /// <param name="format">Their format.</param>
    /// <param name="to">The row of the canvas.</param>
    /// <param name="isBlended">Whether they are blended with the canvas by their alpha; otherwise they replace it.</param>
    protected void DrawRow(ReadOnlySpan<byte> row, PixelFormat format, Span<byte> to, bool isBlended)
    {
        if (format.Channels < info.Format.Channels)
            CopyOpaque(row, format.BytesPerPixel, to);
        else if (!isBlended || !format.HasAlpha)
            row.CopyTo(to);
        else if (format.Sample is SampleType.UInt16)
            Blend(MemoryMarshal.Cast<byte, ushort>(row), MemoryMarshal.Cast<byte, ushort>(to), format.Channels);
        else
            Blend(row, to, format.Channels);
    }

    private void CopyOpaque(ReadOnlySpan<byte> row, int pixelBytes, Span<byte> to)
    {
        int step = info.Format.BytesPerPixel;
        to.Fill(byte.MaxValue);
        for (int from = 0, at = 0; at < to.Length; from += pixelBytes, at += step)
            row.Slice(from, pixelBytes).CopyTo(to[at..]);
    }

    // "Over" of straight alpha (PNG, clause 13.16; RFC 9649, 2.7.1.1): with weights u = a * max and v = (max - a) * b, alpha is
    // (u + v) / max and each colour (c * u + d * v) / (u + v), both rounded to the nearest. For 16 bits the products need 48.
    private static void Blend<T>(ReadOnlySpan<T> over, Span<T> under, int channels)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        long max = long.CreateTruncating(T.MaxValue);
        for (int i = 0; i < under.Length; i += channels)
        {
            long alpha = long.CreateTruncating(over[i + channels - 1]), below = long.CreateTruncating(under[i + channels - 1]);
            if (alpha == max || below == 0)
                over.Slice(i, channels).CopyTo(under[i..]);
            else if (alpha > 0)
            {
                long u = alpha * max, v = (max - alpha) * below, weight = u + v;
                for (int c = i; c < i + channels - 1; c++)
                    under[c] = T.CreateTruncating(
                        ((long.CreateTruncating(over[c]) * u) + (long.CreateTruncating(under[c]) * v) + (weight / 2)) / weight);
                under[i + channels - 1] = T.CreateTruncating((weight + (max / 2)) / max);
            }
        }
    }

    private void Dispose(FrameArea area)
    {
        for (int y = 0; y < area.Height && area.Disposal is not FrameDisposal.Keep; y++)
        {
            if (area.Disposal is FrameDisposal.Background)
                Row(area, y).Clear();
            else
                _saved!.Row(y).CopyTo(Row(area, y));
        }
        _saved = null;
    }

    private void Save(FrameArea area)
    {
        var saved = new ImageInfo(area.Width, area.Height, info.Format);
        limits.CheckMemory(((long)info.RowBytes * info.Height) + ((long)saved.RowBytes * saved.Height));
        _saved = new BufferedImage(saved, limits);
        for (int y = 0; y < area.Height; y++)
            Row(area, y).CopyTo(_saved.Row(y));
    }
}
