using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>A field of a directory.</summary>
/// <param name="Type">The type of its values.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Offset">Where they are in the file.</param>
internal readonly record struct TiffEntry(TiffType Type, long Count, long Offset)
{
    /// <summary>Bytes of a value; 0 for a type that is not known.</summary>
    public int ValueBytes => Type switch
    {
        TiffType.Byte or TiffType.Ascii or TiffType.SignedByte or TiffType.Undefined => 1,
        TiffType.Short or TiffType.SignedShort => 2,
        TiffType.Long or TiffType.SignedLong or TiffType.Float or TiffType.Directory => 4,
        TiffType.Rational or TiffType.SignedRational or TiffType.Double => 8,
        TiffType.Long8 or TiffType.SignedLong8 or TiffType.Directory8 => 8,
        _ => 0,
    };

    /// <summary>Bytes of all values.</summary>
    public long Bytes => ValueBytes * Count;
}

/// <summary>The fields of one picture. Values are read when they are requested; of a repeated field the first counts.</summary>
internal sealed class TiffDirectory
{
    private readonly TiffFile _file;
    private readonly Dictionary<TiffTag, TiffEntry> _entries = [];
    private readonly HashSet<TiffTag> _damaged = [];

    /// <summary>Reads the entries of a directory, but no values outside of them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where the directory is.</param>
    /// <exception cref="ImageFormatException">The directory is not inside the file.</exception>
    public TiffDirectory(TiffFile file, long offset)
    {
        (_file, Offset) = (file, offset);
        (long count, Next) = Measure(file, offset);
        int entryBytes = EntryBytes(file), inline = file.IsBig ? 8 : 4;
        byte[] data = new byte[count * entryBytes];
        long start = offset + CountBytes(file);
        file.Read(start, data, "a directory");
        for (int at = 0; at < data.Length; at += entryBytes)
        {
            var tag = (TiffTag)file.UInt16(data.AsSpan(at));
            var type = (TiffType)file.UInt16(data.AsSpan(at + 2));
            long values = file.Offset(data.AsSpan(at + 4)), place = start + at + 4 + inline;
            var entry = new TiffEntry(type, values, place);
            if (entry.ValueBytes == 0)
                continue;
            if (values > inline / entry.ValueBytes)
                entry = entry with { Offset = file.Offset(data.AsSpan(at + 4 + inline)) };

            // The division keeps the product of the lengths from overflowing.
            if (values > file.Length / entry.ValueBytes || !file.Has(entry.Offset, entry.Bytes))
                _damaged.Add(tag);
            else
                _entries.TryAdd(tag, entry);
        }
    }

    /// <summary>Where the directory is.</summary>
    public long Offset { get; }

    /// <summary>Where the next directory is; 0 after the last one.</summary>
    public long Next { get; }

    /// <summary>The tags of all fields that can be read.</summary>
    public IEnumerable<TiffTag> Tags => _entries.Keys;

    /// <summary>The number of entries of a directory, and where the next one is.</summary>
    /// <exception cref="ImageFormatException">The directory is not inside the file.</exception>
    public static (long Count, long Next) Measure(TiffFile file, long offset)
    {
        Span<byte> number = stackalloc byte[8];
        int bytes = CountBytes(file);
        file.Read(offset, number[..bytes], "a directory");
        long count = file.IsBig ? file.Offset(number) : file.UInt16(number);
        if (count is 0 or > ushort.MaxValue)
            throw new ImageFormatException(TiffFile.Format, offset, $"a directory of {count} entries");
        long end = offset + bytes + (count * EntryBytes(file));
        int length = file.IsBig ? 8 : 4;
        if (!file.Has(offset, end - offset))
            throw new ImageFormatException(TiffFile.Format, offset, $"the file ends in a directory of {count} entries");

        file.Read(end, number[..length], "the offset of the next directory");
        return (count, file.Offset(number));
    }

    /// <summary>Whether a field is there and its values are inside the file.</summary>
    public bool TryGet(TiffTag tag, out TiffEntry entry) => _entries.TryGetValue(tag, out entry);

