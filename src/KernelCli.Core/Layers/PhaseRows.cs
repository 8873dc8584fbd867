using System.Runtime.CompilerServices;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Layers;

/// <summary>
/// The channels of an input, each row with its margins, and split by the stride: row r of phase p holds the samples p, p + s, p + 2s and so
/// on. Whatever the stride, the samples that one tap needs for neighbouring outputs then lie side by side.
/// </summary>
internal sealed unsafe class PhaseRows
{
    private readonly AlignedBuffer _rows;
    private readonly AlignedBuffer _constant;
    private readonly int _height;
    private readonly int _stride;
    private readonly BorderMode _border;
    private readonly long _phaseBytes;

    /// <param name="input">Channels, rows, columns.</param>
    /// <param name="first">The column at which the first tap of the first output lies; may be negative.</param>
    /// <param name="length">Columns from there on that are needed.</param>
    /// <param name="stride">Columns from output to output.</param>
    /// <param name="across">What is outside, left and right.</param>
    /// <param name="down">What is outside, above and below.</param>
    /// <param name="threads">Threads to split with.</param>
    /// <param name="limits">What the rows may cost.</param>
    public PhaseRows(Tensor input, int first, int length, int stride, Border across, Border down, int threads, ImageLimits limits)
    {
        (int channels, int width) = (input.Shape[0], input.Shape[2]);
        (_height, _stride, _border) = (input.Shape[1], stride, down.Mode);
        int phase = (length + stride - 1) / stride;
        _phaseBytes = AlignedBuffer.RoundUp((long)phase * sizeof(float));
        long bytes = _phaseBytes * stride * channels * _height;
        limits.CheckMemory(bytes);
        _rows = new AlignedBuffer(bytes);
        _constant = new AlignedBuffer(_phaseBytes * stride);
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(_constant.Span).Fill((float)(down.Value / 255));

        int[] columns = new int[length];
        for (int i = 0; i < length; i++)
            columns[i] = Border.Map(across.Mode, first + i, width);
        float constant = (float)(across.Value / 255);
        Parallel.For(0, channels * _height, new ParallelOptions { MaxDegreeOfParallelism = threads }, row =>
            Split(input.Values.AsSpan(row * width, width), row, columns, constant));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Split(ReadOnlySpan<float> from, int row, int[] columns, float constant)
    {
        for (int phase = 0; phase < _stride; phase++)
        {
            float* to = (float*)(_rows.Pointer + (((row * (long)_stride) + phase) * _phaseBytes));
            for (int i = phase; i < columns.Length; i += _stride)
                *to++ = columns[i] < 0 ? constant : from[columns[i]];
        }
    }

    /// <summary>Where the samples for the first output lie.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="row">The row, which may be outside.</param>
    /// <param name="offset">Columns from the first tap on.</param>
    public float* At(int channel, long row, int offset)
    {
        int mapped = Border.Map(_border, row, _height);
        byte* start = mapped < 0 ? _constant.Pointer : _rows.Pointer + (((channel * (long)_height) + mapped) * _stride * _phaseBytes);
        return (float*)(start + (offset % _stride * _phaseBytes)) + (offset / _stride);
    }
}
