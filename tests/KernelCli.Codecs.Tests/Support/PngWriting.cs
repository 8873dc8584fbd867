using System.Buffers.Binary;
using System.IO.Compression;
using KernelCli.Codecs.Png;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>Makes PNG files of given chunks, and takes files apart.</summary>
internal static class PngWriting
{
    /// <summary>A black picture of 8 bits with chunks before and behind its image data.</summary>
    public static byte[] File(int width, int height, PngColorType colorType, (string, byte[])[] before, params (string, byte[])[] behind)
    {
        int channels = colorType switch { PngColorType.Gray => 1, PngColorType.GrayAlpha => 2, PngColorType.Rgb => 3, _ => 4 };
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, (byte)colorType);
        using var stream = new MemoryStream();
        stream.Write(PngCodec.Signature);
        var writer = new PngChunkWriter(stream);
        foreach ((string type, byte[] data) in ((string, byte[])[])[("IHDR", header), .. before, ("IDAT", Zlib(new byte[height * (1 + (width * channels))])), .. behind, ("IEND", [])])
            writer.Write(type, data);
        return stream.ToArray();
    }

    public static byte[] Zlib(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var deflate = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(data);
        return stream.ToArray();
    }

    /// <summary>The chunks of a file.</summary>
    public static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((System.Text.Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }
        return chunks;
    }

    /// <summary>The data of the first chunk of a type, or null.</summary>
    public static byte[]? Chunk(byte[] file, string type) => Chunks(file).Find(chunk => chunk.Type == type).Data;
}
