using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Cli.Compare;

/// <summary>
/// Rows of two pictures in a form that both can take: gray or colour, with alpha where one has it. Gray equals the same three
/// colours, and opaque alpha none. Values are levels of 0 to 255 or, where one picture is float32, fractions of full range as such
/// a file stores them, each rounded once to float32.
/// </summary>
internal sealed class RowPair
{
    private readonly ImageInfo _first;
    private readonly ImageInfo _second;
    private readonly bool _areFractions;
    private readonly float[] _samples;

    public RowPair(ImageInfo a, ImageInfo b)
    {
        (_first, _second) = (a, b);
        _areFractions = a.Format.Sample is SampleType.Float32 || b.Format.Sample is SampleType.Float32;
        (ColorChannels, HasAlpha) = (Math.Max(a.Format.ColorChannels, b.Format.ColorChannels), a.Format.HasAlpha || b.Format.HasAlpha);
        IsWhole = a.Format.Sample is SampleType.UInt8 && b.Format.Sample is SampleType.UInt8;
        _samples = new float[Math.Max(a.RowSamples, b.RowSamples)];
        (A, B) = (new float[a.Width * Channels], new float[a.Width * Channels]);
    }

    /// <summary>The first row's values, interleaved.</summary>
    public float[] A { get; }

    /// <summary>The second row's.</summary>
    public float[] B { get; }

    /// <summary>Colour channels, 1 or 3.</summary>
    public int ColorChannels { get; }

    /// <summary>Whether alpha comes after them.</summary>
    public bool HasAlpha { get; }

    /// <summary>Values of a pixel.</summary>
    public int Channels => ColorChannels + (HasAlpha ? 1 : 0);

    /// <summary>Whether all values are whole levels.</summary>
    public bool IsWhole { get; }

    /// <summary>Levels of a value of 1.</summary>
    public double Unit => _areFractions ? 255 : 1;

    /// <summary>Whether equal bytes are equal values and the reverse, but for NaN.</summary>
    public bool AreAlike => _first.Format == _second.Format;

    /// <summary>Converts both rows.</summary>
    public void Convert(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Convert(_first.Format, a, A);
        Convert(_second.Format, b, B);
    }

    /// <summary>Converts the row of both, where they are alike and their bytes equal.</summary>
    public void ConvertEqual(ReadOnlySpan<byte> row)
    {
        Convert(_first.Format, row, A);
        A.CopyTo(B.AsSpan());
    }

    private void Convert(PixelFormat format, ReadOnlySpan<byte> row, float[] to)
    {
        bool isSame = format.Channels == Channels;
        Span<float> samples = isSame ? to : _samples.AsSpan(0, to.Length / Channels * format.Channels);
        SampleRow.ToSingle(format.Sample, row, samples);
        double white = format.Sample.FullRange(), divisor = _areFractions ? white : white / 255;
        if (divisor != 1)
            for (int i = 0; i < samples.Length; i++)
                samples[i] = (float)(samples[i] / divisor);
        if (isSame)
            return;
        float opaque = _areFractions ? 1 : 255;
        for (int x = 0; x < to.Length / Channels; x++)
        {
            ReadOnlySpan<float> pixel = samples.Slice(x * format.Channels, format.Channels);
            for (int c = 0; c < ColorChannels; c++)
                to[(x * Channels) + c] = pixel[format.ColorChannels == 1 ? 0 : c];
            if (HasAlpha)
                to[(x * Channels) + ColorChannels] = format.HasAlpha ? pixel[^1] : opaque;
        }
    }
}
