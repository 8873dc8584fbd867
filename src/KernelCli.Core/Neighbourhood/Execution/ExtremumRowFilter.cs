using KernelCli.Neighbourhood.Loops;
using KernelCli.Numerics;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>
/// The least or greatest value of the window. The ring holds the extrema along each row, once for each length that a row of
/// the window has. Down the columns of a tall rectangle they are taken over segments of its height in image coordinates, as
/// van Herk, Gil and Werman do: a window is a suffix of one segment and a prefix of the next.
/// </summary>
internal sealed unsafe class ExtremumRowFilter<TSimd, TVector, TPick> : NeighbourhoodRowFilter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TPick : struct, IExtremum<TVector>
{
    // Up to this height adding up rows is cheaper than segments.
    private const int TallestDirect = 9;

    private readonly KeyLoader _loader;
    private readonly WindowExtrema[] _runs;
    private readonly int[] _starts;
    private readonly int[] _runOfRow;
    private readonly long _runBytes;
    private readonly long _columnBytes;
    private readonly int _height;
    private readonly AlignedBuffer _padded;
    private readonly AlignedBuffer _pointers;

    // The suffixes of the segment in which the next window begins, and the prefix of the segment after it.
    private readonly AlignedBuffer? _suffixes;
    private readonly AlignedBuffer? _head;
    private long _nextPosition = long.MinValue;

    public ExtremumRowFilter(Strip strip, FilterWindow window, int strideY, int keyOfNaN)
        : base(strip, strip.Sample.Bytes(), 1, strideY == 1 && window.Height is > 1 and <= TallestDirect ? 2 : 1)
    {
        int sampleBytes = strip.Sample.Bytes(), pixelBytes = sampleBytes * Channels, across = window.Width / 2;
        _loader = new KeyLoader(Padder, strip.Sample, PaddedSamples, keyOfNaN, isSigned: false);
        _padded = new AlignedBuffer(_loader.RowBytes);
        _height = window.Height;
        var reaches = new List<int>();
        _runOfRow = new int[_height];
        for (int y = 0; y < _height; y++)
        {
            int reach = window.Reach(y);
            if (!reaches.Contains(reach))
                reaches.Add(reach);
            _runOfRow[y] = reaches.IndexOf(reach);
        }
        _runs = [.. reaches.Select(reach => new WindowExtrema((2 * reach) + 1, pixelBytes))];
        _starts = [.. reaches.Select(reach => (across - reach) * pixelBytes)];
        _columnBytes = (long)Columns * sampleBytes;
        _runBytes = AlignedBuffer.RoundUp(_columnBytes);
        RingRowBytes = _runBytes * _runs.Length;
        _pointers = new AlignedBuffer((_height + 1L) * sizeof(nint));
        if (_runs.Length == 1 && strideY == 1 && _height > TallestDirect)
            (_suffixes, _head) = (new AlignedBuffer(_runBytes * _height), new AlignedBuffer(_runBytes));
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _padded.Length + _runs.Sum(run => run.ScratchBytes)
        + (_suffixes?.Length ?? 0) + (_head?.Length ?? 0);

    public override void Ingest(byte* source, byte* ringRow)
    {
        _loader.Load(source, _padded.Pointer);
        TakeAlong(ringRow);
    }

    public override void IngestConstant(byte* ringRow)
    {
        _loader.Fill(_padded.Pointer);
        TakeAlong(ringRow);
    }

    protected override void MakeRows(byte** rows, long position, byte* to, long pitch, int count)
    {
        byte** taps = (byte**)_pointers.Pointer;
        byte* first = Target(0, to, pitch), second = Target(1, to, pitch);
        if (_suffixes is not null)
            TakeFromSegments(rows, position, first);
        else if (count == 2 && _runs.Length == 1)
            Extrema<TSimd, TVector, TPick>.RunTwo(rows, _height, first, second, MadeBytes);
        else
            for (int r = 0; r < count; r++)
            {
                for (int y = 0; y < _height; y++)
                    taps[y] = rows[y + r] + (_runOfRow[y] * _runBytes);
                Extrema<TSimd, TVector, TPick>.Run(taps, _height, r == 0 ? first : second, MadeBytes);
            }
        for (int r = 0; r < count; r++)
            EmitKeys(_loader, r == 0 ? first : second, to + (r * pitch));
    }

    private void TakeAlong(byte* ringRow)
    {
        for (int i = 0; i < _runs.Length; i++)
            _runs[i].Run<TSimd, TVector, TPick>(_padded.Pointer + _starts[i], ringRow + (i * _runBytes), _columnBytes);
    }

    private void TakeFromSegments(byte** rows, long position, byte* to)
    {
        int offset = (int)FloorMath.Modulo(position, _height), inFirst = _height - offset;
        bool isFirst = position != _nextPosition;
        _nextPosition = position + 1;
        byte* head = _head!.Pointer;
        if (offset == 0 || isFirst)
            Extrema<TSimd, TVector, TPick>.Suffixes(rows, inFirst, Suffix(offset), _runBytes, _columnBytes);
        byte** pair = stackalloc byte*[2];
        pair[0] = head;
        pair[1] = rows[_height - 1];
        if (offset > 0 && (offset == 1 || isFirst))
            Extrema<TSimd, TVector, TPick>.Run(rows + inFirst, offset, head, MadeBytes);
        else if (offset > 0)
            Extrema<TSimd, TVector, TPick>.Run(pair, 2, head, MadeBytes);
        pair[0] = Suffix(offset);
        pair[1] = head;
        Extrema<TSimd, TVector, TPick>.Run(pair, offset > 0 ? 2 : 1, to, MadeBytes);
    }

    private byte* Suffix(int row) => _suffixes!.Pointer + (row * _runBytes);
}
