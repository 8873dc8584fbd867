using System.Buffers.Binary;

namespace KernelCli.Codecs.Metadata;

/// <summary>
/// IPTC records (IIM). Each is a byte 1C, the number of the record, the number of the dataset, a length, and the data.
/// </summary>
internal static class IptcBlock
{
    private const byte Marker = 0x1C;
    private const int HeadBytes = 5;

    /// <summary>
    /// The records up to the first damaged one, without those that contain a preview of the picture; null if none is left.
    /// </summary>
    public static byte[]? WithoutPreviews(ReadOnlySpan<byte> records)
    {
        using var kept = new MemoryStream(records.Length);
        while (records.Length >= HeadBytes && records[0] == Marker)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(records[3..]), whole = HeadBytes + length;

            // An extended record gives the number of bytes of its length instead, of which 4 are supported.
            if (length > 0x7FFF)
            {
                if ((length & 0x7FFF) != 4 || records.Length < HeadBytes + 4
                    || BinaryPrimitives.ReadUInt32BigEndian(records[HeadBytes..]) is var longer && longer > records.Length - HeadBytes - 4)
                    break;
                whole = HeadBytes + 4 + (int)longer;
            }
            if (whole > records.Length)
                break;
            if (!IsPreview(records[1], records[2]))
                kept.Write(records[..whole]);
            records = records[whole..];
        }
        return kept.Length > 0 ? kept.ToArray() : null;
    }

    private static bool IsPreview(byte record, byte dataset) => record is >= 7 and <= 9 || (record == 2 && dataset is >= 200 and <= 202);
}
