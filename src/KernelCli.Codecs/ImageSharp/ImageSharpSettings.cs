using KernelCli.Primitives;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Webp;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>How the library is called: on one thread, within the limits, for one format.</summary>
internal static class ImageSharpSettings
{
    /// <summary>A configuration that knows one format only, so that nothing else is recognised.</summary>
    /// <param name="format">The name of the codec: png, jpeg, bmp, tga or webp.</param>
    /// <param name="limits">The limit on memory.</param>
    public static Configuration For(string format, ImageLimits limits) => new(format switch
    {
        "png" => new PngConfigurationModule(),
        "jpeg" => new JpegConfigurationModule(),
        "bmp" => new BmpConfigurationModule(),
        "tga" => new TgaConfigurationModule(),
        "webp" => new WebpConfigurationModule(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "the library does not read it"),
    })
    {
        MaxDegreeOfParallelism = 1,
        MemoryAllocator = new BoundedAllocator(limits),
    };

    /// <summary>A configuration for the library's own operations on pictures in memory.</summary>
    public static Configuration ForPixels(ImageLimits limits) => new()
    {
        MaxDegreeOfParallelism = 1,
        MemoryAllocator = new BoundedAllocator(limits),
    };

    /// <summary>The library's encoder of lossless WebP for an effort of 0 to 9.</summary>
    public static IImageEncoder LosslessWebp(int compression)
    {
        // Six steps of the library, of which 4 is the usual one, as 6 is of ours.
        return new WebpEncoder
        {
            FileFormat = WebpFileFormatType.Lossless,
            Method = (WebpEncodingMethod)(compression * 6 / 9),
            TransparentColorMode = WebpTransparentColorMode.Preserve,
        };
    }
}
