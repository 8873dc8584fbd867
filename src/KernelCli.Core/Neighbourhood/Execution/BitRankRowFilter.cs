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
    private readonly int[] _rowOfCell;
    private readonly int[] _offsetOfCell;
    private readonly AlignedBuffer _cells;

    // Rows of bytes widened to the lanes, where a window has more cells than a byte counts.
    private readonly AlignedBuffer? _wide;
    private readonly long _widePitch;
    private readonly int _height;

    public BitRankRowFilter(Strip strip, FilterWindow window, int rank)
        : base(strip, window, isSigned: true, rowsPerCall: 1)
    {
        (_rank, _sampleBytes, _height) = (rank, strip.Sample.Bytes(), window.Height);
        var rows = new List<int>();
        var offsets = new List<int>();
        for (int y = 0; y < window.Height; y++)
            for (int reach = window.Reach(y), dx = -reach; dx <= reach; dx++)
            {
                rows.Add(y);
                offsets.Add(((window.Width / 2) + dx) * Channels * TLanes.SampleBytes);
            }
        (_rowOfCell, _offsetOfCell) = ([.. rows], [.. offsets]);
        _cells = new AlignedBuffer((long)rows.Count * sizeof(nint));
        if (_sampleBytes >= TLanes.SampleBytes)
            return;
        _widePitch = AlignedBuffer.RoundUp((long)PaddedSamples * TLanes.SampleBytes);
        _wide = new AlignedBuffer(_widePitch * _height);
    }

    public override long ScratchBytes => base.ScratchBytes + _cells.Length + (_wide?.Length ?? 0);

    protected override void MakeRows(byte** rows, long position, byte* to, long pitch, int count)
    {
        if (_wide is not null)
            Widen(rows);
        byte** cells = (byte**)_cells.Pointer;
        for (int i = 0; i < _rowOfCell.Length; i++)
            cells[i] = (_wide is null ? rows[_rowOfCell[i]] : _wide.Pointer + (_rowOfCell[i] * _widePitch)) + _offsetOfCell[i];
        byte* line = Line(0);
        RankByBits<TSimd, TVector, TLanes>.Run(cells, _rowOfCell.Length, _rank, 8 * _sampleBytes, line,
            (long)Columns * TLanes.SampleBytes);
        if (_wide is not null)
            for (int i = 0; i < Columns; i++)
                line[i] = (byte)((short*)line)[i];
        Finish(rows, line, to);
    }

    private void Widen(byte** rows)
    {
        for (int y = 0; y < _height; y++)
        {
            short* wide = (short*)(_wide!.Pointer + (y * _widePitch));
            for (int i = 0; i < PaddedSamples; i++)
                wide[i] = ((sbyte*)rows[y])[i];
        }
    }
}
