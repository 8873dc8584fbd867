namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>What the components of a frame mean.</summary>
internal enum JpegColor
{
    Gray,
    YCbCr,
    Rgb,

    /// <summary>Inks.</summary>
    Cmyk,

    /// <summary>Inks as Adobe stores them: 255 is none.</summary>
    InvertedCmyk,

    /// <summary>YCbCr of what is left of white under three inks, then inverted black.</summary>
    Ycck,
}
