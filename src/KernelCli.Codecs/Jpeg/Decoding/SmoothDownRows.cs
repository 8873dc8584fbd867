using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Twice the rows: each is three quarters of the nearer and a quarter of the farther one, the upper rounded down a little, the lower up.</summary>
internal sealed unsafe class SmoothDownRows(SamplePlane plane) : RowUpsampler
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
