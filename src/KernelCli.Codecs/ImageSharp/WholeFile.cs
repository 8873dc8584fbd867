using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>
/// Whether a file is there to its end. The library decodes what it finds and leaves the rest as it is; a picture cut short is
/// damage for us.
/// </summary>
internal static class WholeFile
{
    // Values that fit stand in a TIFF entry itself.
    private const int InlineBytes = 4;

    /// <summary>Looks through the structure of a file of one of the formats that can end too early unnoticed.</summary>
    /// <param name="file">The file; its position is moved.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="ImageFormatException">Something is missing.</exception>
    public static void Check(Stream file, string format)
    {
        file.Position = 0;
        using var reader = new BinaryReader(file, System.Text.Encoding.Latin1, leaveOpen: true);
        try
        {
            switch (format)
            {
                case "gif":
                    CheckGif(reader);
                    break;
                case "webp":
                    CheckWebp(reader);
                    break;
                case "tiff":
                    CheckTiff(reader);
                    break;
            }
        }
        catch (EndOfStreamException)
        {
            throw Missing(format, file.Length, "the file ends too early");
        }
        file.Position = 0;
    }

    // Header, colour map, then extensions and pictures, each a chain of blocks that say their length, up to the trailer.
    private static void CheckGif(BinaryReader reader)
    {
        const byte extension = 0x21, picture = 0x2C, trailer = 0x3B;
        Skip(reader, 10);
        byte flags = reader.ReadByte();
        Skip(reader, 2 + ColorMapBytes(flags));
        while (true)
        {
            long at = reader.BaseStream.Position;
            switch (reader.ReadByte())
            {
                case trailer:
                    return;
                case extension:
                    Skip(reader, 1);
                    break;
                case picture:
                    Skip(reader, 8);
                    Skip(reader, ColorMapBytes(reader.ReadByte()) + 1);
                    break;
                case var other:
                    throw Missing("gif", at, $"a block of type {other}");
            }
            for (byte length; (length = reader.ReadByte()) > 0;)
                Skip(reader, length);
        }
    }

    private static int ColorMapBytes(byte flags) => (flags & 0x80) != 0 ? 3 * (2 << (flags & 7)) : 0;

    private static void CheckWebp(BinaryReader reader)
    {
        Skip(reader, 4);
        long needed = reader.ReadUInt32() + 8L;
        if (needed > reader.BaseStream.Length)
            throw Missing("webp", reader.BaseStream.Length, $"{needed} bytes were announced");
    }

    // Bytes of a value of each TIFF type, from byte (1) to double (12).
    private static ReadOnlySpan<byte> TypeBytes => [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

    // The values of the first directory's entries, and its strips or tiles: pairs of arrays of offsets and lengths.
    private static void CheckTiff(BinaryReader reader)
    {
        const ushort stripOffsets = 273, stripLengths = 279, tileOffsets = 324, tileLengths = 325, classic = 42;
        bool isBig = reader.ReadUInt16() == 0x4D4D;
        if (Read16(reader, isBig) != classic)
            return;
        reader.BaseStream.Position = Read32(reader, isBig);
        var entries = new Dictionary<ushort, (ushort Type, uint Count, long At)>();
        for (int left = Read16(reader, isBig); left > 0; left--)
        {
            ushort tag = Read16(reader, isBig), type = Read16(reader, isBig);
            var entry = entries[tag] = (type, Read32(reader, isBig), reader.BaseStream.Position);
            long bytes = type < TypeBytes.Length ? (long)TypeBytes[type] * entry.Count : 0, at = Read32(reader, isBig);
            if (bytes > InlineBytes && at + bytes > reader.BaseStream.Length)
                throw Missing("tiff", reader.BaseStream.Length, $"tag {tag} was announced up to byte {at + bytes}");
        }
        // Where the next directory stands.
        Skip(reader, sizeof(uint));
        foreach ((ushort offsets, ushort lengths) in ((ushort, ushort)[])[(stripOffsets, stripLengths), (tileOffsets, tileLengths)])
        {
            if (!entries.TryGetValue(offsets, out var where) || !entries.TryGetValue(lengths, out var howLong))
                continue;
            for (uint i = 0; i < Math.Min(where.Count, howLong.Count); i++)
                if (Value(reader, where, i, isBig) + Value(reader, howLong, i, isBig) is var end && end > reader.BaseStream.Length)
                    throw Missing("tiff", reader.BaseStream.Length, $"pixels were announced up to byte {end}");
        }
    }

    private static long Value(BinaryReader reader, (ushort Type, uint Count, long At) entry, uint index, bool isBig)
    {
        const ushort shortType = 3;
        int size = entry.Type == shortType ? 2 : 4;
        reader.BaseStream.Position = entry.At;
        long start = entry.Count * size <= InlineBytes ? entry.At : Read32(reader, isBig);
        reader.BaseStream.Position = start + (index * size);
        return size == 2 ? Read16(reader, isBig) : Read32(reader, isBig);
    }

    private static ushort Read16(BinaryReader reader, bool isBig) =>
        isBig ? BinaryPrimitives.ReverseEndianness(reader.ReadUInt16()) : reader.ReadUInt16();

    private static uint Read32(BinaryReader reader, bool isBig) =>
        isBig ? BinaryPrimitives.ReverseEndianness(reader.ReadUInt32()) : reader.ReadUInt32();

    private static void Skip(BinaryReader reader, int bytes)
    {
        if (reader.BaseStream.Length - reader.BaseStream.Position < bytes)
            throw new EndOfStreamException();
        reader.BaseStream.Position += bytes;
    }

    private static ImageFormatException Missing(string format, long at, string problem) => new(format.ToUpperInvariant(), at, problem);
}
