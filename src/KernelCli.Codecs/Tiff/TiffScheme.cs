using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>Compression schemes that are read.</summary>
internal enum TiffScheme
{
    None = 1,
    Rle = 2,
    Group3 = 3,
    Group4 = 4,
    Lzw = 5,
    OldJpeg = 6,
    Jpeg = 7,
    Deflate = 8,
    PackBits = 32773,
    EarlyDeflate = 32946,
}

/// <summary>Which schemes there are.</summary>
internal static class TiffSchemes
{
    /// <summary>Whether the scheme stores two-level pictures as facsimile machines send them.</summary>
    public static bool IsFax(this TiffScheme scheme) =>
        scheme is TiffScheme.Rle or TiffScheme.Group3 or TiffScheme.Group4;

    /// <summary>Checks that a scheme can be read.</summary>
    /// <exception cref="UnsupportedImageException">It cannot.</exception>
    public static TiffScheme Check(long number)
    {
        if (number is >= 0 and <= ushort.MaxValue && Enum.IsDefined((TiffScheme)number))
            return (TiffScheme)number;
        string name = number switch
        {
            9 => "JBIG (T.85)",
            10 => "JBIG (T.43)",
            32766 => "NeXT",
            32771 => "word-aligned run-length (CCITT)",
            32809 => "ThunderScan",
            32895 or 32896 or 32897 or 32898 => "IT8",
            32908 or 32909 => "Pixar",
            32947 => "DCS",
            33003 or 33004 or 33005 or 34712 => "JPEG 2000",
            34661 => "JBIG",
            34676 or 34677 => "SGI Log",
            34887 => "LERC",
            34892 => "lossy JPEG (DNG)",
            34925 => "LZMA",
            34926 or 50000 => "ZSTD",
            34927 or 50001 => "WebP",
            34933 => "PNG",
            34934 or 52546 or 50002 => "JPEG XL",
            _ => "unknown",
        };
        throw new UnsupportedImageException(
            $"a TIFF with {name} compression (scheme {number}): compress it anew first, for instance with tiffcp -c zip");
    }
}
