using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// Rotates and mirrors a picture according to its <see cref="Orientation"/>. A horizontal flip streams; every other
/// transformation buffers the picture.
/// </summary>
internal sealed class OrientedRowSource : RowDecorator
{
    private readonly Orientation _orientation;
    private readonly ImageLimits _limits;
    private readonly byte[] _line;
    private BufferedImage? _image;

    private OrientedRowSource(IRowSource input, Orientation orientation, ImageLimits limits)
        : base(input, Describe(input.Info, orientation))
    {
        (_orientation, _limits, _line) = (orientation, limits, new byte[input.Info.RowBytes]);
        if (IsBuffered)
            limits.CheckMemory((long)input.Info.RowBytes * input.Info.Height);
    }

    /// <summary>Whether the whole picture is held in memory.</summary>
    public bool IsBuffered => _orientation is not Orientation.FlipHorizontal;

    /// <summary>The picture in upright orientation; the source itself if it is upright already.</summary>
    /// <exception cref="ImageLimitException">It must be buffered and is larger than the limits allow.</exception>
    public static IRowSource Apply(IRowSource source, ImageLimits limits) =>
        source.Info.Metadata.Orientation is Orientation.Normal
            ? source
            : new OrientedRowSource(source, source.Info.Metadata.Orientation, limits);

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        int pixel = Info.Format.BytesPerPixel;
        if (!IsBuffered)
        {
            Input.ReadRow(_line);
            for (int x = 0; x < Info.Width; x++)
                _line.AsSpan((Info.Width - 1 - x) * pixel, pixel).CopyTo(row[(x * pixel)..]);
            return;
        }
        _image ??= BufferedImage.ReadAll(Input, _limits);
        (int lastX, int lastY) = (Input.Info.Width - 1, Input.Info.Height - 1);
        for (int x = 0; x < Info.Width; x++)
        {
            (int sourceX, int sourceY) = _orientation switch
            {
                Orientation.Rotate180 => (lastX - x, lastY - y),
                Orientation.FlipVertical => (x, lastY - y),
                Orientation.Transpose => (y, x),
                Orientation.Rotate90 => (y, lastY - x),
                Orientation.Transverse => (lastX - y, lastY - x),
                _ => (lastX - y, x),
            };
            _image.Row(sourceY).Slice(sourceX * pixel, pixel).CopyTo(row[(x * pixel)..]);
        }
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        if (_image is null)
            base.CompleteRows();
    }

    private static ImageInfo Describe(ImageInfo info, Orientation orientation)
    {
        bool swapped = orientation >= Orientation.Transpose;
        PixelDensity? density = info.Metadata.Density is { } d && swapped ? new PixelDensity(d.Y, d.X) : info.Metadata.Density;
        PixelAspect? aspect = info.Metadata.Aspect is { } a && swapped ? new PixelAspect(a.Y, a.X) : info.Metadata.Aspect;
        return new ImageInfo(swapped ? info.Height : info.Width, swapped ? info.Width : info.Height, info.Format)
        {
            Metadata = info.Metadata with { Orientation = Orientation.Normal, Density = density, Aspect = aspect },
        };
    }
}
