using System.Runtime.InteropServices;
using KernelCli.Correlation;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// <c>v + amount * (v - blurred)</c> where <c>|v - blurred|</c> is the threshold or
/// more, else v. Two engines with the same geometry run side by side: the blur, and
/// a kernel of the same size that copies the pixel itself. Alpha is passed through.
/// </summary>
internal sealed class UnsharpRowSource : RowDecorator
{
    private readonly QueuedEngine _blur;
    private readonly QueuedEngine _pick;
    private readonly float _amount;
    private readonly float _threshold;
    private readonly bool _weighted;
    private readonly byte[] _line;
    private readonly float[] _premultiplied;
    private readonly byte[] _blurred;

    /// <summary>Sharpens <paramref name="input"/>.</summary>
    /// <param name="input">Rows.</param>
    /// <param name="blur">The plan of the blur, to float32.</param>
    /// <param name="pick">The plan of the copying kernel, to float32.</param>
    /// <param name="amount">How much of the difference is added.</param>
    /// <param name="threshold">The smallest difference that is added, in the unit of the samples.</param>
    /// <param name="weighted">Whether colours are weighted by alpha; the plan of the blur then takes float32 rows.</param>
    /// <param name="limits">The limits on the buffers.</param>
    public UnsharpRowSource(IRowSource input, CorrelationPlan blur, CorrelationPlan pick, double amount,
        double threshold, bool weighted, ImageLimits limits)
        : base(input, input.Info.With(blur.OutputWidth, blur.OutputHeight).With(input.Info.Format.With(SampleType.Float32)))
    {
        blur.Check(input.Info.Width, input.Info.Height, weighted
            ? input.Info.Format.With(SampleType.Float32)
            : input.Info.Format, SampleType.Float32);
        pick.Check(input.Info.Width, input.Info.Height, input.Info.Format, SampleType.Float32, blur);
        (_blur, _pick, _amount, _threshold) = (new QueuedEngine(blur, limits), new QueuedEngine(pick, limits), (float)amount,
            (float)threshold);
        (_weighted, _premultiplied) = (weighted, new float[weighted ? input.Info.RowSamples : 0]);
        (_line, _blurred) = (new byte[input.Info.RowBytes], new byte[Info.RowBytes]);
    }

    /// <summary>Bytes of the engines' buffers.</summary>
    public long BufferBytes => _blur.BufferBytes + _pick.BufferBytes;

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        while (!_blur.IsReady || !_pick.IsReady)
        {
            Input.ReadRow(_line);
            if (_weighted)
                Premultiply();
            _blur.Enqueue(_weighted ? MemoryMarshal.AsBytes(_premultiplied.AsSpan()) : _line);
            _pick.Enqueue(_line);
        }
        _pick.Pull(row);
        _blur.Pull(_blurred);
        Span<float> samples = MemoryMarshal.Cast<byte, float>(row), smooth = MemoryMarshal.Cast<byte, float>(_blurred.AsSpan());
        (int channels, int colours) = (Info.Format.Channels, Info.Format.ColorChannels);
        for (int p = 0; p < samples.Length; p += channels)
            for (int i = p; i < p + colours; i++)
            {
                // If everything under the blur is transparent, there is no difference.
                float alpha = _weighted ? smooth[p + colours] : 1;
                float difference = alpha <= 0 ? 0 : samples[i] - (smooth[i] / alpha);
                // NaN is not below the threshold.
                if (!(MathF.Abs(difference) < _threshold))
                    samples[i] = MathF.FusedMultiplyAdd(_amount, difference, samples[i]);
            }
    }

    private void Premultiply()
    {
        SampleRow.ToSingle(Input.Info.Format.Sample, _line, _premultiplied);
        int channels = Info.Format.Channels;
        for (int p = 0; p < _premultiplied.Length; p += channels)
            AlphaWeighting.Multiply(_premultiplied.AsSpan(p, channels - 1), _premultiplied[p + channels - 1]);
    }
}
