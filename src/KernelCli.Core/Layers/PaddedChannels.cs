using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Layers;

/// <summary>The channels of an input, every row padded and split by the stride as a <see cref="RowPadder"/> does.</summary>
internal sealed unsafe class PaddedChannels
{
    private readonly AlignedBuffer _rows;
    private readonly AlignedBuffer _constant;
    private readonly int[] _tapOffsets;
    private readonly int _height;
    private readonly BorderMode _border;
    private readonly long _pitch;

    /// <param name="input">Channels, rows, columns.</param>
    /// <param name="columns">The horizontal axis.</param>
    /// <param name="across">The border at the left and right.</param>
    /// <param name="down">The border at the top and bottom.</param>
    /// <param name="threads">Threads that pad rows.</param>
    /// <param name="limits">The limits that the buffers are checked against.</param>
    /// <exception cref="ImageLimitException">The padded rows would exceed the limits.</exception>
    public PaddedChannels(Tensor input, AxisGeometry columns, Border across, Border down, int threads, ImageLimits limits)
    {
        float left = (float)(across.Value / 255), above = (float)(down.Value / 255);
        var padder = new RowPadder(columns, 0, columns.Outputs, 1, sizeof(float), across.Mode,
            MemoryMarshal.AsBytes(new Span<float>(ref left)));
        (int channels, int width) = (input.Shape[0], input.Shape[2]);
        (_tapOffsets, _height, _border) = (padder.TapOffsets, input.Shape[1], down.Mode);
        _pitch = AlignedBuffer.RoundUp(padder.Bytes);
        long bytes = _pitch * channels * _height;
        limits.CheckMemory(bytes);
        _rows = new AlignedBuffer(bytes);
        _constant = new AlignedBuffer(_pitch);
        MemoryMarshal.Cast<byte, float>(_constant.Span).Fill(above);
        Parallel.For(0, channels * _height, new ParallelOptions { MaxDegreeOfParallelism = threads }, row =>
        {
            fixed (float* from = &input.Values[row * width])
                padder.Pad((byte*)from, _rows.Pointer + (row * _pitch));
        });
    }

    /// <summary>The sample that a tap reads for the first output of a row.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="row">The row, which may be outside.</param>
    /// <param name="tap">The column of the tap in the kernel.</param>
    public float* At(int channel, long row, int tap)
    {
        int mapped = Border.Map(_border, row, _height);
        byte* start = mapped < 0 ? _constant.Pointer : _rows.Pointer + (((channel * (long)_height) + mapped) * _pitch);
        return (float*)start + _tapOffsets[tap];
    }
}
