using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace KernelCli.Codecs.Png;

/// <summary>
/// Reads the chunks after the image data before any row is decoded: they may hold texts, and EXIF with the orientation
/// of the picture. Nothing is an error here; the decoder reports damage when it reaches it.
/// </summary>
internal static class PngTrailer
{
    // A pipe of up to about this length is kept in memory, so that its end can be read before its rows; a longer one is
    // decoded as it arrives.
    private const int MaxBufferedPipe = 32 << 20;
    private const int HeadBytes = 8;
    private const int CrcBytes = 4;

    /// <summary>Reads the chunks after the image data.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="chunks">Its chunks, at the first IDAT chunk.</param>
    /// <param name="metadata">Receives the metadata.</param>
    /// <param name="options">The limit on metadata.</param>
    /// <returns>The number of concatenated PNG files; 1 for a pipe that is too long to be kept.</returns>
    public static int Read(ByteReader reader, PngChunkReader chunks, PngMetadataReader metadata, DecodeOptions options)
    {
        if (!reader.CanSeek)
            reader.BufferRestIfShort(MaxBufferedPipe);
        return reader.CanSeek ? Read(reader, chunks.DataOffset + chunks.Length + CrcBytes, metadata, options) : 1;
    }

    private static int Read(ByteReader reader, long at, PngMetadataReader metadata, DecodeOptions options)
    {
        int files = 1;
        byte[] head = new byte[HeadBytes];
        while (reader.TryReadAt(at, head))
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(head);
            string type = Encoding.ASCII.GetString(head, 4, 4);
            if (type == "IEND")
            {
                at += HeadBytes + length + CrcBytes;
                if (!reader.TryReadAt(at, head) || !head.AsSpan().SequenceEqual(PngCodec.Signature))
                    break;
                files++;
                at += HeadBytes;
                continue;
            }
            if (length > int.MaxValue || !IsType(head.AsSpan(4)))
                break;
            if (files == 1 && char.IsAsciiLetterLower(type[0]))
                ReadMetadataChunk(reader, at, type, (int)length, metadata, options);
            at += HeadBytes + length + CrcBytes;
        }
        return files;
    }

    private static bool IsType(ReadOnlySpan<byte> letters)
    {
        foreach (byte letter in letters)
            if (!char.IsAsciiLetter((char)letter))
                return false;
        return true;
    }

    private static void ReadMetadataChunk(
        ByteReader reader, long at, string type, int length, PngMetadataReader metadata, DecodeOptions options)
    {
        if (!PngMetadataReader.IsKnown(type) || length > options.Limits.MaxMetadata)
        {
            metadata.ReportSkipped(type);
            return;
        }

        // acTL and fcTL count only before the image data. The decoder reports a chunk that is cut short.
        if (type is "fcTL" or "acTL" || at + HeadBytes + length + CrcBytes > reader.Length)
            return;
        byte[] chunk = new byte[4 + length + CrcBytes];
        if (!reader.TryReadAt(at + 4, chunk))
            return;
        bool isCrcValid = BinaryPrimitives.ReadUInt32BigEndian(chunk.AsSpan(4 + length)) == Crc32.HashToUInt32(chunk.AsSpan(0, 4 + length));
        metadata.AddChunk(type, isCrcValid ? chunk[4..^CrcBytes] : null);
    }
}
