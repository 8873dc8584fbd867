namespace KernelCli.Codecs.Bmp;

/// <summary>The compression field of the header.</summary>
internal enum BmpCompression
{
    None = 0,
    RunLength8 = 1,
    RunLength4 = 2,
    Masks = 3,
    MasksWithAlpha = 6,
}
