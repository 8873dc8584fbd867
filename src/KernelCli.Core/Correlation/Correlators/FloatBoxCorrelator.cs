using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Float32 under a box. Sums that slide would depend on where they began, so rows are brought together in groups whose
/// place is fixed in the picture, not in the run: source positions 4g to 4g + 3. A column sum adds the single rows
/// before the first whole group, the groups, and the single rows behind the last, in that order.
/// </summary>
internal sealed unsafe class FloatBoxCorrelator<TSimd, TVector> : RowCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Group = 4;

    private readonly FloatRows<TSimd, TVector> _rows;
    private readonly int _samples;
    private readonly int _channels;
    private readonly int _width;
    private readonly int _height;
    private readonly AlignedBuffer _widened;
    private readonly AlignedBuffer _sums;
    private readonly AlignedBuffer _groups;
    private readonly long[] _groupAt;
    private readonly RowFinish _finish;

    public FloatBoxCorrelator(RowRange range, int width, int height, RowFinish finish)
    {
        (_rows, _samples, _channels, _finish) = (new FloatRows<TSimd, TVector>(range), range.Samples, range.Channels, finish);
        (_width, _height) = (width, height);
        _widened = new AlignedBuffer(_rows.RowBytes);
        RingRowBytes = AlignedBuffer.RoundUp((long)_samples * 4);
        _sums = new AlignedBuffer(RingRowBytes);
        _groupAt = new long[(height / Group) + 1];
        Array.Fill(_groupAt, long.MinValue);
        _groups = new AlignedBuffer(RingRowBytes * _groupAt.Length);
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => _rows.ScratchBytes + _widened.Length + _sums.Length + _groups.Length;

    public override void Enter(byte* source, byte* ringRow)
    {
        _rows.Extend(source, (float*)_widened.Pointer);
        Take(ringRow);
    }

    public override void EnterConstant(byte* ringRow)
    {
        _rows.Fill((float*)_widened.Pointer);
        Take(ringRow);
    }

    public override void Leave(byte** rows, long position, byte* to)
    {
        float* sums = (float*)_sums.Pointer;
        bool empty = true;
        for (int y = 0; y < _height;)
        {
            // Bitwise and finds the place within a group for negative positions too.
            bool whole = ((position + y) & (Group - 1)) == 0 && y + Group <= _height;
            float* row = whole ? GroupRow((position + y) / Group, rows + y) : (float*)rows[y];
            y += whole ? Group : 1;
            if (empty)
                Buffer.MemoryCopy(row, sums, RingRowBytes, RingRowBytes);
            else
                BoxSums.AddS<TSimd, TVector>(sums, row, sums, _samples);
            empty = false;
        }
        _finish.Run(sums, to, _samples);
    }

    private float* GroupRow(long group, byte** rows)
    {
        int slot = (int)((ulong)group % (ulong)_groupAt.Length);
        float* sum = (float*)(_groups.Pointer + (slot * RingRowBytes));
        if (_groupAt[slot] == group)
            return sum;
        _groupAt[slot] = group;
        BoxSums.AddS<TSimd, TVector>((float*)rows[0], (float*)rows[1], sum, _samples);
        BoxSums.AddS<TSimd, TVector>(sum, (float*)rows[2], sum, _samples);
        BoxSums.AddS<TSimd, TVector>(sum, (float*)rows[3], sum, _samples);
        return sum;
    }

    private void Take(byte* ringRow) =>
        WindowSums.RunS<TSimd, TVector>((float*)_widened.Pointer, (int)(_rows.RowBytes / 4), _width, _channels, (float*)ringRow, _samples);
}
