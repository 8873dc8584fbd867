using System.Runtime.InteropServices;
using KernelCli.Rows;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.PixelFormats;
using ImageInfo = KernelCli.Primitives.ImageInfo;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>
/// The rows of a picture that the library decoded, in a layout with fewer channels where the file has fewer. Gray is the red
/// channel: the colours of such a file are gray.
/// </summary>
/// <param name="image">The picture, of 8-bit or 16-bit RGBA; owned.</param>
/// <param name="info">The size, the layout and the metadata.</param>
internal sealed class ImageSharpRows(Image image, ImageInfo info) : RowSource(info)
{
    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (image is Image<Rgba64> deep)
            Pack(MemoryMarshal.Cast<Rgba64, ushort>(deep.DangerousGetPixelRowMemory(y).Span), MemoryMarshal.Cast<byte, ushort>(row));
        else
            Pack(MemoryMarshal.AsBytes(((Image<Rgba32>)image).DangerousGetPixelRowMemory(y).Span), row);
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => image.Dispose();

    private void Pack<T>(ReadOnlySpan<T> pixels, Span<T> row)
    {
        int channels = Info.Format.Channels, colors = Info.Format.ColorChannels;
        if (channels == 4)
        {
            pixels.CopyTo(row);
            return;
        }
        for (int from = 0, to = 0; to < row.Length; from += 4, to += channels)
        {
            for (int c = 0; c < colors; c++)
                row[to + c] = pixels[from + c];
            if (channels > colors)
                row[to + colors] = pixels[from + 3];
        }
    }
}
