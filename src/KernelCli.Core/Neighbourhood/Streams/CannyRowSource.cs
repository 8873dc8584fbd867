using System.Runtime.InteropServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Neighbourhood.Streams;

/// <summary>
/// Canny's edges from the two derivatives of a blurred picture: the ridges of their magnitude, where they reach the higher
/// threshold or are joined, over eight neighbours, to one that does. A label of a byte is kept of each sample, because an
/// edge may be joined from any place.
/// </summary>
internal sealed class CannyRowSource : RowDecorator
{
    private const byte None = 0, Weak = 1, Strong = 2, Undefined = 3;

    // tan 22.5 degrees: below it a direction is rounded to that of an axis.
    private const double AxisSlope = 0.41421356237309503;

    private readonly IRowSource _second;
    private readonly double _low;
    private readonly double _high;
    private readonly double _white;
    private readonly int _channels;
    private readonly BufferedImage _labels;
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
        (_second, _low, _high, _white, _channels) = (y, low * low, high * high, white, x.Info.Format.Channels);
        _labels = new BufferedImage(x.Info.With(x.Info.Format.With(SampleType.UInt8)), limits);
        _values = new float[Info.RowSamples];
    }

    /// <summary>Bytes of the labels.</summary>
    public long BufferBytes => (long)_labels.Info.RowBytes * _labels.Info.Height;

    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (!_isJoined)
        {
            Label();
            Join();
            _isJoined = true;
        }
        ReadOnlySpan<byte> labels = _labels.Row(y);
        for (int i = 0; i < labels.Length; i++)
            _values[i] = labels[i] switch
            {
                Strong => (float)_white,
                Undefined => float.NaN,
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

    // Squares of magnitudes of three rows, with a pixel of 0 on either side.
    private void Label()
    {
        int samples = Info.RowSamples, height = Info.Height, padded = samples + (2 * _channels);
        double[][] squares = [new double[padded], new double[padded], new double[padded]];
        float[][] across = [new float[samples], new float[samples]], down = [new float[samples], new float[samples]];
        for (int y = 0; y <= height; y++)
        {
            double[] next = squares[(y + 1) % 3];
            if (y < height)
                Read(across[y % 2], down[y % 2], next.AsSpan(_channels, samples));
            else
                Array.Clear(next);
            if (y > 0)
                LabelRow(across[(y + 1) % 2], down[(y + 1) % 2], squares[(y + 2) % 3], squares[y % 3], next, _labels.Row(y - 1));
        }
    }

    private void Read(float[] across, float[] down, Span<double> squares)
    {
        Input.ReadRow(MemoryMarshal.AsBytes(across.AsSpan()));
        _second.ReadRow(MemoryMarshal.AsBytes(down.AsSpan()));
        for (int i = 0; i < squares.Length; i++)
            squares[i] = ((double)across[i] * across[i]) + ((double)down[i] * down[i]);
    }

    private void LabelRow(float[] across, float[] down, double[] above, double[] own, double[] below, Span<byte> labels)
    {
        bool mayBeNaN = Info.Format.Sample is SampleType.Float32;
        for (int i = 0; i < labels.Length; i++)
        {
            int at = i + _channels;
            double square = own[at];
            if (mayBeNaN && (IsNaN(above, at) || IsNaN(own, at) || IsNaN(below, at)))
            {
                labels[i] = Undefined;
                continue;
            }
            if (square < _low || square == 0)
            {
                labels[i] = None;
                continue;
            }
            double x = Math.Abs((double)across[i]), y = Math.Abs((double)down[i]);

            // The neighbours across the edge, that to the left or above first.
            (double first, double second) = y <= x * AxisSlope ? (own[at - _channels], own[at + _channels])
                : x <= y * AxisSlope ? (above[at], below[at])
                : (across[i] < 0) == (down[i] < 0) ? (above[at - _channels], below[at + _channels])
                : (above[at + _channels], below[at - _channels]);
            labels[i] = square > first && square >= second ? square >= _high ? Strong : Weak : None;
        }
    }

    private bool IsNaN(double[] row, int at) => double.IsNaN(row[at - _channels] + row[at] + row[at + _channels]);

    // Whatever weak sample is found beside a strong one is strong, and looked at in its turn.
    private void Join()
    {
        var found = new Stack<(int Y, int I)>();
        for (int y = 0; y < Info.Height; y++)
        {
            Span<byte> labels = _labels.Row(y);
            for (int i = 0; labels[i..].IndexOf(Strong) is >= 0 and var next; i += next + 1)
            {
                found.Push((y, i + next));
                while (found.TryPop(out (int Y, int I) at))
                    Spread(at.Y, at.I, found);
            }
        }
    }

    private void Spread(int y, int i, Stack<(int Y, int I)> found)
    {
        for (int dy = Math.Max(0, y - 1); dy <= Math.Min(Info.Height - 1, y + 1); dy++)
        {
            Span<byte> labels = _labels.Row(dy);
            for (int di = i - _channels; di <= i + _channels; di += _channels)
                if ((uint)di < (uint)labels.Length && labels[di] == Weak)
                {
                    labels[di] = Strong;
                    found.Push((dy, di));
                }
        }
    }
}
