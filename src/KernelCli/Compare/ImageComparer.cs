using KernelCli.Chains;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Progress;
using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Compare;

/// <summary>
/// Compares pictures row against row, with their EXIF orientation applied. Both are decoded ahead; memory does not grow with their
/// height, and rows of equal bytes cost a comparison of memory. Of two files of the same bytes one is decoded.
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

    /// <summary>The threads of a pair.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The memory that concurrent pairs share, or null for a pair alone.</summary>
    public MemoryBudget? Budget { get; init; }

    /// <summary>Compares two files, every frame of each.</summary>
    /// <param name="name">The name of the pair in reports.</param>
    /// <param name="actual">The file to check.</param>
    /// <param name="expected">The file it should equal.</param>
    /// <param name="differenceFile">The file for a picture of the differences, or null.</param>
    /// <param name="meter">Counts rows, or null.</param>
    /// <exception cref="FileException">A file cannot be read, or that of the differences not written.</exception>
    public Comparison Run(string name, string actual, string expected, string? differenceFile = null, PictureMeter? meter = null)
    {
        bool areIdentical = IdenticalFiles.Are(actual, expected);
        using FrameReader a = Open(actual);
        using FrameReader? other = areIdentical ? null : Open(expected);
        FrameReader b = other ?? a;
        if (a.Frames.Count != b.Frames.Count)
            return new Comparison(name) { Problem = $"{Frames(a)} where {Frames(b)} expected" };
        if (differenceFile is not null && a.Frames.Count > 1)
            throw new UsageException($"{actual} has {a.Frames.Count} frames, and {differenceFile} would show one: compare without it");
        var totals = new DifferenceTotals();
        for (int i = 0; i < a.Frames.Count; i++)
        {
            using IRowSource frameA = OpenFrame(actual, a, i);
            using IRowSource? otherFrame = areIdentical ? null : OpenFrame(expected, b, i);
            IRowSource frameB = otherFrame ?? frameA;
            string? problem = SizeOf(frameA) == SizeOf(frameB) ? null
                : (a.Frames.Count == 1 ? "" : $"frame {i + 1}: ") + $"{frameA.Info.Width}x{frameA.Info.Height} where "
                    + $"{frameB.Info.Width}x{frameB.Info.Height} is expected";
            if (problem is not null && differenceFile is null)
                return new Comparison(name) { Problem = problem, Worst = (i, null) };
            ImageInfo common = frameA.Info.With(
                Math.Min(frameA.Info.Width, frameB.Info.Width), Math.Min(frameA.Info.Height, frameB.Info.Height));
            totals.AddKinds(frameA.Info.Format, frameB.Info.Format);
            meter?.BeginFrame(i + 1, a.Frames.Count, common.Width, common.Height, common.Height);
            using IDisposable? room = Budget?.Admit(BytesOf(frameA.Info) + BytesOf(frameB.Info), cancellation);
            var work = new FrameWork(actual, frameA, frameB, common, Metrics, Ignored, meter);
            if (differenceFile is null)
                Compare(totals, work, null);
            else
                AtomicFile.Write(differenceFile, stream =>
                {
                    using var picture = DifferencePicture.Create(differenceFile, stream, common.Width, common.Height, Threads);
                    Compare(totals, work, picture);
                    picture.Complete();
                });
            if (problem is not null)
                return new Comparison(name) { Problem = problem, Worst = (i, null) };
        }
        FileException.Guard(actual, a.Complete);
        if (other is not null)
            FileException.Guard(expected, other.Complete);
        return totals.ToComparison(name, Metrics);
    }

    /// <summary>Draws what a page shows of a pair that differs: of several frames the one that differs most.</summary>
    /// <param name="comparison">How the pair differs.</param>
    /// <param name="actual">The file that was checked.</param>
    /// <param name="expected">The file that it should equal.</param>
    /// <param name="shrink">How many times fewer pixels are drawn than would be on a page for few pairs.</param>
    /// <exception cref="FileException">A file cannot be read.</exception>
    public DrawnPair Draw(Comparison comparison, string actual, string expected, double shrink)
    {
        using FrameReader a = Open(actual), b = Open(expected);
        (int frame, DifferenceRegion? region) = comparison.Worst;
        using IRowSource frameA = OpenFrame(actual, a, frame), frameB = OpenFrame(expected, b, frame);
        (int width, int height) = (Math.Max(frameA.Info.Width, frameB.Info.Width), Math.Max(frameA.Info.Height, frameB.Info.Height));
        PictureWindow window = PictureWindow.Of(width, height, region).Shrunk(shrink);
        var pictures = new PairPictures(window, SizeOf(frameA), SizeOf(frameB));
        using IDisposable? room = Budget?.Admit(BytesOf(frameA.Info) + BytesOf(frameB.Info), cancellation);
        using IRowSource wholeA = new PaddedRowSource(frameA, width, height), wholeB = new PaddedRowSource(frameB, width, height);
        IReadOnlyList<Place> ignored = SizeOf(frameA) == SizeOf(frameB) ? Ignored : [];
        Compare(new DifferenceTotals(), new FrameWork(actual, wholeA, wholeB, wholeA.Info, Metrics.None, ignored, null), pictures);
        string[] shown = [.. a.Frames.Count > 1 ? (string[])[$"frame {frame + 1}"] : [], .. window.Describe(width, height) is { } part
            ? (string[])[part] : []];
        return new DrawnPair(window, pictures.Files, shown.Length == 0 ? null : string.Join(", ", shown));
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FileException">It cannot be read.</exception>
    public void Verify(string path)
    {
        using FrameReader file = Open(path);
        for (int i = 0; i < file.Frames.Count; i++)
        {
            using IRowSource frame = OpenFrame(path, file, i);
            byte[] row = new byte[frame.Info.RowBytes];
            for (int y = 0; y < frame.Info.Height; y++)
            {
                cancellation.ThrowIfCancellationRequested();
                frame.ReadRow(row);
            }
            frame.Complete();
        }
        FileException.Guard(path, file.Complete);
    }

    private static (int Width, int Height) SizeOf(IRowSource frame) => (frame.Info.Width, frame.Info.Height);

    // Some decoders hold a whole picture.
    private static long BytesOf(ImageInfo info) => (long)info.RowBytes * info.Height;

    private static string Frames(FrameReader file) => file.Frames.Count == 1 ? "one frame is" : $"{file.Frames.Count} frames are";

    // Over the columns and rows that both have. To tell smoothed edges, a row waits for the two below it.
    private void Compare(DifferenceTotals totals, FrameWork work, IComparedRows? picture)
    {
        (string actual, IRowSource a, IRowSource b, ImageInfo common, Metrics metrics, IReadOnlyList<Place> places, PictureMeter? meter) =
            work;
        var rows = new RowPair[tolerance.SkipsSmoothedEdges ? EdgeSmoothing.Rows : 1];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = new RowPair(a.Info, b.Info);
        EdgeSmoothing? smoothing = tolerance.SkipsSmoothedEdges ? new EdgeSmoothing(rows, common.Height) : null;
        var differences = new RowDifferences(rows[0], tolerance, smoothing);
        var regions = new DifferenceRegions();
        RunningSimilarity? similarity = metrics.HasFlag(Metrics.Ssim)
            && Math.Min(common.Width, common.Height) >= RunningSimilarity.Window
            ? new RunningSimilarity(common.Width, rows[0].ColorChannels)
            : null;
        float[] coloursA = new float[common.Width * rows[0].ColorChannels], coloursB = new float[coloursA.Length];
        using var ignored = new IgnoredPlaces(places, common, actual, OpenMask);
        int wait = rows.Length / 2;
        for (int read = 0; read < common.Height + wait; read++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (read < common.Height)
            {
                rows[read % rows.Length].Read(a, b, ignored.Next());
                meter?.CountRead();
            }
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
            meter?.CountWritten();
        }
        a.Complete();
        if (b != a)
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
        return PrefetchingRowSource.IsWorthwhile(frame.Info, Threads) ? new PrefetchingRowSource(frame) : frame;
    }

    private IRowSource OpenMask(string path) => FileException.Guard(path, () =>
    {
        IRowSource mask = ImageFile.OpenOpaque(path, Decoding with { LumaOnly = true });
        return (IRowSource)new NamedRowSource(path, mask.Info.Format.ColorChannels == 3 ? new LumaRowSource(mask, Luma.Bt601) : mask);
    });

    private DecodeOptions Decoding => new() { Limits = limits };

    // Two frames, what is measured of them and where.
    private sealed record FrameWork(string Actual, IRowSource A, IRowSource B, ImageInfo Common, Metrics Metrics,
        IReadOnlyList<Place> Ignored, PictureMeter? Meter);
}

/// <summary>What a page shows of a pair.</summary>
/// <param name="Window">The part of the pictures.</param>
/// <param name="Files">The pictures as PNG files.</param>
/// <param name="Shown">The part in words; null for all.</param>
internal sealed record DrawnPair(PictureWindow Window, (byte[] Actual, byte[] Expected, byte[] Layer) Files, string? Shown);
