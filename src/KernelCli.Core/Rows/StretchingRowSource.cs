using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// Float32 rows mapped so that the smallest finite colour sample of the picture
/// becomes 0 and the largest becomes white; the whole picture is buffered.
/// </summary>
internal sealed class StretchingRowSource : RowDecorator
{
    private readonly double _fullRange;
    private readonly ImageLimits _limits;
    private BufferedImage? _image;
    private double _least = double.PositiveInfinity;
    private double _most = double.NegativeInfinity;

    /// <summary>Stretches <paramref name="input"/> to 0..<paramref name="fullRange"/>.</summary>
    /// <exception cref="ImageLimitException">The picture is larger than the limits allow.</exception>
    public StretchingRowSource(IRowSource input, double fullRange, ImageLimits limits)
        : base(input, CheckSamples(input.Info, SampleType.Float32))
    {
        limits.CheckMemory((long)input.Info.RowBytes * input.Info.Height);
        (_fullRange, _limits) = (fullRange, limits);
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (_image is null)
            Measure();
        _image!.ReadRow(row);

        // A flat picture has nothing to stretch and becomes black.
        double factor = _most > _least ? _fullRange / (_most - _least) : 0;
        Span<float> samples = MemoryMarshal.Cast<byte, float>(row);
        for (int i = 0; i < samples.Length; i++)
            if (!IsAlpha(i))
                samples[i] = (float)((samples[i] - _least) * factor);
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        if (_image is null)
            base.CompleteRows();
    }

    private void Measure()
    {
        _image = BufferedImage.ReadAll(Input, _limits);
        for (int y = 0; y < Info.Height; y++)
        {
            Span<float> samples = MemoryMarshal.Cast<byte, float>(_image.Row(y));
            for (int i = 0; i < samples.Length; i++)
            {
                if (IsAlpha(i) || !float.IsFinite(samples[i]))
                    continue;
                _least = Math.Min(_least, samples[i]);
                _most = Math.Max(_most, samples[i]);
            }
        }
    }

    private bool IsAlpha(int index) => Info.Format.HasAlpha && index % Info.Format.Channels == Info.Format.Channels - 1;
}
