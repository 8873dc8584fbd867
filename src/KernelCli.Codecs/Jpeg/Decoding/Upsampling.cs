using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Upsamples the rows of one component to the picture's size.</summary>
internal abstract unsafe class RowUpsampler
{
    // Narrower rows are not interpolated across, as in the Independent JPEG Group's library.
    private const int MinSmoothWidth = 3;

    /// <summary>Row <paramref name="y"/> of the picture: at least its width in samples.</summary>
    public abstract byte* Row(int y);

    /// <summary>
    /// Creates the upsampler for a component. If the component has half the samples across, down or both, that is a triangle
    /// filter as in the Independent JPEG Group's library; for other ratios, and very narrow components, it repeats samples.
    /// </summary>
    public static RowUpsampler Create(JpegFrame frame, SamplePlane plane)
    {
        JpegComponent component = plane.Component;
        bool half = component.Horizontal * 2 == frame.MaxHorizontal, whole = component.Horizontal == frame.MaxHorizontal;
        bool halfDown = component.Vertical * 2 == frame.MaxVertical, wholeDown = component.Vertical == frame.MaxVertical;
        return (whole, wholeDown) switch
        {
            (true, true) => new FullRows(plane),
            (true, false) when halfDown => new H1V2Upsampler(plane),
            (false, true) when half && component.Width >= MinSmoothWidth => new H2V1Upsampler(plane),
            (false, false) when half && halfDown && component.Width >= MinSmoothWidth => new H2V2Upsampler(plane),
            _ => new NearestRows(frame, plane),
        };
    }

    private sealed class FullRows(SamplePlane plane) : RowUpsampler
    {
        public override byte* Row(int y) => plane.Row(y);
    }
}

/// <summary>Nearest-neighbour upsampling for any sampling factors.</summary>
internal sealed unsafe class NearestRows(JpegFrame frame, SamplePlane plane) : RowUpsampler
{
    private readonly AlignedBuffer _row = new(frame.Width);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override byte* Row(int y)
    {
        JpegComponent component = plane.Component;
        byte* from = plane.Row(y * component.Vertical / frame.MaxVertical), to = _row.Pointer;
        if (component.Horizontal == frame.MaxHorizontal)
            return from;
        for (int x = 0; x < frame.Width; x++)
            to[x] = from[x * component.Horizontal / frame.MaxHorizontal];
        return to;
    }
}

/// <summary>
/// Doubles the samples across. Each output is three quarters of the nearer sample and a quarter of the farther one. Halves
/// are rounded up and down in turn, which avoids a bias.
/// </summary>
internal sealed unsafe class H2V1Upsampler(SamplePlane plane) : RowUpsampler
{
    private readonly AlignedBuffer _row = new(2L * plane.Component.Width);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override byte* Row(int y)
    {
        byte* from = plane.Row(y), to = _row.Pointer;
        int last = plane.Component.Width - 1;
        to[0] = from[0];
        for (int x = 0; x < last; x++)
        {
            to[(2 * x) + 1] = (byte)(((3 * from[x]) + from[x + 1] + 2) >> 2);
            to[(2 * x) + 2] = (byte)((from[x] + (3 * from[x + 1]) + 1) >> 2);
        }
        to[(2 * last) + 1] = from[last];
        return to;
    }
}

/// <summary>
/// Doubles the rows. Each output row is three quarters of the nearer row and a quarter of the farther one. Halves are
/// rounded down in even rows and up in odd rows, which avoids a bias.
/// </summary>
internal sealed unsafe class H1V2Upsampler(SamplePlane plane) : RowUpsampler
{
    private readonly AlignedBuffer _row = new(plane.Component.Width);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override byte* Row(int y)
    {
        plane.Neighbours(y, out byte* near, out byte* far);
        byte* to = _row.Pointer;
        int bias = 1 + (y & 1);
        for (int x = 0; x < plane.Component.Width; x++)
            to[x] = (byte)(((3 * near[x]) + far[x] + bias) >> 2);
        return to;
    }
}

/// <summary>
/// Doubles the samples across and down. Each output is 9/16, 3/16, 3/16 and 1/16 of the four nearest samples. Halves are
/// rounded up and down in turn, which avoids a bias.
/// </summary>
internal sealed unsafe class H2V2Upsampler(SamplePlane plane) : RowUpsampler
{
    private readonly AlignedBuffer _row = new(2L * plane.Component.Width);
    private readonly AlignedBuffer _sums = new(sizeof(ushort) * (long)plane.Component.Width);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override byte* Row(int y)
    {
        plane.Neighbours(y, out byte* near, out byte* far);
        byte* to = _row.Pointer;
        ushort* sums = (ushort*)_sums.Pointer;
        int width = plane.Component.Width, last = width - 1;
        for (int x = 0; x < width; x++)
            sums[x] = (ushort)((3 * near[x]) + far[x]);
        to[0] = (byte)(((4 * sums[0]) + 8) >> 4);
        for (int x = 0; x < last; x++)
        {
            to[(2 * x) + 1] = (byte)(((3 * sums[x]) + sums[x + 1] + 7) >> 4);
            to[(2 * x) + 2] = (byte)((sums[x] + (3 * sums[x + 1]) + 8) >> 4);
        }
        to[(2 * last) + 1] = (byte)(((4 * sums[last]) + 7) >> 4);
        return to;
    }
}
