namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Components of a file to be written.</summary>
/// <param name="Components">1 for gray, 3 for YCbCr.</param>
/// <param name="LumaSampling">Samples of luma for one of chroma, across and down: 1 or 2.</param>
internal sealed record JpegLayout(int Components, int LumaSampling)
{
    /// <summary>Rows and columns of pixels in a unit.</summary>
    public int UnitPixels => 8 * LumaSampling;
}
