using System.Buffers.Binary;

namespace KernelCli.Codecs.Metadata;

/// <summary>
/// The image resources that Photoshop stores with a picture, of which only the IPTC records are carried over.
/// </summary>
internal static class PhotoshopResources
{
    private const ushort IptcRecords = 0x0404;
    private const ushort OldThumbnail = 0x0409;
    private const ushort Thumbnail = 0x040C;

    // These repeat metadata that is stored elsewhere: resolution, profile, EXIF, XMP, a checksum of the IPTC records.
    private static ReadOnlySpan<ushort> Elsewhere => [0x03ED, 0x040F, 0x0422, 0x0424, 0x0425];

    /// <summary>Reads resources.</summary>
    /// <param name="data">The resources one after another.</param>
    /// <param name="hasThumbnail">Whether one of them is a thumbnail.</param>
    /// <param name="hasOthers">Whether there are resources whose content is lost, apart from thumbnails.</param>
    /// <returns>The IPTC records, or null.</returns>
    public static byte[]? ReadIptc(ReadOnlySpan<byte> data, out bool hasThumbnail, out bool hasOthers)
    {
        (hasThumbnail, hasOthers) = (false, false);
        byte[]? records = null;
        while (data.Length >= 12 && data.StartsWith("8BIM"u8))
        {
            ushort kind = BinaryPrimitives.ReadUInt16BigEndian(data[4..]);

            // A length and a name, padded to an even size, then the length of the data and the data, also padded.
            int at = 6 + ((data[6] + 2) & ~1);
            if (at + 4 > data.Length || BinaryPrimitives.ReadUInt32BigEndian(data[at..]) is var length && length > data.Length - at - 4)
                break;
            ReadOnlySpan<byte> resource = data.Slice(at + 4, (int)length);
            if (kind == IptcRecords)
                records ??= IptcBlock.WithoutPreviews(resource);
            else if (kind is OldThumbnail or Thumbnail)
                hasThumbnail = true;
            else if (!Elsewhere.Contains(kind))
                hasOthers = true;
            data = data[Math.Min(data.Length, at + 4 + (((int)length + 1) & ~1))..];
        }
        return records;
    }

    /// <summary>Wraps IPTC records in a resource.</summary>
    public static byte[] Wrap(byte[] iptc)
    {
        byte[] resource = new byte[12 + ((iptc.Length + 1) & ~1)];
        "8BIM"u8.CopyTo(resource);
        BinaryPrimitives.WriteUInt16BigEndian(resource.AsSpan(4), IptcRecords);
        BinaryPrimitives.WriteInt32BigEndian(resource.AsSpan(8), iptc.Length);
        iptc.CopyTo(resource, 12);
        return resource;
    }
}
