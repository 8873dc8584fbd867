using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Numerics;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Float32 under a box. Sums that slide would depend on where they began, so rows are brought together in stretches whose place is fixed in
/// the picture, not in the run: source positions h g to h g + h - 1, h the height of the box. A box that begins inside a stretch is the sum of the stretch's rows from
/// there on, added up from the last one back, and of the next stretch's first rows, added up downwards. Both are at hand from the output before:
/// three additions an output, whatever the height. Low boxes are added up row by row.
/// </summary>
internal sealed unsafe class FloatBoxCorrelator<TSimd, TVector> : RowCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Up to here adding the rows up one by one is cheaper.
    private const int HighestDirect = 6;

    private readonly FloatRows<TSimd, TVector> _rows;
    private readonly WindowSums _windows;
    private readonly int _height;
    private readonly AlignedBuffer _widened;
    private readonly FloatTapPass<TSimd, TVector> _pass;
    private readonly FloatOutput<TSimd, TVector> _output;

    // Of the stretch in which the next output's box begins: for each of its rows the sum from there to the end. And the sum of the next one's first rows.
    private readonly AlignedBuffer? _tails;
    private readonly AlignedBuffer? _head;
    private readonly AlignedBuffer _pointers;
    private long _nextPosition = long.MinValue;

    public FloatBoxCorrelator(RowRange range, int width, int height, RowFinish finish)
        : base(range, finish)
    {
        (_rows, _height) = (new FloatRows<TSimd, TVector>(range), height);
        _widened = new AlignedBuffer(_rows.RowBytes);
        _windows = new WindowSums(width, range.Channels, 4);
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * 4);
        (float factor, float offset) = finish.FloatScale ?? (1, 0);
        _pass = new FloatTapPass<TSimd, TVector>(factor, offset) { Rows = height };
        _output = new FloatOutput<TSimd, TVector>(Samples, _pass, finish, scaled: finish.FloatScale is not null);
        _pointers = new AlignedBuffer((long)height * sizeof(nint));
        if (height > HighestDirect)
            (_tails, _head) = (new AlignedBuffer(RingRowBytes * height), new AlignedBuffer(RingRowBytes));
    }

    // Rows have nothing in common but sums that are carried from one to the next, and pieces are moved, so that each row is done before the next begins.
    public override int Block => 1;

    public override long RingRowBytes { get; }

    public override long ScratchBytes =>
        _rows.ScratchBytes + _windows.ScratchBytes + _widened.Length + _output.ScratchBytes + (_tails?.Length ?? 0) + (_head?.Length ?? 0);

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

    protected override void MakePiece(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        for (int r = 0; r < count; r++)
            MakeRow(rows + r, position + r, r == 0 && position != _nextPosition, first, samples, to + (r * pitch));
        if (first + samples == Samples)
            _nextPosition = position + count;
    }

    // A piece of one output row; a fresh one does not follow on another.
    private void MakeRow(byte** rows, long position, bool fresh, int first, int samples, byte* to)
    {
        if (_tails is null)
        {
            _output.Write(rows, first, samples, to);
            return;
        }
        int begun = (int)FloorMath.Modulo(position, _height);
        if (begun == 0 || fresh)
            BoxSums.Tails<TSimd, TVector>(From(rows, _height - begun, first), _height - begun, Tail(begun, first), RingRowBytes / 4, samples);
        if (begun > 0)
            AddHead(rows + _height - begun, begun, fresh, first, samples);
        byte** parts = stackalloc byte*[2];
        parts[0] = (byte*)Tail(begun, 0);
        parts[1] = _head!.Pointer;
        _pass.Rows = begun == 0 ? 1 : 2;
        _output.Write(parts, first, samples, to);
    }

    private void AddHead(byte** rows, int begun, bool fresh, int first, int samples)
    {
        float* head = (float*)_head!.Pointer + first;
        if (begun == 1 || fresh)
            TapSums.AddS<TSimd, TVector>(From(rows, begun, first), begun, head, samples);
        else
            BoxSums.AddS<TSimd, TVector>(head, (float*)rows[begun - 1] + first, head, samples);
    }

    private float* Tail(int row, int first) => (float*)(_tails!.Pointer + (row * RingRowBytes)) + first;

    private float** From(byte** rows, int count, int first)
    {
        float** taps = (float**)_pointers.Pointer;
        for (int y = 0; y < count; y++)
            taps[y] = (float*)rows[y] + first;
        return taps;
    }

    private void Take(byte* ringRow) => _windows.RunS<TSimd, TVector>((float*)_widened.Pointer, (float*)ringRow, Samples);
}
