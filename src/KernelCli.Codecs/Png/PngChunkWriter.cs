using System.Buffers.Binary;
using System.Text;

namespace KernelCli.Codecs.Png;

/// <summary>Writes chunks: length, type, data, CRC.</summary>
internal sealed class PngChunkWriter(Stream stream)
{
    /// <summary>Writes one chunk.</summary>
    public void Write(string type, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(head, data.Length);
        Encoding.ASCII.GetBytes(type, head[4..]);
        stream.Write(head);
        stream.Write(data);
        Span<byte> crc = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(crc, Crc32.Append(Crc32.Append(0, head[4..]), data));
        stream.Write(crc);
    }
}
