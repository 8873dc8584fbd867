using System.Buffers.Binary;

namespace KernelCli.Codecs.Webp;

/// <summary>Writes the chunks of a RIFF file.</summary>
internal static class WebpChunks
{
    /// <summary>Writes a chunk, padded to an even length.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        stream.Write(type);
        stream.Write(length);
        stream.Write(data);
        if (data.Length % 2 != 0)
            stream.WriteByte(0);
    }

    /// <summary>Writes the length of a file that is in memory into its header.</summary>
    public static void SetLength(MemoryStream file) =>
        BinaryPrimitives.WriteUInt32LittleEndian(file.GetBuffer().AsSpan(4), (uint)(file.Length - 8));
}
