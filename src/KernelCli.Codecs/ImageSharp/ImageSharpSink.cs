using KernelCli.Primitives;
using KernelCli.Rows;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;
using ImageInfo = KernelCli.Primitives.ImageInfo;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>Keeps a picture of 8-bit samples, and has the library encode it when it is complete.</summary>
/// <param name="info">The size and the layout.</param>
/// <param name="format">The codec's name: tga or webp.</param>
/// <param name="limits">The limit on memory.</param>
internal abstract class ImageSharpSink(ImageInfo info, string format, ImageLimits limits) : RowSink(info)
{
    private readonly Image<Rgba32> _image = new(ImageSharpSettings.For(format, limits), info.Width, info.Height);

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y)
    {
        Span<Rgba32> pixels = _image.DangerousGetPixelRowMemory(y).Span;
        PixelLayout layout = Info.Format.Layout;
        int channels = Info.Format.Channels;
        for (int x = 0, i = 0; x < pixels.Length; x++, i += channels)
            pixels[x] = layout switch
            {
                PixelLayout.Gray => new Rgba32(row[i], row[i], row[i]),
                PixelLayout.GrayAlpha => new Rgba32(row[i], row[i], row[i], row[i + 1]),
                PixelLayout.Rgb => new Rgba32(row[i], row[i + 1], row[i + 2]),
                _ => new Rgba32(row[i], row[i + 1], row[i + 2], row[i + 3]),
            };
    }

    /// <summary>The encoded file. The library goes back in what it has written, which a pipe cannot.</summary>
    protected MemoryStream Encode(IImageEncoder encoder)
    {
        var file = new MemoryStream();
        _image.Save(file, encoder);
        file.Position = 0;
        return file;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _image.Dispose();
}
