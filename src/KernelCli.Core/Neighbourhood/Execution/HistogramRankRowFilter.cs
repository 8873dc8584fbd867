using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>
/// The value of a rank among the bytes of a rectangle, in a time that does not grow with it (Perreault and Hebert 2007): a
/// histogram of each column moves down with the window, and the window's own moves right by adding a column and taking one
/// away. Histograms have 16 groups of 16 values and are cumulative, so that a comparison finds the group, then the value; of
/// the values only the groups that are looked into are kept up to date.
/// </summary>
internal sealed unsafe class HistogramRankRowFilter : RankRowFilter
{
    private const int Groups = 16;

    private readonly int _rank;
    private readonly int _width;
    private readonly int _height;
    private readonly int _strideY;

    // For each column its counts of groups; for each group and column its counts of values. A column has at most 255 cells.
    private readonly AlignedBuffer _groups;
    private readonly AlignedBuffer _values;

    // Row v counts one value v: ones from there on.
    private readonly AlignedBuffer _ones;

    // The window's values of each group, and the column at which the window was when they were right.
    private readonly AlignedBuffer _window;
    private long _lastPosition = long.MinValue;

    public HistogramRankRowFilter(Strip strip, FilterWindow window, int rank, int strideY)
        : base(strip, window, isSigned: false, rowsPerCall: 1)
    {
        (_rank, _width, _height, _strideY) = (rank, window.Width, window.Height, strideY);
        _groups = new AlignedBuffer((long)PaddedSamples * Groups);
        _values = new AlignedBuffer((long)PaddedSamples * Groups * Groups);
        _window = new AlignedBuffer(Groups * Groups * sizeof(ushort));
        _ones = new AlignedBuffer(Groups * Groups);
        for (int v = 0; v < Groups; v++)
            for (int i = v; i < Groups; i++)
                _ones.Pointer[(v * Groups) + i] = 1;
    }

    public override int HistoryRows => Math.Min(_strideY, _height);

    public override long ScratchBytes => base.ScratchBytes + _groups.Length + _values.Length + _window.Length + _ones.Length;

    protected override void MakeRows(byte** rows, long position, byte* to, long pitch, int count)
    {
        if (position - _lastPosition == _strideY && _strideY < _height)
            for (int y = 0; y < _strideY; y++)
                Slide(rows[_height - _strideY + y], rows[y - _strideY]);
        else
        {
            _groups.Span.Clear();
            new Span<byte>(_values.Pointer, checked((int)_values.Length)).Clear();
            for (int y = 0; y < _height; y++)
                Slide(rows[y], null);
        }
        _lastPosition = position;
        for (int channel = 0; channel < Channels; channel++)
            Select(channel, Line(0));
        Finish(rows, Line(0), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Slide(byte* entering, byte* leaving)
    {
        byte* groups = _groups.Pointer, values = _values.Pointer, ones = _ones.Pointer;
        long groupPitch = (long)PaddedSamples * Groups;
        for (int x = 0; x < PaddedSamples; x++)
        {
            int enters = entering[x], leaves = leaving == null ? 0 : leaving[x];
            if (leaving != null && enters == leaves)
                continue;
            byte* group = groups + ((long)x * Groups), value = values + ((enters >> 4) * groupPitch) + ((long)x * Groups);
            Vector128<byte> counts = Vector128.Load(group) + Vector128.Load(ones + ((enters >> 4) * Groups));
            (Vector128.Load(value) + Vector128.Load(ones + ((enters & 15) * Groups))).Store(value);
            if (leaving != null)
            {
                counts -= Vector128.Load(ones + ((leaves >> 4) * Groups));
                value = values + ((leaves >> 4) * groupPitch) + ((long)x * Groups);
                (Vector128.Load(value) - Vector128.Load(ones + ((leaves & 15) * Groups))).Store(value);
            }
            counts.Store(group);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Select(int channel, byte* line)
    {
        int columns = Columns / Channels;
        long step = (long)Channels * Groups, groupPitch = (long)PaddedSamples * Groups;
        byte* groups = _groups.Pointer + (channel * Groups), values = _values.Pointer + (channel * Groups);
        ushort* window = (ushort*)_window.Pointer;
        int* current = stackalloc int[Groups];
        new Span<int>(current, Groups).Fill(-_width);
        Vector256<ushort> counts = Sum(groups, step, _width), rank = Vector256.Create((ushort)_rank);
        ushort* held = stackalloc ushort[Groups + 1];
        held[0] = 0;
        for (int x = 0; ; x++)
        {
            int group = System.Numerics.BitOperations.TrailingZeroCount(Vector256.GreaterThan(counts, rank).ExtractMostSignificantBits());
            counts.Store(held + 1);
            int below = held[group];
            ushort* sums = window + (group * Groups);
            byte* column = values + (group * groupPitch) + (x * step);
            Vector256<ushort> inGroup = Vector256.Load(sums);
            int behind = x - current[group];
            if (2 * behind >= _width)
                inGroup = Sum(column, step, _width);
            else
                for (byte* at = column - (behind * step); at < column; at += step)
                    inGroup = inGroup + Load(at + (_width * step)) - Load(at);
            inGroup.Store(sums);
            current[group] = x;
            uint above = Vector256.GreaterThan(inGroup, Vector256.Create((ushort)(_rank - below))).ExtractMostSignificantBits();
            line[(x * Channels) + channel] = (byte)((group << 4) + System.Numerics.BitOperations.TrailingZeroCount(above));
            if (x == columns - 1)
                return;
            counts = counts + Load(groups + ((x + _width) * step)) - Load(groups + (x * step));
        }
    }

    private static Vector256<ushort> Sum(byte* columns, long step, int count)
    {
        Vector256<ushort> sum = Load(columns);
        for (int i = 1; i < count; i++)
            sum += Load(columns + (i * step));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Load(byte* counts) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int16(counts).AsUInt16()
        : Vector256.Create(Vector128.WidenLower(Vector128.Load(counts)), Vector128.WidenUpper(Vector128.Load(counts)));
}
