using System.Buffers.Binary;

namespace KernelCli.Codecs.Tiff;

/// <summary>Builds the bytes of a directory, least significant byte first, with the values that do not fit in it after it.</summary>
/// <param name="isBig">Whether it is one of a BigTIFF.</param>
internal sealed class TiffDirectoryBuilder(bool isBig)
{
    private readonly SortedDictionary<TiffTag, (TiffType Type, long Count, byte[] Values)> _fields = [];

    /// <summary>Bytes of an offset.</summary>
    public int OffsetBytes => isBig ? 8 : 4;

    /// <summary>The header of a file.</summary>
    /// <param name="isBig">Whether it is a BigTIFF.</param>
    /// <param name="directory">Where the first directory is.</param>
    public static byte[] Header(bool isBig, long directory)
    {
        byte[] header = new byte[isBig ? 16 : 8];
        "II"u8.CopyTo(header);
        header[2] = (byte)(isBig ? 43 : 42);
        if (isBig)
            header[4] = 8;
        WriteOffset(header.AsSpan(isBig ? 8 : 4), directory, isBig);
        return header;
    }

    /// <summary>Writes an offset of 4 or 8 bytes.</summary>
    public static void WriteOffset(Span<byte> to, long offset, bool isBig)
    {
        if (isBig)
            BinaryPrimitives.WriteInt64LittleEndian(to, offset);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(to, checked((uint)offset));
    }

    /// <summary>Adds a field of bytes, texts, or what is already in the right order.</summary>
    public void Add(TiffTag tag, TiffType type, ReadOnlySpan<byte> bytes, int valueBytes = 1) =>
        _fields[tag] = (type, bytes.Length / valueBytes, bytes.ToArray());

    /// <summary>Adds a field of 16-bit numbers.</summary>
    public void AddShorts(TiffTag tag, params ReadOnlySpan<int> numbers)
    {
        byte[] values = new byte[numbers.Length * 2];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(values.AsSpan(2 * i), checked((ushort)numbers[i]));
        Add(tag, TiffType.Short, values, 2);
    }

    /// <summary>Adds a field of 32-bit numbers.</summary>
    public void AddLongs(TiffTag tag, params ReadOnlySpan<long> numbers)
    {
        byte[] values = new byte[numbers.Length * 4];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(values.AsSpan(4 * i), checked((uint)numbers[i]));
        Add(tag, TiffType.Long, values, 4);
    }

    /// <summary>Adds a field of one fraction.</summary>
    public void AddRational(TiffTag tag, uint numerator, uint denominator)
    {
        byte[] values = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(values, numerator);
        BinaryPrimitives.WriteUInt32LittleEndian(values.AsSpan(4), denominator);
        Add(tag, TiffType.Rational, values, 8);
    }

    /// <summary>Adds a field of offsets or lengths.</summary>
    public void AddOffsets(TiffTag tag, ReadOnlySpan<long> numbers)
    {
        if (!isBig)
        {
            AddLongs(tag, numbers);
            return;
        }
        byte[] values = new byte[numbers.Length * 8];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(values.AsSpan(8 * i), numbers[i]);
        Add(tag, TiffType.Long8, values, 8);
    }

    /// <summary>The bytes of the directory and its values.</summary>
    /// <param name="offset">Where they will be; even.</param>
    /// <param name="nextAt">Where in them the offset of the next directory is, which is 0.</param>
    public byte[] ToBytes(long offset, out int nextAt)
    {
        int countBytes = isBig ? 8 : 2, entryBytes = isBig ? 20 : 12;
        nextAt = countBytes + (_fields.Count * entryBytes);
        using var bytes = new MemoryStream();
        byte[] directory = new byte[nextAt + OffsetBytes];
        bytes.Write(directory);
        BinaryPrimitives.WriteUInt16LittleEndian(directory, (ushort)_fields.Count);
        int at = countBytes;
        foreach ((TiffTag tag, (TiffType type, long count, byte[] values)) in _fields)
        {
            Span<byte> entry = directory.AsSpan(at, entryBytes);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)type);
            WriteOffset(entry[4..], count, isBig);
            if (values.Length <= OffsetBytes)
                values.CopyTo(entry[(4 + OffsetBytes)..]);
            else
            {
                WriteOffset(entry[(4 + OffsetBytes)..], offset + bytes.Length, isBig);
                bytes.Write(values);

                // Values begin at even offsets.
                if (values.Length % 2 == 1)
                    bytes.WriteByte(0);
            }
            at += entryBytes;
        }
        bytes.Position = 0;
        bytes.Write(directory);
        return bytes.ToArray();
    }
}
