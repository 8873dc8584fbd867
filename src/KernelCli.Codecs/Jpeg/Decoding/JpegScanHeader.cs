using KernelCli.Codecs.Jpeg.Syntax;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>A scan header (T.81, B.2.3): components, spectral selection and successive approximation.</summary>
/// <param name="Components">The components, with the slots of their Huffman tables.</param>
/// <param name="SpectralStart">First coefficient, in zigzag order.</param>
/// <param name="SpectralEnd">Last coefficient, in zigzag order.</param>
/// <param name="SuccessiveHigh">The lowest bit position coded by earlier scans; 0 in a first scan.</param>
/// <param name="SuccessiveLow">The lowest bit position coded by this scan.</param>
internal sealed record JpegScanHeader((JpegComponent Component, int Dc, int Ac)[] Components, int SpectralStart, int SpectralEnd,
    int SuccessiveHigh, int SuccessiveLow)
{
    // The maximum number of blocks in an MCU of an interleaved scan (T.81, B.2.3).
    private const int MaxBlocks = 10;

    // The maximum low bit position of successive approximation (T.81, table B.3).
    private const int MaxLow = 13;

    /// <summary>Whether MCUs hold blocks of several components.</summary>
    public bool IsInterleaved => Components.Length > 1;

    /// <summary>The number of MCUs across and down in the scan (T.81, A.2).</summary>
    public (int Across, int Down) Mcus(JpegFrame frame)
    {
        JpegComponent first = Components[0].Component;
        return IsInterleaved ? (frame.McusPerRow, frame.UnitsDown) : (first.NonInterleavedBlocksPerRow, first.OwnBlocksDown);
    }

    /// <summary>Whether the scan contains a component.</summary>
    public bool Has(JpegComponent component) => Array.Exists(Components, entry => entry.Component == component);

    /// <summary>Parses the data of a scan header segment.</summary>
    public static JpegScanHeader Parse(ReadOnlySpan<byte> data, JpegFrame frame, JpegSegmentReader segments)
    {
        int count = data.IsEmpty ? 0 : data[0];
        if (count is < 1 or > 4 || data.Length < 4 + (2 * count))
            throw segments.Error("the scan header is cut short, or names no or too many components");
        var components = new (JpegComponent, int, int)[count];
        int blocks = 0;
        for (int i = 0; i < count; i++)
        {
            (int id, int dc, int ac) = (data[1 + (2 * i)], data[2 + (2 * i)] >> 4, data[2 + (2 * i)] & 15);
            JpegComponent? component = Array.Find(frame.Components, c => c.Id == id
                && !Array.Exists(components[..i], earlier => earlier.Item1 == c));
            if (component is null || dc > 3 || ac > 3)
                throw segments.Error($"the scan header names component {id} with tables {dc} and {ac}, which cannot be");
            components[i] = (component, dc, ac);
            blocks += component.Horizontal * component.Vertical;
        }
        if (count > 1 && blocks > MaxBlocks)
            throw segments.Error($"a unit of the scan has {blocks} blocks; {MaxBlocks} are the most");
        ReadOnlySpan<byte> rest = data[(1 + (2 * count))..];
        if (!frame.IsProgressive)
            return new JpegScanHeader(components, 0, ZigZag.Count - 1, 0, 0);
        var header = new JpegScanHeader(components, rest[0], rest[1], rest[2] >> 4, rest[2] & 15);
        bool isDc = header.SpectralStart == 0;
        if (header.SpectralStart > header.SpectralEnd || header.SpectralEnd >= ZigZag.Count || (isDc && header.SpectralEnd != 0)
            || (!isDc && count != 1)
            || header.SuccessiveLow > MaxLow || (header.SuccessiveHigh != 0 && header.SuccessiveHigh != header.SuccessiveLow + 1))
            throw segments.Error(
                $"a progressive scan of coefficients {header.SpectralStart} to {header.SpectralEnd}, bits {header.SuccessiveHigh} to "
                    + $"{header.SuccessiveLow}, cannot be");
        return header;
    }
}
