using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Metadata;

/// <summary>The one tag of an EXIF block that concerns pixels: orientation, 0x0112, in the first directory.</summary>
internal static class ExifBlock
{
    private const ushort OrientationTag = 0x0112;
    private const ushort ShortType = 3;

    /// <summary>The orientation that a block (from its TIFF header on) gives; normal where it gives none that makes sense.</summary>
    public static Orientation ReadOrientation(ReadOnlySpan<byte> exif)
    {
        int at = FindOrientation(exif, out bool bigEndian);
        int value = at < 0 ? 1 : bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(exif[at..]) : BinaryPrimitives.ReadUInt16LittleEndian(exif[at..]);
        return value is >= 1 and <= 8 ? (Orientation)value : Orientation.Normal;
    }

    /// <summary>A copy whose orientation is normal.</summary>
    public static byte[] WithoutOrientation(byte[] exif)
    {
        byte[] copy = [.. exif];
        int at = FindOrientation(copy, out bool bigEndian);
        if (at >= 0)
            (copy[at], copy[at + 1]) = bigEndian ? ((byte)0, (byte)1) : ((byte)1, (byte)0);
        return copy;
    }

    // The place of the tag's value, or -1. Nothing in the block is trusted.
    private static int FindOrientation(ReadOnlySpan<byte> exif, out bool bigEndian)
    {
        bigEndian = exif.StartsWith("MM"u8);
        if (exif.Length < 8 || (!bigEndian && !exif.StartsWith("II"u8)))
            return -1;
        long directory = Read32(exif[4..], bigEndian);
        if (directory + 2 > exif.Length)
            return -1;
        int entries = Read16(exif[(int)directory..], bigEndian);
        for (int i = 0; i < entries; i++)
        {
            long entry = directory + 2 + (12L * i);
            if (entry + 12 > exif.Length)
                return -1;
            ReadOnlySpan<byte> at = exif[(int)entry..];
            if (Read16(at, bigEndian) == OrientationTag && Read16(at[2..], bigEndian) == ShortType)
                return (int)entry + 8;
        }
        return -1;
    }

    private static ushort Read16(ReadOnlySpan<byte> at, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);

    private static uint Read32(ReadOnlySpan<byte> at, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
}
