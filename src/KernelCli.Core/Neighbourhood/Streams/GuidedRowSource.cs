using System.Numerics;
using System.Runtime.InteropServices;
using KernelCli.Correlation;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Streams;

/// <summary>The plans of a guided filter.</summary>
/// <param name="Guide">Makes slopes and intercepts.</param>
/// <param name="Slopes">The mean of the slopes.</param>
/// <param name="Intercepts">The mean of the intercepts.</param>
/// <param name="Centres">Copies the pixels themselves.</param>
/// <param name="Result">The type of the results.</param>
internal sealed record GuidedPlans(
    WindowPlan Guide, CorrelationPlan Slopes, CorrelationPlan Intercepts, WindowPlan Centres, SampleType Result);

/// <summary><c>mean(a) v + mean(b)</c> of the slopes a and intercepts b of windows, and the pixel v.</summary>
internal sealed class GuidedRowSource : RowDecorator
{
    private readonly WindowEngine _guide;
    private readonly QueuedEngine _slopes;
    private readonly QueuedEngine _intercepts;
    private readonly WindowEngine _centres;
    private readonly Queue<byte[]> _waiting = [];
    private readonly Stack<byte[]> _free = [];
    private readonly SampleType _result;
    private readonly byte[] _line;
    private readonly byte[] _guides;
    private readonly byte[] _centre;
    private readonly float[] _values;
    private readonly float[] _slope;
    private readonly float[] _intercept;
    private int _unusedCentres;

    public GuidedRowSource(IRowSource input, GuidedPlans plans, ImageLimits limits)
        : base(input, input.Info.With(plans.Slopes.OutputWidth, plans.Slopes.OutputHeight)
            .With(input.Info.Format.With(plans.Result)))
    {
        (_guide, _centres, _result) = (plans.Guide.CreateEngine(limits), plans.Centres.CreateEngine(limits), plans.Result);
        (_slopes, _intercepts) = (new QueuedEngine(plans.Slopes, limits), new QueuedEngine(plans.Intercepts, limits));
        (_line, _centre) = (new byte[input.Info.RowBytes], new byte[Info.Width * input.Info.Format.BytesPerPixel]);
        _unusedCentres = _centres.NextSource;
        _guides = new byte[2 * plans.Guide.Horizontal.Outputs * plans.Guide.Channels * sizeof(float)];
        (_values, _slope, _intercept) = (new float[Info.RowSamples], new float[Info.RowSamples], new float[Info.RowSamples]);
    }

    /// <summary>Bytes of the engines' buffers.</summary>
    public long BufferBytes => _guide.BufferBytes + _slopes.BufferBytes + _intercepts.BufferBytes + _centres.BufferBytes;

    protected override void ReadNextRow(Span<byte> row, int y)
    {
        while (!_slopes.IsReady || !_intercepts.IsReady)
        {
            while (!_guide.IsReady)
                ReadSource();
            _guide.Pull(_guides);
            _slopes.Enqueue(_guides.AsSpan(0, _guides.Length / 2));
            _intercepts.Enqueue(_guides.AsSpan(_guides.Length / 2));
        }
        while (!_centres.IsReady)
        {
            if (_waiting.Count == 0)
                ReadSource();
            byte[] waiting = _waiting.Dequeue();
            if (_unusedCentres-- <= 0)
                _centres.Push(waiting);
            _free.Push(waiting);
        }
        _slopes.Pull(MemoryMarshal.AsBytes(_slope.AsSpan()));
        _intercepts.Pull(MemoryMarshal.AsBytes(_intercept.AsSpan()));
        _centres.Pull(_centre);
        SampleRow.ToSingle(Input.Info.Format.Sample, _centre, _values);
        Combine();
        SampleRow.FromSingle(_result, _values, 1, row);
    }

    private void ReadSource()
    {
        Input.ReadRow(_line);
        _guide.Push(_line);
        if (!_free.TryPop(out byte[]? copy))
            copy = new byte[_line.Length];
        _line.CopyTo(copy, 0);
        _waiting.Enqueue(copy);
    }

    private void Combine()
    {
        int i = 0;
        for (; i + Vector<float>.Count <= _values.Length; i += Vector<float>.Count)
            Vector.FusedMultiplyAdd(new Vector<float>(_slope, i), new Vector<float>(_values, i), new Vector<float>(_intercept, i))
                .CopyTo(_values, i);
        for (; i < _values.Length; i++)
            _values[i] = MathF.FusedMultiplyAdd(_slope[i], _values[i], _intercept[i]);
    }
}
