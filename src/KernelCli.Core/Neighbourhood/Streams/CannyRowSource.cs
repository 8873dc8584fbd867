using System.Numerics;
using System.Runtime.InteropServices;
using KernelCli.Neighbourhood.Execution;
using KernelCli.Neighbourhood.Loops;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Neighbourhood.Streams;

/// <summary>
/// Canny's edges from the two derivatives of a blurred picture: the ridges of their magnitude, where they reach the higher
/// threshold or are joined, over eight neighbours, to one that does.
/// </summary>
internal sealed unsafe class CannyRowSource : RowDecorator
{
    private readonly IRowSource _second;
    private readonly EdgeRidges _ridges;
    private readonly float _white;
    private readonly int _channels;
    private readonly EdgeLabels _labels;
    private readonly float[] _values;
    private bool _isJoined;

    /// <param name="x">Derivatives along rows, float32.</param>
    /// <param name="y">Derivatives down columns, float32.</param>
    /// <param name="low">The lower threshold of the magnitude.</param>
    /// <param name="high">The higher threshold.</param>
    /// <param name="white">The value of white.</param>
    /// <param name="result">The type of the results.</param>
    /// <param name="limits">The limits on the buffers.</param>
    public CannyRowSource(IRowSource x, IRowSource y, double low, double high, double white, SampleType result, ImageLimits limits)
        : base(x, x.Info.With(x.Info.Format.With(result)))
    {
        (_second, _ridges, _white, _channels) = (y, new EdgeRidges(low * low, high * high), (float)white, x.Info.Format.Channels);
        _labels = new EdgeLabels(x.Info, limits);
        _values = new float[Info.RowSamples];
    }

    /// <summary>Bytes of the labels.</summary>
    public long BufferBytes => _labels.Bytes;

    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (!_isJoined)
        {
            Label();
            _labels.Join();
            _isJoined = true;
        }
        byte* labels = _labels.Row(y);
        if (Info.Format.Sample is SampleType.UInt8)
        {
            WriteBytes(labels, row);
            return;
        }
        for (int i = 0; i < _values.Length; i++)
            _values[i] = labels[i] switch
            {
                EdgeRidges.Strong => _white,
                EdgeRidges.Undefined => float.NaN,
                _ => 0,
            };
        SampleRow.FromSingle(Info.Format.Sample, _values, 1, row);
    }

    protected override void CompleteRows()
    {
        Input.Complete();
        _second.Complete();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _second.Dispose();
    }

    private void WriteBytes(byte* labels, Span<byte> row)
    {
        byte white = (byte)_white;
        Vector<byte> strong = new(EdgeRidges.Strong), whites = new(white);
        int i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (Vector.Equals(Vector.Load(labels + i), strong) & whites).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] = labels[i] == EdgeRidges.Strong ? white : (byte)0;
    }

    // Of each row the derivatives are kept until the next one is there, and the squares, with a pixel of 0 on either side, of three.
    private void Label()
    {
        int samples = Info.RowSamples, height = Info.Height;
        var derivatives = new AlignedBuffer(4L * samples * sizeof(float));
        long pitch = AlignedBuffer.RoundUp((samples + (2L * _channels)) * sizeof(double));
        var squares = new AlignedBuffer(3 * pitch);
        float* lines = (float*)derivatives.Pointer;
        double** around = stackalloc double*[3];
        for (int y = 0; y <= height; y++)
        {
            double* next = Squares(y + 1);
            if (y < height)
                Read(y, next + _channels);
            else
                new Span<double>(next, samples + (2 * _channels)).Clear();
            if (y == 0)
                continue;
            around[0] = Squares(y - 1);
            around[1] = Squares(y);
            around[2] = next;
            int own = (y - 1) % 2 * 2;
            _ridges.Label(lines + (own * samples), lines + ((own + 1) * samples), around, _channels, _labels.Row(y - 1), samples);
        }
        GC.KeepAlive(derivatives);
        GC.KeepAlive(squares);

        double* Squares(int y) => (double*)(squares.Pointer + (y % 3 * pitch));

        void Read(int y, double* to)
        {
            float* across = lines + (y % 2 * 2 * samples), down = across + samples;
            Input.ReadRow(MemoryMarshal.AsBytes(new Span<float>(across, samples)));
            _second.ReadRow(MemoryMarshal.AsBytes(new Span<float>(down, samples)));
            EdgeRidges.Squares(across, down, to, samples);
        }
    }
}
