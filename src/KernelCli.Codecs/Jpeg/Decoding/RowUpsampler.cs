namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Rows of one component at the picture's size.</summary>
internal abstract unsafe class RowUpsampler
{
    // Narrower rows have no neighbours to interpolate between.
    private const int LeastSmoothWidth = 3;

    /// <summary>Row <paramref name="y"/> of the picture: at least its width in samples.</summary>
    public abstract byte* Row(int y);

    /// <summary>
    /// The upsampler for a component: triangle filters where it has half the samples across, down or both, as the Independent JPEG Group's
    /// library has them; else the nearest sample.
    /// </summary>
    public static RowUpsampler Create(JpegFrame frame, SamplePlane plane)
    {
        JpegComponent component = plane.Component;
        bool half = component.Horizontal * 2 == frame.MaxHorizontal, whole = component.Horizontal == frame.MaxHorizontal;
        bool halfDown = component.Vertical * 2 == frame.MaxVertical, wholeDown = component.Vertical == frame.MaxVertical;
        return (whole, wholeDown) switch
        {
            (true, true) => new FullRows(plane),
            (true, false) when halfDown => new SmoothDownRows(plane),
            (false, true) when half && component.Width >= LeastSmoothWidth => new SmoothAcrossRows(plane),
            (false, false) when half && halfDown && component.Width >= LeastSmoothWidth => new SmoothRows(plane),
            _ => new NearestRows(frame, plane),
        };
    }

    private sealed class FullRows(SamplePlane plane) : RowUpsampler
    {
        public override byte* Row(int y) => plane.Row(y);
    }
}
