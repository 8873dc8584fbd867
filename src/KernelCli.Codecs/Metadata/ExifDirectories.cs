using System.Buffers.Binary;

namespace KernelCli.Codecs.Metadata;

/// <summary>
/// An EXIF block as directories of entries. No offset in it is trusted: data outside the block is treated as missing.
/// </summary>
internal sealed class ExifDirectories
{
    private const int HeaderBytes = 8;

    private readonly bool _isBigEndian;

    private ExifDirectories(byte[] block)
    {
        Block = block;
        _isBigEndian = block[0] == 'M';
    }

    /// <summary>The bytes, from the TIFF header on.</summary>
    public byte[] Block { get; }

    /// <summary>The offset of the first directory, or -1.</summary>
    public int First => Place(4);

    // Bytes of a value of each type, from byte (1) to double (12).
    private static ReadOnlySpan<byte> TypeBytes => [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

    /// <summary>Reads a block; null where it does not start with a TIFF header.</summary>
    public static ExifDirectories? TryCreate(byte[] block) =>
        block.Length >= HeaderBytes && (block.AsSpan().StartsWith("II*\0"u8) || block.AsSpan().StartsWith("MM\0*"u8))
            ? new ExifDirectories(block)
            : null;

    /// <summary>The entries of the directory at an offset.</summary>
    public List<ExifEntry> Entries(int directory)
    {
        var entries = new List<ExifEntry>();
        if (directory < 0 || directory + 2 > Block.Length)
            return entries;
        int count = Read16(directory);
        for (int i = 0; i < count; i++)
        {
            int place = directory + 2 + (ExifEntry.Bytes * i);
            if (place + ExifEntry.Bytes > Block.Length)
                break;
            (ushort type, uint values) = (Read16(place + 2), Read32(place + 4));
            long length = type < TypeBytes.Length ? (long)TypeBytes[type] * values : 0, value = length <= 4 ? place + 8 : Read32(place + 8);
            if (value + length > Block.Length)
                (value, length) = (place + 8, 0);
            entries.Add(new ExifEntry(place, Read16(place), type, values, (int)value, (int)length));
        }
        return entries;
    }

    /// <summary>The position, after the entries of this directory, of the offset of the next one; or -1.</summary>
    public int NextOf(int directory)
    {
        if (directory < 0 || directory + 2 > Block.Length)
            return -1;
        int at = directory + 2 + (ExifEntry.Bytes * Read16(directory));
        return at + 4 <= Block.Length ? at : -1;
    }

    /// <summary>The offset that is stored at an offset, or -1 if it is not inside the block.</summary>
    public int Place(int at)
    {
        uint place = Read32(at);
        return place >= HeaderBytes && place + 2L <= Block.Length ? (int)place : -1;
    }

    /// <summary>One of the numbers of an entry.</summary>
    public uint Number(ExifEntry entry, int index = 0) =>
        entry.Type == ExifEntry.Short ? Read16(entry.Value + (2 * index)) : Read32(entry.Value + (4 * index));

    /// <summary>
    /// Sets the first integer of an entry. An entry of one 16-bit integer becomes a 32-bit integer if necessary; an entry of
    /// several is left unchanged if the number does not fit.
    /// </summary>
    public void SetNumber(ExifEntry entry, uint number)
    {
        // A single number is stored in the entry itself, which has room for the larger type too.
        if (entry.Count == 1)
            Write16(entry.Place + 2, number > ushort.MaxValue ? ExifEntry.Long : entry.Type);
        if (entry.Type == ExifEntry.Short && number <= ushort.MaxValue)
            Write16(entry.Value, (ushort)number);
        else if (entry.Type == ExifEntry.Long || entry.Count == 1)
            Write32(entry.Value, number);
    }

    /// <summary>Takes an entry out of a directory; those after it move up.</summary>
    public void Remove(int directory, ushort tag)
    {
        if (Entries(directory).Find(entry => entry.Tag == tag) is not { Place: > 0 } found)
            return;
        int end = Math.Min(Block.Length, directory + 2 + (ExifEntry.Bytes * Read16(directory)) + 4);
        Block.AsSpan(found.Place + ExifEntry.Bytes, end - found.Place - ExifEntry.Bytes).CopyTo(Block.AsSpan(found.Place));
        Block.AsSpan(end - ExifEntry.Bytes, ExifEntry.Bytes).Clear();
        Write16(directory, (ushort)(Read16(directory) - 1));
    }

    /// <summary>Sets the offset that is stored at an offset to 0, which means none.</summary>
    public void Clear(int at) => Write32(at, 0);

    private ushort Read16(int at) =>
        _isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(Block.AsSpan(at)) : BinaryPrimitives.ReadUInt16LittleEndian(Block.AsSpan(at));

    private uint Read32(int at) =>
        _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(Block.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(Block.AsSpan(at));

    private void Write16(int at, ushort value)
    {
        if (_isBigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(Block.AsSpan(at), value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(Block.AsSpan(at), value);
    }

    private void Write32(int at, uint value)
    {
        if (_isBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(Block.AsSpan(at), value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(Block.AsSpan(at), value);
    }
}
