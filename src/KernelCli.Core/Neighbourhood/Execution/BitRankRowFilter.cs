using KernelCli.Correlation.Execution;
using KernelCli.Neighbourhood.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>The value of a rank in a window of any shape, bit by bit.</summary>
internal sealed unsafe class BitRankRowFilter<TSimd, TVector, TLanes> : RankRowFilter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TLanes : struct, ISignedLanes<TVector>
{
    private readonly int _rank;
    private readonly int _sampleBytes;
    private readonly int _cellCount;
    private readonly TapTable _cells;

    // Rows of bytes widened to the lanes, where a window has more cells than a byte counts.
    private readonly AlignedBuffer? _wide;
    private readonly AlignedBuffer? _wideRows;
    private readonly int _height;

    public BitRankRowFilter(Strip strip, FilterWindow window, int rank)
        : base(strip, window, isSigned: true, rowsPerCall: 1)
    {
        (_rank, _sampleBytes, _height) = (rank, strip.Sample.Bytes(), window.Height);
        (_cellCount, _cells) = (window.Cells, new TapTable(window.Taps(Channels), TLanes.SampleBytes));
        if (_sampleBytes >= TLanes.SampleBytes)
            return;
        long pitch = AlignedBuffer.RoundUp((long)PaddedSamples * TLanes.SampleBytes);
        (_wide, _wideRows) = (new AlignedBuffer(pitch * _height), new AlignedBuffer((long)_height * sizeof(nint)));
        for (int y = 0; y < _height; y++)
            ((byte**)_wideRows.Pointer)[y] = _wide.Pointer + (y * pitch);
    }

    public override long ScratchBytes => base.ScratchBytes + _cells.ScratchBytes + (_wide?.Length ?? 0)
        + (_wideRows?.Length ?? 0);

    protected override void MakeRows(byte** rows, long position, byte* to, long pitch, int count)
    {
        byte** from = _wideRows is null ? rows : (byte**)_wideRows.Pointer;
        if (_wideRows is not null)
            Widen(rows, (short**)from);
        byte* line = Line(0);
        RankByBits<TSimd, TVector, TLanes>.Run(_cells.Resolve(from, 0), _cellCount, _rank, 8 * _sampleBytes, line,
            (long)Columns * TLanes.SampleBytes);
        if (_wideRows is not null)
            for (int i = 0; i < Columns; i++)
                line[i] = (byte)((short*)line)[i];
        Finish(rows, line, to);
    }

    private void Widen(byte** rows, short** to)
    {
        for (int y = 0; y < _height; y++)
            for (int i = 0; i < PaddedSamples; i++)
                to[y][i] = ((sbyte*)rows[y])[i];
    }
}
