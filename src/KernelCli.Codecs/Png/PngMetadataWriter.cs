using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>Writes the ancillary chunks of a picture's metadata, in the order that the standard asks for.</summary>
internal static class PngMetadataWriter
{
    public static void Write(PngChunkWriter chunks, ImageMetadata metadata, PixelLayout layout)
    {
        if (metadata.IccProfile is { } profile && IccProfile.Describes(profile, layout))
            chunks.Write("iCCP", Compress(profile));
        else if (metadata.StandardRgbIntent is { } intent)
            chunks.Write("sRGB", [intent]);
        if (metadata.Gamma is { } gamma)
        {
            byte[] data = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(data, gamma);
            chunks.Write("gAMA", data);
        }
        if (metadata.Density is { } density && Math.Round(Math.Max(density.X, density.Y)) <= int.MaxValue)
        {
            byte[] data = new byte[9];
            BinaryPrimitives.WriteUInt32BigEndian(data, (uint)Math.Round(density.X));
            BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4), (uint)Math.Round(density.Y));
            data[8] = 1;
            chunks.Write("pHYs", data);
        }
        if (metadata.Exif is { } exif)
            chunks.Write("eXIf", ExifBlock.WithoutOrientation(exif));
        foreach ((string keyword, string text) in metadata.Texts)
            chunks.Write("tEXt", [.. Encoding.Latin1.GetBytes(keyword), 0, .. Encoding.Latin1.GetBytes(text)]);
    }

    // A name of one letter, a zero byte, method 0, then the profile in zlib's format.
    private static byte[] Compress(byte[] profile)
    {
        using var data = new MemoryStream();
        data.Write([(byte)'i', 0, 0]);
        using (var deflated = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
            deflated.Write(profile);
        return data.ToArray();
    }
}
