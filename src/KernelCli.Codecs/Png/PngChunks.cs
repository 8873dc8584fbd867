using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>Reads the chunks of a file one by one: length, type, data, CRC.</summary>
internal sealed class PngChunkReader(ByteReader reader, DecodeOptions options)
{
    private readonly byte[] _head = new byte[8];
    private readonly byte[] _scratch = new byte[4096];
    private readonly Crc32 _crc = new();
    private long _remaining;

    /// <summary>The type of the current chunk, as four letters.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The length of the data of the current chunk.</summary>
    public long Length { get; private set; }

    /// <summary>The offset in the file at which the data of the current chunk starts.</summary>
    public long DataOffset { get; private set; }

    /// <summary>Whether a decoder that does not know the current chunk may ignore it.</summary>
    public bool IsAncillary => (Type[0] & 0x20) != 0;

    /// <summary>Moves to the next chunk; all data of the current chunk and its CRC must have been read or skipped.</summary>
    public void Next()
    {
        ReadOnlySpan<byte> head = _head;
        reader.ReadExactly(_head, "a chunk");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
        foreach (byte letter in head[4..])
            if (!char.IsAsciiLetter((char)letter))
                throw new ImageFormatException("PNG", reader.Offset - 4, "expected the four letters of a chunk");
        Type = Encoding.ASCII.GetString(head[4..]);
        if (length > int.MaxValue)
            throw new ImageFormatException("PNG", reader.Offset - 8, "a chunk claims more than 2 GiB");
        (Length, _remaining, DataOffset) = (length, length, reader.Offset);
        _crc.Reset();
        _crc.Append(head[4..]);
    }

    /// <summary>
    /// Reads data of the current chunk; returns 0 at its end. If the file is cut short, the remaining bytes are
    /// returned first and the next call throws.
    /// </summary>
    public int Read(Span<byte> to)
    {
        int wanted = (int)Math.Min(to.Length, _remaining), count = reader.Read(to[..wanted]);
        if (count == 0 && wanted > 0)
            throw reader.UnexpectedEnd("data of a chunk");
        _crc.Append(to[..count]);
        _remaining -= count;
        return count;
    }

    /// <summary>Reads all data of the current chunk and checks the CRC; null if the CRC of an ancillary chunk is wrong.</summary>
    public byte[]? ReadAll()
    {
        byte[] data = reader.ReadBlock(_remaining, $"data of chunk {Type}");
        _crc.Append(data);
        _remaining = 0;
        return CheckCrc() ? data : null;
    }

    /// <summary>Skips what is left and checks the CRC, with the result of <see cref="CheckCrc"/>.</summary>
    public bool Skip()
    {
        while (_remaining > 0)
            Read(_scratch);
        return CheckCrc();
    }

    /// <summary>
    /// Checks the CRC after the data. A wrong CRC of a critical chunk is reported as damage; for an ancillary chunk the
    /// result is false, and the chunk should be ignored.
    /// </summary>
    public bool CheckCrc()
    {
        reader.ReadExactly(_head.AsSpan(0, 4), "the CRC of a chunk");
        if (BinaryPrimitives.ReadUInt32BigEndian(_head) == _crc.GetCurrentHashAsUInt32())
            return true;
        if (IsAncillary)
            return false;
        options.ReportDamage(new ImageFormatException("PNG", reader.Offset - 4, "the CRC of chunk " + Type + " is wrong"));
        return true;
    }
}

/// <summary>Writes chunks: length, type, data, CRC.</summary>
internal sealed class PngChunkWriter(Stream stream)
{
    private readonly Crc32 _crc = new();

    /// <summary>Writes one chunk whose data starts with a number.</summary>
    public void Write(string type, uint number, ReadOnlySpan<byte> data)
    {
        byte[] numbered = new byte[sizeof(uint) + data.Length];
        BinaryPrimitives.WriteUInt32BigEndian(numbered, number);
        data.CopyTo(numbered.AsSpan(sizeof(uint)));
        Write(type, numbered);
    }

    /// <summary>Writes one chunk.</summary>
    public void Write(string type, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(head, data.Length);
        Encoding.ASCII.GetBytes(type, head[4..]);
        stream.Write(head);
        stream.Write(data);
        Span<byte> crc = stackalloc byte[4];
        _crc.Reset();
        _crc.Append(head[4..]);
        _crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(crc, _crc.GetCurrentHashAsUInt32());
        stream.Write(crc);
    }
}