    /// <summary>Whether a field is there whose values are outside the file.</summary>
    public bool IsDamaged(TiffTag tag) => _damaged.Contains(tag) && !_entries.ContainsKey(tag);

    /// <summary>The first value of a field of integers, or null if there is no such field.</summary>
    /// <exception cref="ImageFormatException">The field is damaged or holds no integers.</exception>
    public long? Number(TiffTag tag) => Numbers(tag, 1) is [var first, ..] ? first : null;

    /// <summary>The first values of a field of integers; none if there is no such field.</summary>
    /// <param name="tag">The field.</param>
    /// <param name="most">How many are read at most.</param>
    /// <exception cref="ImageFormatException">The field is damaged or holds no integers.</exception>
    public long[] Numbers(TiffTag tag, long most)
    {
        if (IsDamaged(tag))
            throw Damage(tag, "has values outside the file");
        if (!_entries.TryGetValue(tag, out TiffEntry entry))
            return [];
        long[] numbers = new long[Math.Min(most, entry.Count)];
        byte[] data = new byte[numbers.Length * entry.ValueBytes];
        _file.Read(entry.Offset, data, "values of a field");
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = Integer(tag, entry.Type, data.AsSpan(i * entry.ValueBytes));
        return numbers;
    }

    /// <summary>The first values of a field of fractions or floating-point numbers; none if there are fewer, or none are real.</summary>
    public double[] Reals(TiffTag tag, int count)
    {
        if (!_entries.TryGetValue(tag, out TiffEntry entry) || entry.Count < count)
            return [];
        byte[] data = new byte[count * entry.ValueBytes];
        _file.Read(entry.Offset, data, "values of a field");
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> at = data.AsSpan(i * entry.ValueBytes);
            numbers[i] = entry.Type switch
            {
                TiffType.Rational => _file.UInt32(at) / (double)_file.UInt32(at[4..]),
                TiffType.SignedRational => (int)_file.UInt32(at) / (double)(int)_file.UInt32(at[4..]),
                TiffType.Float => BitConverter.UInt32BitsToSingle(_file.UInt32(at)),
                TiffType.Double => BitConverter.UInt64BitsToDouble(_file.UInt64(at)),
                TiffType.Short => _file.UInt16(at),
                TiffType.Long => _file.UInt32(at),
                _ => double.NaN,
            };
        }
        return Array.TrueForAll(numbers, double.IsFinite) ? numbers : [];
    }

    /// <summary>The bytes of a field as they are in the file.</summary>
    /// <exception cref="ImageFormatException">They cannot be read.</exception>
    public byte[] Bytes(TiffEntry entry)
    {
        byte[] bytes = new byte[entry.Bytes];
        _file.Read(entry.Offset, bytes, "values of a field");
        return bytes;
    }

    /// <summary>An error about a field.</summary>
    public ImageFormatException Damage(TiffTag tag, string problem) =>
        new(TiffFile.Format, Offset, $"field {(ushort)tag} ({tag}) of the directory {problem}");

    private static int CountBytes(TiffFile file) => file.IsBig ? 8 : 2;

    // Tag, type, count, and values or their offset.
    private static int EntryBytes(TiffFile file) => file.IsBig ? 20 : 12;

    private long Integer(TiffTag tag, TiffType type, ReadOnlySpan<byte> at) => type switch
    {
        TiffType.Byte => at[0],
        TiffType.SignedByte => (sbyte)at[0],
        TiffType.Short => _file.UInt16(at),
        TiffType.SignedShort => (short)_file.UInt16(at),
        TiffType.Long or TiffType.Directory => _file.UInt32(at),
        TiffType.SignedLong => (int)_file.UInt32(at),
        TiffType.Long8 or TiffType.Directory8 => (long)Math.Min(_file.UInt64(at), long.MaxValue),
        TiffType.SignedLong8 => (long)_file.UInt64(at),
        _ => throw Damage(tag, "holds no whole numbers"),
    };
}
