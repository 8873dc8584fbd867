using System.Runtime.InteropServices;
using KernelCli.Correlation;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// Filters colours and alpha with two engines of the same geometry. With weighting, each colour counts in proportion to
/// its alpha: <c>colour = gain * sum(w c a) / sum(w a) + bias</c>, <c>alpha = sum(w a) / sum(w)</c>, so that invisible
/// colours do not bleed into visible ones, and an opaque picture gives the same result as without alpha. Without
/// weighting, colours are filtered as they are, and the alpha plan copies the alpha of one pixel.
/// </summary>
internal sealed class AlphaCorrelationRowSource : RowDecorator
{
    private readonly QueuedEngine _colours;
    private readonly QueuedEngine _alpha;
    private readonly bool _weighted;
    private readonly double _gain;
    private readonly double _bias;
    private readonly double _weightSum;
    private readonly double _fullRange;
    private readonly byte[] _line;
    private readonly float[] _samples;
    private readonly float[] _colourIn;
    private readonly float[] _alphaIn;
    private readonly float[] _colourOut;
    private readonly float[] _alphaOut;

    /// <summary>Filters <paramref name="input"/>, which has alpha, to float32.</summary>
    /// <param name="input">Rows with alpha.</param>
    /// <param name="colours">The plan for the colour channels; when weighted, of the kernel without multiplier, divisor and bias.</param>
    /// <param name="alpha">The plan for alpha: the same kernel when weighted, else a kernel that copies one pixel.</param>
    /// <param name="weighting">How colours are weighted by alpha, or null to filter them as they are.</param>
    /// <param name="fullRange">Full range of the samples.</param>
    /// <param name="limits">The limits on the buffers.</param>
    public AlphaCorrelationRowSource(IRowSource input, CorrelationPlan colours, CorrelationPlan alpha,
        AlphaWeighting? weighting, double fullRange, ImageLimits limits)
        : base(input, Transparent(input.Info).With(colours.OutputWidth, colours.OutputHeight)
            .With(input.Info.Format.With(SampleType.Float32)))
    {
        if (!input.Info.Format.HasAlpha)
            throw new ArgumentException($"rows of {input.Info.Format} have no alpha", nameof(input));
        colours.Check(input.Info.Width, input.Info.Height,
            new PixelFormat(input.Info.Format.WithoutAlpha().Layout, SampleType.Float32), SampleType.Float32);
        alpha.Check(input.Info.Width, input.Info.Height,
            new PixelFormat(PixelLayout.Gray, SampleType.Float32), SampleType.Float32, colours);
        (_colours, _alpha, _fullRange) = (new QueuedEngine(colours, limits), new QueuedEngine(alpha, limits), fullRange);
        (_weighted, _weightSum, _gain, _bias) = (weighting is not null, weighting?.WeightSum ?? 1, weighting?.Gain ?? 1, weighting?.Bias
            ?? 0);
        int colourChannels = input.Info.Format.ColorChannels;
        (_line, _samples) = (new byte[input.Info.RowBytes], new float[input.Info.RowSamples]);
        (_colourIn, _alphaIn) = (new float[input.Info.Width * colourChannels], new float[input.Info.Width]);
        (_colourOut, _alphaOut) = (new float[Info.Width * colourChannels], new float[Info.Width]);
    }

    /// <summary>Bytes of the engines' buffers.</summary>
    public long BufferBytes => _colours.BufferBytes + _alpha.BufferBytes;

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        while (!_colours.IsReady || !_alpha.IsReady)
        {
            Input.ReadRow(_line);
            Split();
            _colours.Enqueue(MemoryMarshal.AsBytes(_colourIn.AsSpan()));
            _alpha.Enqueue(MemoryMarshal.AsBytes(_alphaIn.AsSpan()));
        }
        _colours.Pull(MemoryMarshal.AsBytes(_colourOut.AsSpan()));
        _alpha.Pull(MemoryMarshal.AsBytes(_alphaOut.AsSpan()));
        Join(MemoryMarshal.Cast<byte, float>(row));
    }

    private void Split()
    {
        SampleRow.ToSingle(Input.Info.Format.Sample, _line, _samples);
        int channels = Input.Info.Format.Channels, colours = channels - 1;
        for (int x = 0; x < _alphaIn.Length; x++)
        {
            float alpha = _samples[(x * channels) + colours];
            _alphaIn[x] = alpha;
            Span<float> pixel = _samples.AsSpan(x * channels, colours);
            if (_weighted)
                AlphaWeighting.Multiply(pixel, alpha);
            pixel.CopyTo(_colourIn.AsSpan(x * colours));
        }
    }

    private void Join(Span<float> row)
    {
        int channels = Info.Format.Channels, colours = channels - 1;
        for (int x = 0; x < _alphaOut.Length; x++)
        {
            // Kernels with negative weights can give an alpha of 0 or less. The colour is then 0.
            float alpha = _alphaOut[x];
            for (int c = 0; c < colours; c++)
            {
                float colour = _colourOut[(x * colours) + c];
                row[(x * channels) + c] = !_weighted ? colour : alpha / _weightSum <= 0 ? 0
                    : (float)(((double)colour / alpha * _gain) + _bias);
            }
            row[(x * channels) + colours] = _weighted ? (float)Math.Clamp(alpha / _weightSum, 0, _fullRange) : alpha;
        }
    }

    private static ImageInfo Transparent(ImageInfo info) =>
        info.Format.HasAlpha ? info : throw new ArgumentException($"rows of {info.Format} have no alpha", nameof(info));
}

/// <summary>The properties of a kernel that filtering weighted by alpha needs.</summary>
/// <param name="WeightSum">The sum of its weights, above 0.</param>
/// <param name="Gain">The factor for a flat picture: sum * multiplier / divisor.</param>
/// <param name="Bias">Added to colours, in the unit of the samples.</param>
internal sealed record AlphaWeighting(double WeightSum, double Gain, double Bias)
{
    /// <summary>
    /// Multiplies colours by their alpha. Where alpha is 0 the result is 0, even if a colour is infinite or NaN.
    /// </summary>
    internal static void Multiply(Span<float> colours, float alpha)
    {
        for (int c = 0; c < colours.Length; c++)
            colours[c] = alpha == 0 ? 0 : colours[c] * alpha;
    }
}
