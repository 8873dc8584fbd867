using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Compare;

/// <summary>
/// Compares pictures row against row, with their EXIF orientation applied. Both are decoded ahead; memory does not grow with their
/// height, and rows of equal bytes cost a comparison of memory.
/// </summary>
/// <param name="tolerance">The differences that do not count.</param>
/// <param name="limits">The limits on pictures and buffers.</param>
/// <param name="cancellation">Checked before every row.</param>
internal sealed class ImageComparer(Tolerance tolerance, ImageLimits limits, CancellationToken cancellation)
{
    /// <summary>What is measured.</summary>
    public Metrics Metrics { get; init; } = Metrics.Psnr | Metrics.Mean;

    /// <summary>What does not count.</summary>
    public IReadOnlyList<Place> Ignored { get; init; } = [];

    /// <summary>Compares two files, every frame of each.</summary>
    /// <param name="name">The name of the pair in reports.</param>
    /// <param name="actual">The file to check.</param>
    /// <param name="expected">The file it should equal.</param>
    /// <param name="differenceFile">The file for a picture of the differences, or null.</param>
    public Comparison Run(string name, string actual, string expected, string? differenceFile = null)
    {
        using FrameReader a = Open(actual), b = Open(expected);
        if (a.Frames.Count != b.Frames.Count)
            return new Comparison(name) { Problem = $"{Frames(a)} where {Frames(b)} expected" };
        if (differenceFile is not null && a.Frames.Count > 1)
            throw new UsageException($"{actual} has {a.Frames.Count} frames, and {differenceFile} would show one: compare without it");
        var totals = new DifferenceTotals();
        string? problem = null;
        for (int i = 0; i < a.Frames.Count && problem is null; i++)
        {
            using IRowSource frameA = OpenFrame(actual, a, i), frameB = OpenFrame(expected, b, i);
            if ((frameA.Info.Width, frameA.Info.Height) != (frameB.Info.Width, frameB.Info.Height))
                problem = (a.Frames.Count == 1 ? "" : $"frame {i + 1}: ") + $"{frameA.Info.Width}x{frameA.Info.Height} where "
                    + $"{frameB.Info.Width}x{frameB.Info.Height} is expected";
            if (problem is not null && differenceFile is null)
                break;
            ImageInfo common = frameA.Info.With(
                Math.Min(frameA.Info.Width, frameB.Info.Width), Math.Min(frameA.Info.Height, frameB.Info.Height));
            totals.AddKinds(frameA.Info.Format, frameB.Info.Format);
            if (differenceFile is null)
                Compare(totals, actual, frameA, frameB, common, null);
            else
                AtomicFile.Write(differenceFile, stream =>
                {
                    using var picture = DifferencePicture.Create(differenceFile, stream, common.Width, common.Height);
                    Compare(totals, actual, frameA, frameB, common, picture);
                    picture.Complete();
                });
        }
        if (problem is not null)
            return new Comparison(name) { Problem = problem };
        FileException.Guard(actual, a.Complete);
        FileException.Guard(expected, b.Complete);
        return totals.ToComparison(name, Metrics);
    }

    private static string Frames(FrameReader file) => file.Frames.Count == 1 ? "one frame is" : $"{file.Frames.Count} frames are";

    // Over the columns and rows that both have. To tell smoothed edges, a row waits for the two below it.
    private void Compare(
        DifferenceTotals totals, string actual, IRowSource a, IRowSource b, ImageInfo common, DifferencePicture? picture)
    {
        var rows = new RowPair[tolerance.SkipsSmoothedEdges ? EdgeSmoothing.Rows : 1];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = new RowPair(a.Info, b.Info);
        EdgeSmoothing? smoothing = tolerance.SkipsSmoothedEdges ? new EdgeSmoothing(rows, common.Height) : null;
        var differences = new RowDifferences(rows[0], tolerance, smoothing);
        var regions = new DifferenceRegions();
        RunningSimilarity? similarity = Metrics.HasFlag(Metrics.Ssim)
            && Math.Min(common.Width, common.Height) >= RunningSimilarity.Window
            ? new RunningSimilarity(common.Width, rows[0].ColorChannels)
            : null;
        float[] coloursA = new float[common.Width * rows[0].ColorChannels], coloursB = new float[coloursA.Length];
        using var ignored = new IgnoredPlaces(Ignored, common, actual, OpenMask);
        int wait = rows.Length / 2;
        for (int read = 0; read < common.Height + wait; read++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (read < common.Height)
                rows[read % rows.Length].Read(a, b, ignored.Next());
            int y = read - wait;
            if (y < 0)
                continue;
            RowPair row = rows[y % rows.Length];
            if (row.First < row.End || similarity is not null || picture is not null)
                row.Convert();
            differences.Measure(row, y);
            for (int x = row.First; x < row.End; x++)
                if (differences.IsOver(x))
                    regions.Add(x);
            regions.EndRow(y);
            if (similarity is not null)
            {
                Colours(row, row.B, coloursB);
                Colours(row, row.A, coloursA);
                for (int x = row.First; x < row.End; x++)
                    if (differences.IsSmoothed(x))
                        coloursB.AsSpan(x * row.ColorChannels, row.ColorChannels).CopyTo(coloursA.AsSpan(x * row.ColorChannels));
                similarity.Add(coloursA, coloursB, row.First, row.End);
            }
            picture?.Add(row, differences);
        }
        a.Complete();
        b.Complete();
        totals.Add(common, rows[0].Channels, differences, regions, similarity?.Similarity, ignored.Count);
    }

    // Levels of the colours; what is ignored is equal.
    private static void Colours(RowPair row, float[] values, float[] to)
    {
        float unit = (float)row.Unit;
        if (!row.HasAlpha && !row.IgnoresSome && unit == 1)
        {
            values.CopyTo(to.AsSpan());
            return;
        }
        for (int x = 0; x < row.Width; x++)
            for (int c = 0; c < row.ColorChannels; c++)
                to[(x * row.ColorChannels) + c] = row.IsIgnored(x) ? 0 : values[(x * row.Channels) + c] * unit;
    }

    private FrameReader Open(string path) => FileException.Guard(path, () =>
        ImageFile.OpenFrames(ImageFile.OpenStream(path), Decoding, out _));

    private IRowSource OpenFrame(string path, FrameReader frames, int index)
    {
        IRowSource frame = new NamedRowSource(path, FileException.Guard(path, () => ImageFile.OpenFrame(frames, index, Decoding)));
        return PrefetchingRowSource.IsWorthwhile(frame.Info, Environment.ProcessorCount) ? new PrefetchingRowSource(frame) : frame;
    }

    private IRowSource OpenMask(string path) => FileException.Guard(path, () =>
    {
        IRowSource mask = ImageFile.OpenOpaque(path, Decoding with { LumaOnly = true });
        return (IRowSource)new NamedRowSource(path, mask.Info.Format.ColorChannels == 3 ? new LumaRowSource(mask, Luma.Bt601) : mask);
    });

    private DecodeOptions Decoding => new() { Limits = limits };
}
