using System.Buffers.Binary;
using KernelCli.Codecs.Tiff;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>Makes TIFF files of given fields and strips, in either byte order, classic or big.</summary>
internal sealed class TiffWriting(int width, int height, TiffPhotometric photometric, params int[] bits)
{
    private readonly SortedDictionary<TiffTag, (TiffType Type, double[] Values)> _fields = [];

    public bool IsBigEndian { get; init; }

    public bool IsBig { get; init; }

    /// <summary>Adds a field of 16-bit numbers.</summary>
    public TiffWriting With(TiffTag tag, params double[] values) => With(tag, TiffType.Short, values);

    public TiffWriting With(TiffTag tag, TiffType type, params double[] values)
    {
        _fields[tag] = (type, values);
        return this;
    }

    /// <summary>The file: header, strips or tiles, directory.</summary>
    public byte[] File(params byte[][] strips)
    {
        using var file = new MemoryStream();
        file.Write(new byte[IsBig ? 16 : 8]);
        double[] offsets = new double[strips.Length];
        for (int i = 0; i < strips.Length; i++)
        {
            offsets[i] = file.Length;
            file.Write(strips[i]);
            file.Write(new byte[file.Length % 2]);
        }
        bool isTiled = _fields.ContainsKey(TiffTag.TileWidth);
        Default(TiffTag.Width, TiffType.Long, width);
        Default(TiffTag.Height, TiffType.Long, height);
        Default(TiffTag.BitsPerSample, TiffType.Short, [.. bits.Select(b => (double)b)]);
        Default(TiffTag.Photometric, TiffType.Short, (int)photometric);
        Default(TiffTag.SamplesPerPixel, TiffType.Short, bits.Length);
        Default(isTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets, IsBig ? TiffType.Long8 : TiffType.Long, offsets);
        Default(isTiled ? TiffTag.TileLengths : TiffTag.StripLengths, TiffType.Long, [.. strips.Select(strip => (double)strip.Length)]);
        long directory = file.Length;
        file.Write(Directory(directory));
        byte[] bytes = file.ToArray();
        ((byte[])[(byte)(IsBigEndian ? 'M' : 'I'), (byte)(IsBigEndian ? 'M' : 'I')]).CopyTo(bytes, 0);
        Number(IsBig ? 43 : 42, 2).CopyTo(bytes, 2);
        if (IsBig)
            Number(8, 2).CopyTo(bytes, 4);
        Offset(directory).CopyTo(bytes, IsBig ? 8 : 4);
        return bytes;
    }

    /// <summary>Numbers of so many bytes each, in the byte order of the file.</summary>
    public byte[] Numbers(int bytes, params long[] numbers) => [.. numbers.SelectMany(number => Number(number, bytes))];

    private byte[] Directory(long offset)
    {
        int inline = IsBig ? 8 : 4;
        List<byte> entries = [.. Number(_fields.Count, IsBig ? 8 : 2)], values = [];
        long valuesAt = offset + entries.Count + ((4 + (2 * inline)) * _fields.Count) + inline;
        foreach ((TiffTag tag, (TiffType type, double[] numbers)) in _fields)
        {
            byte[] data = [.. numbers.SelectMany(number => Value(type, number))];
            entries.AddRange([.. Number((int)tag, 2), .. Number((int)type, 2), .. Offset(numbers.Length)]);
            if (data.Length <= inline)
                entries.AddRange([.. data, .. new byte[inline - data.Length]]);
            else
            {
                entries.AddRange(Offset(valuesAt + values.Count));
                values.AddRange([.. data, .. new byte[data.Length % 2]]);
            }
        }
        return [.. entries, .. new byte[inline], .. values];
    }

    private void Default(TiffTag tag, TiffType type, params double[] values) => _fields.TryAdd(tag, (type, values));

    private byte[] Value(TiffType type, double number) => type switch
    {
        TiffType.Byte or TiffType.Ascii or TiffType.Undefined => [(byte)number],
        TiffType.Short => Number((long)number, 2),
        TiffType.Rational => [.. Number((long)Math.Round(number * 1000), 4), .. Number(1000, 4)],
        TiffType.Long8 => Number((long)number, 8),
        _ => Number((long)number, 4),
    };

    private byte[] Offset(long offset) => Number(offset, IsBig ? 8 : 4);

    private byte[] Number(long number, int bytes)
    {
        byte[] all = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, number);
        byte[] value = all[..bytes];
        if (IsBigEndian)
            Array.Reverse(value);
        return value;
    }
}
