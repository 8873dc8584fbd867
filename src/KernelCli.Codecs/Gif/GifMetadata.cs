using System.Text;
using System.Text.Unicode;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Gif;

/// <summary>Comments, and the XMP and ICC extensions of a GIF.</summary>
internal static class GifMetadata
{
    // After an XMP packet: bytes 1, then 255 down to 0, which end the blocks wherever a reader of blocks meets them, and a last 0.
    private const int XmpTrailerBytes = 257;

    /// <summary>The largest block, without its length.</summary>
    public const int BlockBytes = 255;

    /// <summary>Reads a comment extension after its label.</summary>
    public static void ReadComment(ByteReader reader, MetadataCollector metadata)
    {
        if (ReadBlocks(reader, metadata, "a comment", keepsLengths: false) is { Length: > 0 } bytes)
            metadata.AddText(new ImageText(ImageText.Comment,
                Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes)));
    }

    /// <summary>Reads an application extension after its name.</summary>
    public static void ReadApplication(ByteReader reader, ReadOnlySpan<byte> name, MetadataCollector metadata)
    {
        if (name.SequenceEqual("XMP DataXMP"u8))
        {
            // The packet is stored as it is; its bytes only look like blocks.
            if (ReadBlocks(reader, metadata, "XMP", keepsLengths: true) is { Length: >= XmpTrailerBytes } packet)
                metadata.AddXmp(packet[..^XmpTrailerBytes]);
        }
        else if (name.SequenceEqual("ICCRGBG1012"u8))
        {
            if (ReadBlocks(reader, metadata, "an ICC profile", keepsLengths: false) is { Length: > 0 } profile)
                metadata.AddProfile(profile);
        }
        else
        {
            for (byte length; (length = reader.ReadByte("a data block")) > 0;)
                reader.Skip(length, "a data block");
        }
    }

    /// <summary>Writes a comment extension.</summary>
    public static void WriteComment(Stream stream, string text)
    {
        stream.Write([0x21, 0xFE]);
        foreach (byte[] block in Encoding.UTF8.GetBytes(text).Chunk(BlockBytes))
        {
            stream.WriteByte((byte)block.Length);
            stream.Write(block);
        }
        stream.WriteByte(0);
    }

    // The content of data blocks, with the byte before each that gives its length if asked for; null if it is too large.
    private static byte[]? ReadBlocks(ByteReader reader, MetadataCollector metadata, string what, bool keepsLengths)
    {
        using var content = new MemoryStream();
        Span<byte> block = stackalloc byte[BlockBytes];
        bool fits = true;
        for (byte length; (length = reader.ReadByte("a data block")) > 0;)
        {
            reader.ReadExactly(block[..length], "a data block");
            fits = fits && metadata.TryAdmit(length + 1, what);
            if (!fits)
                continue;
            if (keepsLengths)
                content.WriteByte(length);
            content.Write(block[..length]);
        }
        return fits ? content.ToArray() : null;
    }
}
