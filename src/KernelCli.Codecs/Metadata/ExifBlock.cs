using KernelCli.Primitives;

namespace KernelCli.Codecs.Metadata;

/// <summary>
/// Reads and updates the parts of an EXIF block that depend on the pixels: orientation, size, and embedded pictures such as
/// thumbnails.
/// </summary>
internal static class ExifBlock
{
    /// <summary>
    /// The block without the prefix "Exif" that JPEG puts before it; some programs keep it in other formats too.
    /// </summary>
    public static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> exif) =>
        exif.StartsWith("Exif\0"u8) && exif.Length >= 6 ? exif[6..] : exif;

    /// <summary>Whether bytes are an EXIF block, which starts with a TIFF header.</summary>
    public static bool IsOne(byte[] exif) => ExifDirectories.TryCreate(exif) is not null;

    /// <summary>The orientation of a block; normal if it is missing or invalid.</summary>
    public static Orientation ReadOrientation(byte[] exif)
    {
        if (ExifDirectories.TryCreate(exif) is not { } block)
            return Orientation.Normal;
        foreach (ExifEntry entry in block.Entries(block.First))
            if (entry.Tag == ExifTag.Orientation && entry.IsNumber)
                return block.Number(entry) is >= 1 and <= 8 and var value ? (Orientation)value : Orientation.Normal;
        return Orientation.Normal;
    }

    /// <summary>The XMP packet in the block's first directory, where TIFF files have it; or null.</summary>
    public static byte[]? FindXmp(byte[] exif)
    {
        if (ExifDirectories.TryCreate(exif) is not { } block)
            return null;
        foreach (ExifEntry entry in block.Entries(block.First))
            if (entry.Tag == ExifTag.Xmp && entry.Length > 4)
                return exif[entry.Value..(entry.Value + entry.Length)];
        return null;
    }

    /// <summary>
    /// The block for a filtered picture: with normal orientation, the new size, and no embedded pictures of the original.
    /// All other values keep their offsets, because maker notes contain offsets in the block.
    /// </summary>
    /// <param name="exif">The block.</param>
    /// <param name="width">The result's width.</param>
    /// <param name="height">The result's height.</param>
    /// <param name="hadPictures">Whether there were pictures in it.</param>
    public static byte[] ForResult(byte[] exif, int width, int height, out bool hadPictures)
    {
        hadPictures = false;
        if (ExifDirectories.TryCreate([.. exif]) is not { } block)
            return exif;
        SetNumbers(block, block.First, width, height, []);
        return new ExifPictures(block).Remove(out hadPictures);
    }

    private static void SetNumbers(ExifDirectories block, int directory, int width, int height, HashSet<ushort> followed)
    {
        foreach (ExifEntry entry in block.Entries(directory))
        {
            if (!entry.IsNumber)
                continue;
            switch (entry.Tag)
            {
                case ExifTag.Orientation:
                    block.SetNumber(entry, (uint)Orientation.Normal);
                    break;
                case ExifTag.ImageWidth or ExifTag.PixelWidth or ExifTag.RelatedWidth:
                    block.SetNumber(entry, (uint)width);
                    break;
                case ExifTag.ImageLength or ExifTag.PixelLength or ExifTag.RelatedLength:
                    block.SetNumber(entry, (uint)height);
                    break;
                case ExifTag.ExifDirectory or ExifTag.InteroperabilityDirectory when entry.Type == ExifEntry.Long
                    && followed.Add(entry.Tag):
                    SetNumbers(block, block.Place(entry.Value), width, height, followed);
                    break;
            }
        }
    }
}

/// <summary>An entry of a directory of an EXIF block.</summary>
/// <param name="Place">The offset of its twelve bytes in the block.</param>
/// <param name="Tag">The tag, which says what its values mean.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Count">The number of its values.</param>
/// <param name="Value">The offset of its values in the block: inside the entry if they fit in four bytes.</param>
/// <param name="Length">The size of its values in bytes; 0 if the type is unknown or they are not inside the block.</param>
internal readonly record struct ExifEntry(int Place, ushort Tag, ushort Type, uint Count, int Value, int Length)
{
    /// <summary>Bytes of an entry.</summary>
    public const int Bytes = 12;

    /// <summary>The type of 16-bit numbers.</summary>
    public const ushort Short = 3;

    /// <summary>The type of 32-bit numbers.</summary>
    public const ushort Long = 4;

    /// <summary>Whether its values are one or more 16-bit or 32-bit integers inside the block.</summary>
    public bool IsNumber => Type is Short or Long && Count >= 1 && Length > 0;
}
