using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// Rows as float32 in which pixels without a value are NaN: those whose colour samples all are the nodata value. Colours become gray
/// on the way if a formula for it is given.
/// </summary>
internal sealed class NoDataRowSource : RowDecorator
{
    private readonly float _noData;
    private readonly Luma? _luma;
    private readonly byte[] _line;
    private readonly byte[] _gray;
    private readonly float[] _samples;

    /// <summary>Marks the pixels of <paramref name="input"/>, which has no alpha.</summary>
    public NoDataRowSource(IRowSource input, float noData, Luma? luma)
        : base(input, input.Info.With(new PixelFormat(
            luma is null ? input.Info.Format.Layout : PixelLayout.Gray, SampleType.Float32)))
    {
        (_noData, _luma, _line) = (noData, luma, new byte[input.Info.RowBytes]);
        _gray = new byte[luma is null ? 0 : input.Info.Width * input.Info.Format.Sample.Bytes()];
        _samples = new float[Info.Format.Channels == input.Info.Format.Channels ? 0 : input.Info.RowSamples];
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_line);
        PixelFormat format = Input.Info.Format;
        Span<float> to = MemoryMarshal.Cast<byte, float>(row);
        if (_luma is { } luma)
        {
            LumaRow.Convert(luma, format, _line, _gray);
            SampleRow.ToSingle(format.Sample, _gray, to);
            SampleRow.ToSingle(format.Sample, _line, _samples);
            Mark(_samples, format.Channels, to);
            return;
        }
        SampleRow.ToSingle(format.Sample, _line, to);
        if (format.Channels == 1)
            Mark(to);
        else
            Mark(to, format.Channels, to);
    }

    private void Mark(Span<float> row)
    {
        if (float.IsNaN(_noData))
            return;
        Vector<float> noData = new(_noData), nan = new(float.NaN);
        int i = 0;
        for (; i + Vector<float>.Count <= row.Length; i += Vector<float>.Count)
        {
            var values = new Vector<float>(row[i..]);
            Vector.ConditionalSelect(Vector.Equals(values, noData), nan, values).CopyTo(row[i..]);
        }
        for (; i < row.Length; i++)
            if (row[i] == _noData)
                row[i] = float.NaN;
    }

    private void Mark(ReadOnlySpan<float> pixels, int channels, Span<float> to)
    {
        int written = to.Length / (pixels.Length / channels);
        for (int x = 0; x < pixels.Length / channels; x++)
        {
            bool isMissing = true;
            foreach (float sample in pixels.Slice(x * channels, channels))
                isMissing &= sample == _noData || float.IsNaN(sample);
            if (isMissing)
                to.Slice(x * written, written).Fill(float.NaN);
        }
    }
}

/// <summary>
/// Writes float32 rows as samples in which NaN is the nodata value. A result that would read as nodata is written one step beside it.
/// </summary>
internal sealed class NoDataQuantisingRowSource : RowDecorator
{
    private readonly SampleType _result;
    private readonly double _factor;
    private readonly double _noData;
    private readonly byte[] _line;

    /// <param name="input">Float32 rows without alpha.</param>
    /// <param name="result">The type of the samples.</param>
    /// <param name="fullRange">Full range of the rows.</param>
    /// <param name="noData">What is written for NaN: a value of the type, or NaN itself.</param>
    public NoDataQuantisingRowSource(IRowSource input, SampleType result, double fullRange, double noData)
        : base(input, CheckSamples(input.Info, SampleType.Float32).With(input.Info.Format.With(result)))
    {
        (_result, _factor, _noData) = (result, result.FullRange() / fullRange, noData);
        _line = new byte[input.Info.RowBytes];
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_line);
        Span<float> from = MemoryMarshal.Cast<byte, float>(_line.AsSpan());
        SampleRow.FromSingle(_result, from, _factor, row);
        if (double.IsNaN(_noData))
            return;
        switch (_result)
        {
            case SampleType.UInt8:
                Replace(from, row, (byte)_noData);
                break;
            case SampleType.UInt16:
                Replace(from, MemoryMarshal.Cast<byte, ushort>(row), (ushort)_noData);
                break;
            default:
                Replace(from, MemoryMarshal.Cast<byte, float>(row), (float)_noData);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Replace<T>(ReadOnlySpan<float> from, Span<T> to, T noData)
        where T : unmanaged, INumber<T>
    {
        int channels = Info.Format.Channels;
        for (int x = 0; x < from.Length; x += channels)
        {
            bool isMissing = true, readsAsMissing = true;
            for (int i = x; i < x + channels; i++)
            {
                isMissing &= float.IsNaN(from[i]);
                if (float.IsNaN(from[i]))
                    to[i] = noData;
                readsAsMissing &= to[i] == noData;
            }
            if (readsAsMissing && !isMissing)
                for (int i = x; i < x + channels; i++)
                    if (!float.IsNaN(from[i]))
                        to[i] = Beside(from[i] * _factor, noData);
        }
    }

    // The neighbour of the nodata value on the side where the result is.
    private T Beside<T>(double value, T noData)
        where T : unmanaged, INumber<T>
    {
        if (noData is float single)
            return T.CreateChecked(single < float.PositiveInfinity && single != float.MaxValue
                ? float.BitIncrement(single) : float.BitDecrement(single));
        bool isUp = noData == T.Zero || (value >= _noData && _noData < _result.FullRange());
        return isUp ? noData + T.One : noData - T.One;
    }
}
