using KernelCli.Primitives;

namespace KernelCli.Codecs.Metadata;

/// <summary>What of an EXIF block concerns the pixels: their orientation, their size, and pictures of how they were before.</summary>
internal static class ExifBlock
{
    /// <summary>The block without the words that JPEG puts before it, and that some programs leave there elsewhere.</summary>
    public static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> exif) =>
        exif.StartsWith("Exif\0"u8) && exif.Length >= 6 ? exif[6..] : exif;

    /// <summary>Whether bytes are such a block.</summary>
    public static bool IsOne(byte[] exif) => ExifDirectories.TryCreate(exif) is not null;

    /// <summary>The orientation that a block gives; normal where it gives none that makes sense.</summary>
    public static Orientation ReadOrientation(byte[] exif)
    {
        if (ExifDirectories.TryCreate(exif) is not { } block)
            return Orientation.Normal;
        foreach (ExifEntry entry in block.Entries(block.First))
            if (entry.Tag == ExifTag.Orientation && entry.IsNumber)
                return block.Number(entry) is >= 1 and <= 8 and var value ? (Orientation)value : Orientation.Normal;
        return Orientation.Normal;
    }

    /// <summary>An XMP packet that stands in the block, as in a TIFF; or null.</summary>
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
    /// The block for a result: upright, of its size, and without the pictures that it held of what was there before. All else stays at its
    /// place, because makers' notes give places in the block.
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
/// <param name="Place">Where its twelve bytes stand.</param>
/// <param name="Tag">What it is.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Count">Their number.</param>
/// <param name="Value">Where they stand: in the entry where they fit, else elsewhere.</param>
/// <param name="Length">Their bytes; 0 where they are not inside the block.</param>
internal readonly record struct ExifEntry(int Place, ushort Tag, ushort Type, uint Count, int Value, int Length)
{
    /// <summary>Bytes of an entry.</summary>
    public const int Bytes = 12;

    /// <summary>The type of 16-bit numbers.</summary>
    public const ushort Short = 3;

    /// <summary>The type of 32-bit numbers.</summary>
    public const ushort Long = 4;

    /// <summary>Whether it is one whole number.</summary>
    public bool IsNumber => Type is Short or Long && Count >= 1 && Length > 0;
}
