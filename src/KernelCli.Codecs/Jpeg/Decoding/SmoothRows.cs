using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Twice the samples across and down: sixteenths 9, 3, 3, 1 of the four nearest samples, rounded by 8 and 7 in turn.</summary>
internal sealed unsafe class SmoothRows(SamplePlane plane) : RowUpsampler
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
