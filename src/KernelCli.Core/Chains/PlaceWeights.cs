using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Chains;

/// <summary>
/// How much the result counts at each pixel, row by row from the top: 0 for the input to <see cref="Full"/> for the result. Where
/// places overlap, the greater weight counts. Masks are read beside the picture.
/// </summary>
internal sealed class PlaceWeights : IDisposable
{
    /// <summary>The weight of the result alone. Values of 8 and of 16 bit are whole weights.</summary>
    public const double Full = 65535;

    private readonly PixelBox[] _boxes;
    private readonly List<IRowSource> _masks = [];
    private readonly double[] _row;
    private readonly byte[] _samples;
    private readonly float[] _values;
    private int _next;

    /// <param name="boxes">Rectangles of full weight, inside the picture.</param>
    /// <param name="masks">The files of the masks.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="open">Opens a mask as gray rows.</param>
    /// <exception cref="ArgumentException">A mask has another size, or is not gray.</exception>
    public PlaceWeights(PixelBox[] boxes, string[] masks, int width, int height, Func<string, IRowSource>? open)
    {
        _boxes = boxes;
        try
        {
            foreach (string path in masks)
                _masks.Add(open?.Invoke(path) ?? throw new ArgumentException(
                    "masks are not opened here: give the builder a function that opens them (openMask)"));
            for (int i = 0; i < masks.Length; i++)
                Check(_masks[i].Info, masks[i], width, height);
        }
        catch
        {
            Dispose();
            throw;
        }
        _row = new double[width];
        _values = new float[_masks.Count == 0 ? 0 : width];
        int bytes = 0;
        foreach (IRowSource mask in _masks)
            bytes = Math.Max(bytes, mask.Info.RowBytes);
        _samples = new byte[bytes];
    }

    /// <summary>The weights of the current row.</summary>
    public ReadOnlySpan<double> Row => _row;

    /// <summary>Goes to the next row, and returns the columns outside which all weights are 0.</summary>
    public (int First, int End) Next()
    {
        int y = _next++;
        Array.Clear(_row);
        (int first, int end) = (_row.Length, 0);
        foreach (PixelBox box in _boxes)
            if (box.Top <= y && y < box.Bottom)
            {
                _row.AsSpan(box.Left, box.Width).Fill(Full);
                (first, end) = (Math.Min(first, box.Left), Math.Max(end, box.Right));
            }
        foreach (IRowSource mask in _masks)
        {
            Span<byte> samples = _samples.AsSpan(0, mask.Info.RowBytes);
            mask.ReadRow(samples);
            int begin = samples.IndexOfAnyExcept((byte)0), last = samples.LastIndexOfAnyExcept((byte)0);
            if (begin < 0)
                continue;
            int sample = mask.Info.Format.BytesPerPixel;
            (begin, last) = (begin / sample, (last / sample) + 1);
            Unite(mask.Info.Format.Sample, samples[(begin * sample)..(last * sample)], begin);
            (first, end) = (Math.Min(first, begin), Math.Max(end, last));
        }
        return first < end ? (first, end) : (0, 0);
    }

    /// <summary>Skips rows without weights.</summary>
    public void SkipTo(int y)
    {
        for (; _next < y; _next++)
            foreach (IRowSource mask in _masks)
                mask.ReadRow(_samples.AsSpan(0, mask.Info.RowBytes));
    }

    /// <summary>Checks the ends of the masks.</summary>
    public void Complete()
    {
        foreach (IRowSource mask in _masks)
            mask.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IRowSource mask in _masks)
            mask.Dispose();
    }

    // NaN is no weight.
    private void Unite(SampleType type, ReadOnlySpan<byte> samples, int first)
    {
        Span<float> values = _values.AsSpan(0, samples.Length / type.Bytes());
        SampleRow.ToSingle(type, samples, values);
        double factor = Full / type.FullRange();
        for (int i = 0; i < values.Length; i++)
        {
            double weight = Math.Min(values[i] * factor, Full);
            if (weight > _row[first + i])
                _row[first + i] = weight;
        }
    }

    private static void Check(ImageInfo mask, string path, int width, int height)
    {
        if ((mask.Width, mask.Height) != (width, height))
            throw new ArgumentException($"the mask {path} is {mask.Width}x{mask.Height}, the picture {width}x{height}: they must be equal");
        if (mask.Format is not { Layout: PixelLayout.Gray, Sample: not SampleType.Int16 })
            throw new ArgumentException(
                $"the mask {path} has pixels of {mask.Format}: a mask is gray, of bytes, unsigned 16 bit or float32");
    }
}
