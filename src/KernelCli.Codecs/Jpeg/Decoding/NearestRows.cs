using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Every sample as often as it takes, for any sampling factors.</summary>
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
