using KernelCli.Correlation.Execution;
using KernelCli.Neighbourhood.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>
/// The value of a percentile among the numbers of a window of any shape, bit by bit. NaN is left out: its key is the greatest, so that n
/// numbers are the first n of the sorted cells. NaN where there is no number.
/// </summary>
internal sealed unsafe class ValidRankRowFilter<TSimd, TVector> : NeighbourhoodRowFilter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly KeyLoader _loader;
    private readonly TapTable _cells;
    private readonly int[] _rankOfCount;
    private readonly AlignedBuffer _ranks;

    /// <param name="strip">The output columns to compute.</param>
    /// <param name="window">The cells that are looked at.</param>
    /// <param name="rankOfCount">The index of the result among the sorted numbers, for each count of them from 0 to all cells.</param>
    public ValidRankRowFilter(Strip strip, FilterWindow window, int[] rankOfCount)
        : base(strip, sizeof(float), 1, rowsPerCall: 1)
    {
        _loader = new KeyLoader(Padder, strip.Sample, PaddedSamples, OrderedKeys.Greatest, isSigned: true);
        RingRowBytes = _loader.RowBytes;
        (_cells, _rankOfCount) = (new TapTable(window.Taps(Channels), sizeof(int)), rankOfCount);
        _ranks = new AlignedBuffer(LineBytes);
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _cells.ScratchBytes + _ranks.Length;

    public override void Ingest(byte* source, byte* ringRow) => _loader.Load(source, ringRow);

    public override void IngestConstant(byte* ringRow) => _loader.Fill(ringRow);

    protected override void MakeRows(byte** rows, long position, byte* to, long pitch, int count)
    {
        byte** cells = _cells.Resolve(rows, 0);
        int* ranks = (int*)_ranks.Pointer;
        RankOfNumbers<TSimd, TVector>.Count(cells, _rankOfCount.Length - 1, ranks, Columns);
        for (int i = 0; i < Columns; i++)
            ranks[i] = _rankOfCount[ranks[i]];
        byte* line = Line(0);
        RankOfNumbers<TSimd, TVector>.Run(cells, _rankOfCount.Length - 1, ranks, (int*)line, Columns);
        EmitKeys(_loader, line, to);
    }
}
