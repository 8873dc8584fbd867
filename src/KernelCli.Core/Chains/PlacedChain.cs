using System.Globalization;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Chains;

/// <summary>
/// A chain that is run only where places say. Each piece of the picture around touched pixels goes through a chain of its
/// own, with the pixels around it that the results depend on.
/// </summary>
internal sealed class PlacedChain
{
    private readonly IReadOnlyList<FilterStep> _steps;
    private readonly ChainOptions _options;
    private readonly Func<string, IRowSource>? _openMask;
    private readonly PlaceMap _map;
    private readonly FilterPiece[] _pieces;
    private readonly PixelFormat _result;

    /// <param name="rows">The picture that is filtered: gray where the result is.</param>
    /// <param name="steps">The filters.</param>
    /// <param name="options">The options; the depth is that of the result.</param>
    /// <param name="places">Where to filter.</param>
    /// <param name="openMask">Opens a mask as gray rows.</param>
    /// <exception cref="ArgumentException">The chain does not keep the size, or no place is inside the picture.</exception>
    public PlacedChain(IRowSource rows, IReadOnlyList<FilterStep> steps, ChainOptions options, IReadOnlyList<Place> places,
        Func<string, IRowSource>? openMask)
    {
        // Channels are chosen, and rows are read ahead, before the picture is divided.
        _options = options with
        {
            Where = null,
            Statistics = null,
            Channels = ChannelMode.Color,
            Geometry = options.Geometry with { Threads = 1 },
        };
        (_steps, _openMask) = (steps, openMask);
        ImageInfo info = rows.Info;
        using FilterChain whole = ChainBuilder.Build(new UnreadRows(info), steps, _options, openMask);
        if ((whole.Info.Width, whole.Info.Height) != (info.Width, info.Height))
            throw new ArgumentException($"only filters that keep the size can be kept to places: these make "
                + $"{whole.Info.Width}x{whole.Info.Height} pixels of {info.Width}x{info.Height}");
        (_map, _result) = (new PlaceMap(places, info, openMask), whole.Info.Format);
        (FullRange, Reach) = (whole.FullRange, whole.Reach);
        bool needsReal = options.Statistics is not null;
        List<(PixelBox Box, bool IsGraded)> pieces = _map.Pieces(whole.Reach);
        (_pieces, Statistics) = (new FilterPiece[pieces.Count], options.Statistics);
        long read = 0, waiting = 0;
        for (int i = 0; i < _pieces.Length; i++)
        {
            PixelBox box = pieces[i].Box, source = box.Grown(whole.Reach, info.Width, info.Height);
            _pieces[i] = new FilterPiece(box, source, info, pieces[i].IsGraded || needsReal, Build);
            (read, waiting) = (read + source.Pixels, Math.Max(waiting, _pieces[i].RowsAhead));
        }
        options.Limits.CheckMemory(waiting * info.RowBytes);
        string share = (100.0 * Touched / info.Pixels).ToString("0.##", CultureInfo.InvariantCulture);
        Stages =
        [
            .. whole.Stages,
            new ChainStage("where", $"{Touched} of {info.Pixels} pixels, {share} %; with what is around them {read} are filtered, in "
                + $"{_pieces.Length} {(_pieces.Length == 1 ? "piece" : "pieces")}", whole.Info, waiting * info.RowBytes),
        ];
    }

    /// <summary>The stages of the chain, as for the whole picture, and what is done of them.</summary>
    public IReadOnlyList<ChainStage> Stages { get; }

    /// <summary>The value of white in unrounded results.</summary>
    public double FullRange { get; }

    /// <summary>Which pixels a result depends on.</summary>
    public ChainReach Reach { get; }

    /// <summary>The number of pixels in the places.</summary>
    public long Touched => _map.Touched;

    /// <summary>Receives the statistics of touched pixels, or null.</summary>
    public ClippingStatistics? Statistics { get; }

    /// <summary>The picture with its places filtered; owns the rows.</summary>
    public IRowSource Open(IRowSource rows) => new PlacedRowSource(rows, _result.Sample, _pieces, _map.Open(), Statistics, _options.Curve);

    private FilterChain Build(IRowSource source, PixelBox box, bool isUnrounded) => ChainBuilder.Build(source, _steps, _options with
    {
        IsUnrounded = isUnrounded,
        Geometry = _options.Geometry with { Origin = (box.Left, box.Top) },
    }, _openMask);

    /// <summary>Rows of a picture for which a chain is planned and not run.</summary>
    private sealed class UnreadRows(ImageInfo info) : RowSource(info)
    {
        protected override void ReadNextRow(Span<byte> row, int y) => throw new InvalidOperationException("the rows are not there");

        protected override void CompleteRows()
        {
        }
    }
}
