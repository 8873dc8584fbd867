using KernelCli.Cli.Jobs;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Compare;

/// <summary>Compares pictures row by row, as they are meant to be seen.</summary>
/// <param name="tolerance">What does not count.</param>
/// <param name="limits">What pictures may cost.</param>
/// <param name="measuresSimilarity">Whether structural similarity is worth the memory of both pictures.</param>
/// <param name="cancellation">Asked between rows.</param>
internal sealed class PictureComparer(Tolerance tolerance, ImageLimits limits, bool measuresSimilarity, CancellationToken cancellation)
{
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
            using IRowSink sink = codec.Create(stream, new ImageInfo(a.Info.Width, a.Info.Height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), EncodeOptions.Default);
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
        (double most, double sum, double squares, long over) = (0, 0, 0, 0);
        for (int y = 0; y < a.Info.Height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            FileException.Guard(actual, () => Read(a, rowA, valuesA));
            FileException.Guard(expected, () => Read(b, rowB, valuesB));
            Array.Clear(picture);
            int channels = a.Info.Format.Channels;
            for (int i = 0; i < valuesA.Length; i++)
            {
                // What is not a number on one side alone differs as much as can be.
                double difference = Math.Abs((double)valuesA[i] - valuesB[i]);
                if (double.IsNaN(difference))
                    difference = valuesA[i].Equals(valuesB[i]) ? 0 : 255;
                (most, sum, squares) = (Math.Max(most, difference), sum + difference, squares + (difference * difference));
                over += difference > tolerance.MaxDiff ? 1 : 0;

                // Any difference can be seen, larger ones are brighter.
                byte shade = difference == 0 ? (byte)0 : (byte)Math.Min(255, 64 + (difference * 191 / 255));
                picture[i / channels] = Math.Max(picture[i / channels], shade);
            }
            planes?.Add(y, valuesA, valuesB);
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
            Samples = samples,
            Psnr = 10 * Math.Log10(255.0 * 255 / (squares / samples)),
            Ssim = planes?.Similarity(),
        };
    }

    private IRowSource Open(string path) => FileException.Guard(path, () => PictureFile.Open(path, new DecodeOptions { Limits = limits }));

    private static void Read(IRowSource source, byte[] row, float[] values)
    {
        source.ReadRow(row);
        SampleRow.ToSingle(source.Info.Format.Sample, row, values);
        double scale = 255 / source.Info.Format.Sample.FullRange();
        if (scale != 1)
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(values[i] * scale);
    }
}
