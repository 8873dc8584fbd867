using System.Buffers.Binary;

namespace KernelCli.Codecs.Metadata;

/// <summary>Finds JPEG pictures among other bytes, such as the previews that cameras store in maker notes.</summary>
internal static class EmbeddedJpeg
{
    // Two consecutive segments are very unlikely to occur by chance.
    private const int MinSegments = 2;

    private static ReadOnlySpan<byte> Start => [0xFF, 0xD8, 0xFF];

    /// <summary>
    /// Finds the next picture at or after an offset. Returns its start and end, or null if there is none.
    /// </summary>
    public static (int Start, int End)? Find(ReadOnlySpan<byte> bytes, int from)
    {
        while (from < bytes.Length)
        {
            int at = bytes[from..].IndexOf(Start);
            if (at < 0)
                return null;
            int start = from + at, end = Walk(bytes, start + 2);
            if (end > 0)
                return (start, end);
            from = start + 2;
        }
        return null;
    }

    // Follows the segments of a picture from an offset. Returns where the picture ends or is cut short, or 0 if it is none.
    private static int Walk(ReadOnlySpan<byte> bytes, int at)
    {
        int segments = 0;
        while (at + 4 <= bytes.Length && bytes[at] == 0xFF)
        {
            byte marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker == 0xD9)
                break;
            if (marker is < 0xC0 or (>= 0xD0 and <= 0xD8))
                return segments >= MinSegments ? at : 0;
            at = Math.Min(bytes.Length, at + 2 + Math.Max((ushort)2, BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..])));
            segments++;
            if (marker == 0xDA)
                at = SkipScan(bytes, at);
        }
        if (segments < MinSegments)
            return 0;
        return at + 2 <= bytes.Length && bytes[at] == 0xFF && bytes[at + 1] == 0xD9 ? at + 2 : at;
    }

    private static int SkipScan(ReadOnlySpan<byte> bytes, int at)
    {
        for (; at + 1 < bytes.Length; at++)
            if (bytes[at] == 0xFF && bytes[at + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
                return at;
        return bytes.Length;
    }
}
