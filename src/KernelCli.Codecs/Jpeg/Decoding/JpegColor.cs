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

/// <summary>How the meaning of components is told: by the JFIF and Adobe segments, else by their numbers, as all readers agree.</summary>
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
