using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// Twice the samples across: each is three quarters of the nearer and a quarter of the farther one. Rounded up and down in turn, so that
/// nothing shifts on average.
/// </summary>
internal sealed unsafe class SmoothAcrossRows(SamplePlane plane) : RowUpsampler
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
