namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>What the components of a frame mean.</summary>
internal enum JpegColor
{
    Gray,
    YCbCr,
    Rgb,

    /// <summary>Four inks, 0 for none and 255 for full ink.</summary>
    Cmyk,

    /// <summary>Four inks as Adobe stores them, 255 for none and 0 for full ink.</summary>
    InvertedCmyk,

    /// <summary>
    /// YCbCr of cyan, magenta and yellow, 255 for full ink, then black as Adobe stores it, 255 for none.
    /// </summary>
    Ycck,
}

/// <summary>
/// Determines the meaning of the components from their number and the JFIF and Adobe segments, or else from the
/// component identifiers, as other readers do.
/// </summary>
internal static class JpegColorChoice
{
    public static JpegColor Of(JpegFrame frame, JpegMetadataReader metadata)
    {
        JpegComponent[] components = frame.Components;
        if (components.Length == 1)
            return JpegColor.Gray;
        if (components.Length == 4)
            return metadata.AdobeTransform switch
            {
                null => JpegColor.Cmyk,
                0 => JpegColor.InvertedCmyk,
                _ => JpegColor.Ycck,
            };
        if (metadata.IsJfif)
            return JpegColor.YCbCr;
        if (metadata.AdobeTransform is { } transform)
            return transform == 0 ? JpegColor.Rgb : JpegColor.YCbCr;
        return (components[0].Id, components[1].Id, components[2].Id) is ('R', 'G', 'B') ? JpegColor.Rgb : JpegColor.YCbCr;
    }
}
