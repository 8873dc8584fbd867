namespace KernelCli.Codecs.Tiff;

/// <summary>Converts luma and chroma samples of 8 bits to RGB (TIFF 6.0, sections 20 and 21).</summary>
internal sealed class TiffLuma
{
    private readonly double[] _coefficients;
    private readonly double[] _range;

    /// <summary>Reads the coefficients and the reference levels, with those of BT.601 and full range where there are none.</summary>
    public TiffLuma(TiffDirectory directory)
    {
        _coefficients = directory.Reals(TiffTag.LumaCoefficients, 3);
        if (_coefficients is not [> 0 and < 1, > 0 and < 1, > 0 and < 1])
            _coefficients = [0.299, 0.587, 0.114];
        _range = directory.Reals(TiffTag.ReferenceBlackWhite, 6);
        if (_range.Length < 6 || _range[1] <= _range[0] || _range[3] <= _range[2] || _range[5] <= _range[4])
            _range = [0, 255, 128, 255, 128, 255];
    }

    /// <summary>Converts a pixel.</summary>
    /// <param name="stored">Luma, blue and red chroma, 0 to 255.</param>
    /// <param name="result">Receives red, green and blue, 0 to 255.</param>
    public void Convert(ReadOnlySpan<ushort> stored, Span<ushort> result)
    {
        double luma = Level(stored[0], 0, 255), blueChroma = Level(stored[1], 2, 127), redChroma = Level(stored[2], 4, 127);
        double red = luma + (redChroma * (2 - (2 * _coefficients[0])));
        double blue = luma + (blueChroma * (2 - (2 * _coefficients[2])));
        double green = (luma - (_coefficients[0] * red) - (_coefficients[2] * blue)) / _coefficients[1];
        (result[0], result[1], result[2]) = (Rounded(red), Rounded(green), Rounded(blue));
    }

    private static ushort Rounded(double value) => (ushort)Math.Clamp((int)Math.Floor(Math.Clamp(value, -1, 256) + 0.5), 0, 255);

    private double Level(int code, int reference, double most) =>
        (code - _range[reference]) * most / (_range[reference + 1] - _range[reference]);
}
