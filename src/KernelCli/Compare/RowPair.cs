using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Compare;

/// <summary>
/// A row of two pictures in a form that both can take: gray or colour, with alpha where one has it. Gray equals the same three
/// colours, and opaque alpha none. Values are levels of 0 to 255 or, where one picture is float32, fractions of full range as such
/// a file stores them, each rounded once to float32. Of unlike widths it has the columns that both have.
/// </summary>
internal sealed class RowPair
{
    private readonly PixelFormat _first;
    private readonly PixelFormat _second;
    private readonly bool _areFractions;
    private readonly byte[] _bytesA;
    private readonly byte[] _bytesB;
    private readonly float[] _samples;
    private readonly bool[] _ignored;
    private bool _isConverted;

    public RowPair(ImageInfo a, ImageInfo b)
    {
        (_first, _second) = (a.Format, b.Format);
        (_bytesA, _bytesB) = (new byte[a.RowBytes], new byte[b.RowBytes]);
        Width = Math.Min(a.Width, b.Width);
        _areFractions = a.Format.Sample is SampleType.Float32 || b.Format.Sample is SampleType.Float32;
        (ColorChannels, HasAlpha) = (Math.Max(a.Format.ColorChannels, b.Format.ColorChannels), a.Format.HasAlpha || b.Format.HasAlpha);
        IsWhole = a.Format.Sample is SampleType.UInt8 && b.Format.Sample is SampleType.UInt8;
        _samples = new float[Width * Math.Max(a.Format.Channels, b.Format.Channels)];
        (A, B) = (new float[Width * Channels], new float[Width * Channels]);
        _ignored = new bool[Width];
    }

    /// <summary>Its pixels.</summary>
    public int Width { get; }

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

    /// <summary>A value of full range.</summary>
    public float White => _areFractions ? 1 : 255;

    /// <summary>The first pixel that may differ.</summary>
    public int First { get; private set; }

    /// <summary>One past the last; <see cref="First"/> where none does.</summary>
    public int End { get; private set; }

    /// <summary>Reads the next row of both pictures.</summary>
    /// <param name="a">The first picture.</param>
    /// <param name="b">The second, which may be the first.</param>
    /// <param name="ignored">The pixels that do not count, or empty.</param>
    public void Read(IRowSource a, IRowSource b, ReadOnlySpan<bool> ignored)
    {
        a.ReadRow(_bytesA);
        if (b != a)
            b.ReadRow(_bytesB);

        // Equal bytes are equal values and the reverse, but for NaN.
        (First, End) = b == a ? (0, 0)
            : _first == _second ? Unlike(BytesOf(_bytesA, _first), BytesOf(_bytesB, _second), _first.BytesPerPixel)
            : (0, Width);
        ignored.CopyTo(_ignored);
        (IgnoresSome, _isConverted) = (!ignored.IsEmpty, false);
    }

    /// <summary>Whether there may be pixels that do not count.</summary>
    public bool IgnoresSome { get; private set; }

    /// <summary>Whether a pixel does not count.</summary>
    public bool IsIgnored(int x) => IgnoresSome && _ignored[x];

    /// <summary>Sees to it that <see cref="A"/> and <see cref="B"/> hold the row.</summary>
    public void Convert()
    {
        if (_isConverted)
            return;
        _isConverted = true;
        Convert(_first, BytesOf(_bytesA, _first), A);
        if (First < End)
            Convert(_second, BytesOf(_bytesB, _second), B);
        else
            A.CopyTo(B.AsSpan());
    }

    private ReadOnlySpan<byte> BytesOf(byte[] row, PixelFormat format) => row.AsSpan(0, Width * format.BytesPerPixel);

    // The pixels from the first that differs to the last.
    private static (int First, int End) Unlike(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int pixelBytes)
    {
        int same = a.CommonPrefixLength(b);
        if (same == a.Length)
            return (0, 0);
        int last = a.Length - 1;
        while (a[last] == b[last])
            last--;
        return (same / pixelBytes, (last / pixelBytes) + 1);
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
        for (int x = 0; x < to.Length / Channels; x++)
        {
            ReadOnlySpan<float> pixel = samples.Slice(x * format.Channels, format.Channels);
            for (int c = 0; c < ColorChannels; c++)
                to[(x * Channels) + c] = pixel[format.ColorChannels == 1 ? 0 : c];
            if (HasAlpha)
                to[(x * Channels) + ColorChannels] = format.HasAlpha ? pixel[^1] : White;
        }
    }
}
