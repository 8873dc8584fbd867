using System.Runtime.InteropServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Chains;

/// <summary>
/// The picture with its pieces filtered: the result where the weight is full, the input where it is 0, and between them
/// <c>((Full - weight) input + weight result) / Full</c>, rounded once. Rows without a piece are not copied.
/// </summary>
internal sealed class PlacedRowSource : RowDecorator
{
    private readonly FilterPiece[] _pieces;
    private readonly PlaceWeights _weights;
    private readonly ClippingStatistics? _statistics;
    private readonly InputSamples _input;
    private readonly LightCurve? _encoding;
    private readonly Queue<byte[]> _waiting = [];
    private readonly Stack<byte[]> _free = [];
    private readonly byte[] _line;
    private readonly Action _readAhead;
    private int _nextInput;

    // The pieces before this one are done.
    private int _firstPiece;

    /// <param name="input">The picture.</param>
    /// <param name="result">The type of the results.</param>
    /// <param name="pieces">The pieces, by their first rows.</param>
    /// <param name="weights">The weight of the result at each pixel; owned.</param>
    /// <param name="statistics">Receives the statistics of touched pixels, or null.</param>
    /// <param name="curve">The curve of linear light, or null.</param>
    public PlacedRowSource(IRowSource input, SampleType result, FilterPiece[] pieces, PlaceWeights weights, ClippingStatistics? statistics,
        LightCurve? curve)
        : base(input, input.Info.With(input.Info.Format.With(result)))
    {
        _encoding = result is SampleType.Float32 ? null : curve;
        (_pieces, _weights, _statistics, _readAhead) = (pieces, weights, statistics, ReadAhead);
        (_input, _line) = (new InputSamples(input.Info, result, curve), new byte[input.Info.RowBytes]);
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        while (_firstPiece < _pieces.Length && _pieces[_firstPiece].Box.Bottom <= y)
            _pieces[_firstPiece++].Dispose();
        bool isTouched = false;
        for (int i = _firstPiece; i < _pieces.Length && _pieces[i].Box.Top <= y; i++)
        {
            if (y == _pieces[i].Box.Bottom)
                _pieces[i].Dispose();
            if (y >= _pieces[i].Box.Bottom)
                continue;
            _pieces[i].MakeRow(_readAhead);
            isTouched = true;
        }
        if (_waiting.TryDequeue(out byte[]? waiting))
        {
            _input.Convert(waiting, row);
            if (isTouched)
                Blend(waiting, row, y);
            _free.Push(waiting);
            return;
        }
        Span<byte> line = _input.IsSame ? row : _line;
        ReadInput(line);
        if (!_input.IsSame)
            _input.Convert(line, row);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (FilterPiece piece in _pieces)
                piece.Dispose();
            _weights.Dispose();
        }
        base.Dispose(disposing);
    }

    private void ReadAhead()
    {
        if (!_free.TryPop(out byte[]? line))
            line = new byte[Input.Info.RowBytes];
        ReadInput(line);
        _waiting.Enqueue(line);
    }

    private void ReadInput(Span<byte> line)
    {
        Input.ReadRow(line);
        for (int i = _firstPiece; i < _pieces.Length; i++)
            _pieces[i].Take(line, _nextInput);
        _nextInput++;
    }

    private void Blend(byte[] input, Span<byte> row, int y)
    {
        _weights.SkipTo(y);
        _weights.Next();
        for (int i = _firstPiece; i < _pieces.Length && _pieces[i].Box.Top <= y; i++)
            if (y < _pieces[i].Box.Bottom)
                Blend(_pieces[i], input, row);
    }

    // Pixels of full weight are copied run by run.
    private void Blend(FilterPiece piece, ReadOnlySpan<byte> input, Span<byte> row)
    {
        ReadOnlySpan<double> weights = _weights.Row[piece.Box.Left..piece.Box.Right];
        int pixel = Info.Format.BytesPerPixel;
        for (int from = 0; from < weights.Length;)
        {
            double weight = weights[from];
            int length = weights[from..].IndexOfAnyExcept(weight), to = length < 0 ? weights.Length : from + length;
            if (weight == PlaceWeights.Full)
                piece.Row[(from * pixel)..(to * pixel)].CopyTo(row[((piece.Box.Left + from) * pixel)..]);
            else if (weight > 0)
                BlendRun(piece, input, row, from, to, weight);
            if (weight > 0)
                Measure(piece, from, to);
            from = to;
        }
    }

    private void BlendRun(FilterPiece piece, ReadOnlySpan<byte> input, Span<byte> row, int from, int to, double weight)
    {
        int channels = Info.Format.Channels;
        SampleType type = Info.Format.Sample;
        ReadOnlySpan<float> real = MemoryMarshal.Cast<byte, float>(piece.RealRow);
        double most = _encoding is null ? type.FullRange() : 1, factor = most / piece.RealFullRange;
        for (int i = from * channels; i < to * channels; i++)
        {
            int at = (piece.Box.Left * channels) + i;
            bool isAlpha = Info.Format.HasAlpha && i % channels == channels - 1;
            double before = _input.Value(input, at, isAlpha), after = real[i] * factor;
            if (type is not SampleType.Float32)
                after = after > 0 ? Math.Min(after, most) : 0;
            double blended = (((PlaceWeights.Full - weight) * before) + (weight * after)) / PlaceWeights.Full;
            if (_encoding is not null)
                blended = isAlpha ? blended * type.FullRange() : _encoding.Table.Encode(type, blended);
            switch (type)
            {
                case SampleType.UInt8:
                    row[at] = (byte)(blended + 0.5);
                    break;
                case SampleType.UInt16:
                    MemoryMarshal.Cast<byte, ushort>(row)[at] = (ushort)(blended + 0.5);
                    break;
                default:
                    MemoryMarshal.Cast<byte, float>(row)[at] = (float)blended;
                    break;
            }
        }
    }

    private void Measure(FilterPiece piece, int from, int to)
    {
        if (_statistics is null)
            return;
        (int channels, double most) = (Info.Format.Channels, Info.Format.Sample.FullRange());
        _statistics.Add(MemoryMarshal.Cast<byte, float>(piece.RealRow)[(from * channels)..(to * channels)], channels,
            Info.Format.ColorChannels, most / piece.RealFullRange, Info.Format.Sample is SampleType.Float32 ? null : most, _encoding);
    }
}
