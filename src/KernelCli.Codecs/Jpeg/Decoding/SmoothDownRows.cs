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
        bool lower = (y & 1) != 0;

        // The later row first: asking for it may make rows, which both must survive.
        byte* below = plane.Row((y / 2) + (lower ? 1 : 0)), above = plane.Row((y / 2) - (lower ? 0 : 1));
        byte* near = lower ? above : below, far = lower ? below : above, to = _row.Pointer;
        int bias = lower ? 2 : 1;
        for (int x = 0; x < plane.Component.Width; x++)
            to[x] = (byte)(((3 * near[x]) + far[x] + bias) >> 2);
        return to;
    }
}
