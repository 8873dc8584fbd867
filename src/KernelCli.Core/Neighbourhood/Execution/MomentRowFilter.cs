using KernelCli.Correlation.Execution;
using KernelCli.Correlation.Loops;
using KernelCli.Neighbourhood.Loops;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>
/// Sums of the window's samples and of their squares. The ring holds the sums along each row. Whole numbers slide down the
/// columns, which is exact; sums of floats are added up anew for each row, so that they do not depend on where one began.
/// </summary>
internal abstract unsafe class MomentRowFilter<TSimd, TVector> : NeighbourhoodRowFilter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly FilterWindow _window;
    private readonly SampleType _sample;
    private readonly bool _hasSquares;
    private readonly int _strideY;
    private readonly int _sumBytes;
    private readonly int _squareBytes;
    private readonly long _sumsPitch;
    private readonly long _squaresPitch;
    private readonly WindowSums _sumWindows;
    private readonly WindowSums _squareWindows;
    private readonly AlignedBuffer _values;
    private readonly AlignedBuffer _squares;
    private readonly AlignedBuffer _pointers;
    private readonly AlignedBuffer _sumsOfWindow;
    private readonly AlignedBuffer _squaresOfWindow;

    // Where cells are weighted: a row in float32, without NaN where that is left out, the weights, and their sum in each window.
    // Alpha counts in this unit: that of whole samples itself, so that their weighted sums are exact; of float32 white, so that
    // the sums of an opaque picture are those without alpha.
    private readonly double _alphaUnit;
    private readonly CellWeights _weights;
    private readonly bool _isReal;
    private readonly long _weightsPitch;
    private readonly AlignedBuffer? _numbers;
    private readonly AlignedBuffer? _weightsOfRow;
    private readonly AlignedBuffer? _weightsOfWindow;
    private long _lastPosition = long.MinValue;

    /// <param name="strip">The output columns to compute.</param>
    /// <param name="window">The window.</param>
    /// <param name="strideY">The stride between output rows.</param>
    /// <param name="hasSquares">Whether squares are summed up as well.</param>
    /// <param name="resultBytes">Bytes of a sample of the result.</param>
    /// <param name="planes">Samples that each source sample becomes.</param>
    /// <param name="weights">How much each cell counts.</param>
    /// <param name="white">The value of white, which is the alpha of an opaque pixel.</param>
    protected MomentRowFilter(Strip strip, FilterWindow window, int strideY, bool hasSquares, int resultBytes, int planes,
        CellWeights weights, double white)
        : base(strip, resultBytes, planes, rowsPerCall: 1)
    {
        (_window, _sample, _strideY, _hasSquares, _weights) = (window, strip.Sample, strideY, hasSquares, weights);
        _isReal = _sample is SampleType.Float32 || weights is not CellWeights.Equal;
        (White, _alphaUnit) = (white, _sample is SampleType.Float32 ? white : 1);
        _sumBytes = _isReal ? sizeof(double) : sizeof(uint);
        _squareBytes = _sample is SampleType.UInt8 && !_isReal ? sizeof(uint) : sizeof(double);
        _sumsPitch = AlignedBuffer.RoundUp((long)Columns * _sumBytes);
        _squaresPitch = hasSquares ? AlignedBuffer.RoundUp((long)Columns * _squareBytes) : 0;
        _weightsPitch = weights is CellWeights.Equal ? 0 : _sumsPitch;
        RingRowBytes = _sumsPitch + _squaresPitch + _weightsPitch + AlignedBuffer.RoundUp(Padder.Bytes);
        _sumWindows = new WindowSums(window.Width, Channels, _sumBytes);
        _squareWindows = new WindowSums(window.Width, Channels, _squareBytes);
        _values = new AlignedBuffer(AlignedBuffer.RoundUp((long)PaddedSamples * _sumBytes));
        _squares = new AlignedBuffer(hasSquares ? AlignedBuffer.RoundUp((long)PaddedSamples * _squareBytes) : 0);
        _pointers = new AlignedBuffer((long)window.Height * sizeof(nint));
        if (weights is not CellWeights.Equal)
        {
            (_weightsOfRow, _weightsOfWindow) = (new AlignedBuffer(_values.Length), new AlignedBuffer(_sumsPitch));
            _numbers = new AlignedBuffer(AlignedBuffer.RoundUp((long)PaddedSamples * sizeof(float)));
        }
        (_sumsOfWindow, _squaresOfWindow) = (new AlignedBuffer(_sumsPitch), new AlignedBuffer(_squaresPitch));
    }

    public sealed override long RingRowBytes { get; }

    public override int HistoryRows => Math.Min(_strideY, _window.Height);

    public override long ScratchBytes => base.ScratchBytes + _sumWindows.ScratchBytes + _squareWindows.ScratchBytes + _values.Length
        + _squares.Length + _sumsOfWindow.Length + _squaresOfWindow.Length
        + (_numbers?.Length ?? 0) + (_weightsOfRow?.Length ?? 0) + (_weightsOfWindow?.Length ?? 0);

    public sealed override void Ingest(byte* source, byte* ringRow)
    {
        Padder.Pad(source, Raw(ringRow));
        AddAlong(ringRow);
    }

    public sealed override void IngestConstant(byte* ringRow)
    {
        Padder.Fill(Raw(ringRow));
        AddAlong(ringRow);
    }

    /// <summary>The value of white.</summary>
    protected double White { get; }

    /// <summary>Whether cells count as much as their alpha.</summary>
    protected bool HasAlpha => _weights is CellWeights.Alpha;

    /// <summary>The sum of the weights of each window's samples; null where each counts alike.</summary>
    protected double* Weights => _weightsOfWindow is null ? null : (double*)_weightsOfWindow.Pointer;

    /// <summary>Writes an output row.</summary>
    /// <param name="values">The values in the middle of the windows.</param>
    /// <param name="sums">The sums: uint, or double for float32 and weighted samples.</param>
    /// <param name="squares">The sums of squares: uint for bytes, ulong for 16 bit, double for float32 and weighted samples.</param>
    /// <param name="to">The output row.</param>
    protected abstract void Write(byte* values, byte* sums, byte* squares, byte* to);

    protected sealed override void MakeRows(byte** rows, long position, byte* to, long pitch, int count)
    {
        if (_isReal)
        {
            AddUp(rows, 0, _sumsOfWindow.Pointer);
            if (_hasSquares)
                AddUp(rows, _sumsPitch, _squaresOfWindow.Pointer);
            if (_weightsOfWindow is not null)
                AddUp(rows, _sumsPitch + _squaresPitch, _weightsOfWindow.Pointer);
        }
        else if (position - _lastPosition == _strideY && _strideY < _window.Height)
            for (int y = 0; y < _strideY; y++)
                Slide(rows[_window.Height - _strideY + y], rows[y - _strideY]);
        else
        {
            _sumsOfWindow.Span.Clear();
            _squaresOfWindow.Span.Clear();
            for (int y = 0; y < _window.Height; y++)
                Slide(rows[y], null);
        }
        _lastPosition = position;
        byte* middle = Raw(rows[_window.Height / 2]) + ((long)(_window.Width / 2) * Channels * _sample.Bytes());
        Write(middle, _sumsOfWindow.Pointer, _squaresOfWindow.Pointer, to);
    }

    private byte* Raw(byte* ringRow) => ringRow + _sumsPitch + _squaresPitch + _weightsPitch;

    private void AddAlong(byte* ringRow)
    {
        byte* raw = Raw(ringRow), values = _values.Pointer, squares = _hasSquares ? _squares.Pointer : null;
        switch (_sample)
        {
            case var _ when HasAlpha:
                float* numbers = (float*)_numbers!.Pointer;
                SampleRow.ToSingle(_sample, new ReadOnlySpan<byte>(raw, (int)Padder.Bytes), new Span<float>(numbers, PaddedSamples));
                Moments.Weigh(numbers, Channels, _alphaUnit, (double*)values, (double*)squares, (double*)_weightsOfRow!.Pointer,
                    PaddedSamples);
                break;
            case SampleType.UInt8:
                Moments.Widen(raw, (uint*)values, (uint*)squares, PaddedSamples);
                break;
            case SampleType.UInt16:
                Moments.Widen((ushort*)raw, (uint*)values, (ulong*)squares, PaddedSamples);
                break;
            case var _ when _weights is CellWeights.Numbers:
                Moments.Split((float*)raw, (float*)_numbers!.Pointer, (double*)_weightsOfRow!.Pointer, PaddedSamples);
                raw = _numbers.Pointer;
                goto default;
            default:
                Moments.Widen((float*)raw, (double*)values, (double*)squares, PaddedSamples);
                break;
        }
        if (_weightsOfRow is not null)
            _sumWindows.Run<TSimd, TVector, DoubleLanes<TSimd, TVector>>(
                _weightsOfRow.Pointer, ringRow + _sumsPitch + _squaresPitch, Columns);
        if (_isReal)
            _sumWindows.Run<TSimd, TVector, DoubleLanes<TSimd, TVector>>(values, ringRow, Columns);
        else
            _sumWindows.Run<TSimd, TVector, Int32Lanes<TSimd, TVector>>(values, ringRow, Columns);
        if (!_hasSquares)
            return;
        byte* to = ringRow + _sumsPitch;
        if (_isReal)
            _squareWindows.Run<TSimd, TVector, DoubleLanes<TSimd, TVector>>(squares, to, Columns);
        else if (_sample is SampleType.UInt16)
            _squareWindows.Run<TSimd, TVector, Int64Lanes<TSimd, TVector>>(squares, to, Columns);
        else
            _squareWindows.Run<TSimd, TVector, Int32Lanes<TSimd, TVector>>(squares, to, Columns);
    }

    private void AddUp(byte** rows, long offset, byte* to)
    {
        byte** taps = (byte**)_pointers.Pointer;
        for (int y = 0; y < _window.Height; y++)
            taps[y] = rows[y] + offset;
        UnweightedTaps<TSimd, TVector>.Run<DoubleLanes<TSimd, TVector>>(taps, _window.Height, to, Columns);
    }

    private void Slide(byte* entering, byte* leaving)
    {
        Moments.Slide((uint*)_sumsOfWindow.Pointer, (uint*)entering, (uint*)leaving, Columns);
        if (!_hasSquares)
            return;
        byte* enters = entering + _sumsPitch, leaves = leaving == null ? null : leaving + _sumsPitch;
        if (_sample is SampleType.UInt8)
            Moments.Slide((uint*)_squaresOfWindow.Pointer, (uint*)enters, (uint*)leaves, Columns);
        else
            Moments.Slide((ulong*)_squaresOfWindow.Pointer, (ulong*)enters, (ulong*)leaves, Columns);
    }
}
