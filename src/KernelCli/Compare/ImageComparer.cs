using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Compare;

/// <summary>Compares pictures row by row, as they are meant to be seen.</summary>
/// <param name="tolerance">What does not count.</param>
/// <param name="limits">What pictures may cost.</param>
/// <param name="measuresSimilarity">Whether structural similarity is worth the memory of both pictures.</param>
/// <param name="cancellation">Asked between rows.</param>
internal sealed class ImageComparer(Tolerance tolerance, ImageLimits limits, bool measuresSimilarity, CancellationToken cancellation)
{
    // Half a unit in the last place below 1, twice, in levels of 255.
    private const double RoundingOfTwo = 255.0 / (1 << 23);

    /// <summary>Compares two files.</summary>
    /// <param name="name">What the pair is called.</param>
    /// <param name="actual">The one.</param>
    /// <param name="expected">The other.</param>
    /// <param name="differenceFile">Where a picture of the differences goes, or null.</param>
    public Comparison Run(string name, string actual, string expected, string? differenceFile = null)
    {
        using IRowSource a = Open(actual), b = Open(expected);
        if ((a.Info.Width, a.Info.Height) != (b.Info.Width, b.Info.Height))
            return new Comparison(name) { Problem = $"{a.Info.Width}x{a.Info.Height} where {b.Info.Width}x{b.Info.Height} is expected" };
        if (a.Info.Format.Layout != b.Info.Format.Layout)
            return new Comparison(name) { Problem = $"{a.Info.Format} where {b.Info.Format} is expected" };
        if (differenceFile is null)
            return Compare(name, actual, expected, a, b, null);
        Comparison comparison = new(name);
        AtomicFile.Write(differenceFile, stream =>
        {
            ImageCodec codec = ImageCodecs.ByExtension(differenceFile) ?? throw new IOException("the extension is of no known format");
            if (!codec.CanWrite(SampleType.UInt8))
                throw new IOException($"{codec.Name} holds no 8-bit pixels: name a .png file");
            using IRowSink sink =
                codec.Create(stream, new ImageInfo(a.Info.Width, a.Info.Height,
                new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), EncodeOptions.Default);
            comparison = Compare(name, actual, expected, a, b, sink);
            sink.Complete();
        });
        return comparison;
    }

    private Comparison Compare(string name, string actual, string expected, IRowSource a, IRowSource b, IRowSink? differences)
    {
        (byte[] rowA, byte[] rowB) = (new byte[a.Info.RowBytes], new byte[b.Info.RowBytes]);
        (float[] valuesA, float[] valuesB) = (new float[a.Info.RowSamples], new float[b.Info.RowSamples]);
        byte[] picture = new byte[a.Info.Width];
        SimilarityPlanes? planes = measuresSimilarity ? SimilarityPlanes.TryCreate(a.Info, limits) : null;
        // Beside a float picture, whole samples are what a float file would hold of them.
        bool asFloat = a.Info.Format.Sample is SampleType.Float32 || b.Info.Format.Sample is SampleType.Float32;
        int channels = a.Info.Format.Channels;
        // Values that are not whole levels are rounded to float32: two of them a level apart may be one unit in the last place more.
        bool isWhole = a.Info.Format.Sample is SampleType.UInt8 && b.Info.Format.Sample is SampleType.UInt8;
        double allowed = tolerance.MaxDiff + (tolerance.MaxDiff > 0 && !isWhole ? RoundingOfTwo : 0);
        (double most, double sum, double squares, long over) = (0, 0, 0, 0);
        for (int y = 0; y < a.Info.Height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            FileException.Guard(actual, () => Read(a, rowA, valuesA, asFloat));
            FileException.Guard(expected, () => Read(b, rowB, valuesB, asFloat));
            for (int x = 0; x < picture.Length; x++)
            {
                double largest = 0;
                for (int i = x * channels; i < (x + 1) * channels; i++)
                {
                    double difference = DifferenceOf(valuesA[i], valuesB[i]) * (asFloat ? 255 : 1);
                    (largest, sum, squares) = (Math.Max(largest, difference), sum + difference, squares + (difference * difference));
                }
                most = Math.Max(most, largest);
                over += largest > allowed ? 1 : 0;
                // Any difference can be seen, larger ones are brighter.
                picture[x] = largest == 0 ? (byte)0 : (byte)Math.Min(255, 64 + (largest * 191 / 255));
            }
            if (planes is not null)
            {
                if (asFloat)
                    ToLevels(valuesA, valuesB);
                planes.Add(y, valuesA, valuesB);
            }
            differences?.WriteRow(picture);
        }
        FileException.Guard(actual, a.Complete);
        FileException.Guard(expected, b.Complete);
        long samples = (long)a.Info.RowSamples * a.Info.Height;
        return new Comparison(name)
        {
            MaxDiff = most,
            MeanDiff = sum / samples,
            Over = over,
            Pixels = a.Info.Pixels,
            Psnr = 10 * Math.Log10(255.0 * 255 / (squares / samples)),
            Ssim = planes?.Similarity(),
        };
    }

    private IRowSource Open(string path) => FileException.Guard(path, () => ImageFile.Open(path, new DecodeOptions { Limits = limits }));

    // NaN equals NaN and nothing else, and infinity its like: no tolerance is wide enough for them.
    private static double DifferenceOf(float a, float b)
    {
        double difference = Math.Abs((double)a - b);
        return !double.IsNaN(difference) ? difference : a.Equals(b) ? 0 : double.PositiveInfinity;
    }

    // Levels of 255, or fractions of white rounded once to float32.
    private static void Read(IRowSource source, byte[] row, float[] values, bool asFloat)
    {
        source.ReadRow(row);
        SampleRow.ToSingle(source.Info.Format.Sample, row, values);
        double white = source.Info.Format.Sample.FullRange(), divisor = asFloat ? white : white / 255;
        if (divisor != 1)
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(values[i] / divisor);
    }

    private static void ToLevels(float[] a, float[] b)
    {
        for (int i = 0; i < a.Length; i++)
            (a[i], b[i]) = (a[i] * 255, b[i] * 255);
    }
}
