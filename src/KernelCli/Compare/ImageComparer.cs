using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Compare;

/// <summary>Compares pictures row by row, with their EXIF orientation applied.</summary>
/// <param name="tolerance">The differences that do not count.</param>
/// <param name="limits">The limits on pictures and buffers.</param>
/// <param name="measuresSimilarity">Whether to measure structural similarity, which keeps both lumas in memory.</param>
/// <param name="cancellation">Checked before every row.</param>
internal sealed class ImageComparer(Tolerance tolerance, ImageLimits limits, bool measuresSimilarity, CancellationToken cancellation)
{
    // The spacing of float32 just above 1, in levels of 255: an upper bound of the rounding errors of two values up to full range.
    private const double RoundingOfTwo = 255.0 / (1 << 23);

    /// <summary>Compares two files, every frame of each.</summary>
    /// <param name="name">The name of the pair in reports.</param>
    /// <param name="actual">The file to check.</param>
    /// <param name="expected">The file it should equal.</param>
    /// <param name="differenceFile">The file for a gray picture of the differences, or null.</param>
    public Comparison Run(string name, string actual, string expected, string? differenceFile = null)
    {
        using FrameReader a = Open(actual), b = Open(expected);
        if (a.Frames.Count != b.Frames.Count)
            return new Comparison(name) { Problem = $"{Frames(a)} where {Frames(b)} expected" };
        if (differenceFile is not null && a.Frames.Count > 1)
            throw new UsageException($"{actual} has {a.Frames.Count} frames, and {differenceFile} would show one: compare without it");
        var totals = new DifferenceTotals();
        for (int i = 0; i < a.Frames.Count; i++)
        {
            using IRowSource frameA = OpenFrame(actual, a, i), frameB = OpenFrame(expected, b, i);
            if (ProblemOf(frameA.Info, frameB.Info) is { } problem)
                return new Comparison(name) { Problem = a.Frames.Count == 1 ? problem : $"frame {i + 1}: {problem}" };
            if (differenceFile is null)
                Compare(totals, actual, expected, frameA, frameB, null);
            else
                WriteDifferences(totals, actual, expected, frameA, frameB, differenceFile);
        }
        FileException.Guard(actual, a.Complete);
        FileException.Guard(expected, b.Complete);
        return totals.ToComparison(name);
    }

    private static string Frames(FrameReader file) => file.Frames.Count == 1 ? "one frame is" : $"{file.Frames.Count} frames are";

    private static string? ProblemOf(ImageInfo a, ImageInfo b) =>
        (a.Width, a.Height) != (b.Width, b.Height) ? $"{a.Width}x{a.Height} where {b.Width}x{b.Height} is expected"
        : a.Format.Layout != b.Format.Layout ? $"{a.Format} where {b.Format} is expected"
        : null;

    private void WriteDifferences(DifferenceTotals totals, string actual, string expected, IRowSource a, IRowSource b, string file) =>
        AtomicFile.Write(file, stream =>
        {
            ImageCodec codec = ImageCodecs.ByExtension(file) ?? throw new IOException("the extension is of no known format");
            if (!codec.CanWrite(SampleType.UInt8))
                throw new IOException($"{codec.Name} holds no 8-bit pixels: name a .png file");
            using IRowSink sink = codec.Create(stream,
                new ImageInfo(a.Info.Width, a.Info.Height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), EncodeOptions.Default);
            Compare(totals, actual, expected, a, b, sink);
            sink.Complete();
        });

    private void Compare(
        DifferenceTotals totals, string actual, string expected, IRowSource a, IRowSource b, IRowSink? differences)
    {
        (byte[] rowA, byte[] rowB) = (new byte[a.Info.RowBytes], new byte[b.Info.RowBytes]);
        (float[] valuesA, float[] valuesB) = (new float[a.Info.RowSamples], new float[b.Info.RowSamples]);
        byte[] picture = new byte[a.Info.Width];
        SimilarityPlanes? planes = measuresSimilarity ? SimilarityPlanes.TryCreate(a.Info, limits) : null;
        // If one picture is float32, the integer samples of the other are converted to the fractions that a float32 file would store.
        bool asFloat = a.Info.Format.Sample is SampleType.Float32 || b.Info.Format.Sample is SampleType.Float32;
        int channels = a.Info.Format.Channels;
        // Values that are not integers are rounded to float32, so that the rounding errors can push a difference that equals the
        // tolerance above it.
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
                // Even the smallest difference is visible, and larger ones are brighter.
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
        totals.Add(a.Info, most, sum, squares, over, planes?.Similarity());
    }

    private FrameReader Open(string path) => FileException.Guard(path, () =>
        ImageFile.OpenFrames(ImageFile.OpenStream(path), Decoding, out _));

    private IRowSource OpenFrame(string path, FrameReader frames, int index) =>
        FileException.Guard(path, () => ImageFile.OpenFrame(frames, index, Decoding));

    private DecodeOptions Decoding => new() { Limits = limits };


    // NaN equals only NaN, and an infinity only the same infinity; any other difference from them exceeds every tolerance.
    private static double DifferenceOf(float a, float b)
    {
        double difference = Math.Abs((double)a - b);
        return !double.IsNaN(difference) ? difference : a.Equals(b) ? 0 : double.PositiveInfinity;
    }

    // Reads a row as levels of 0 to 255, or as fractions of full range, each rounded once to float32.
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
