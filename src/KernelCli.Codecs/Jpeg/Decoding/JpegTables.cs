using System.Buffers.Binary;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>The tables and the restart interval in force; segments between scans may change them.</summary>
internal sealed class JpegTables
{
    private const int Slots = 4;

    private readonly ushort[]?[] _quantisers = new ushort[Slots][];
    private readonly HuffmanLookup?[] _dc = new HuffmanLookup[Slots];
    private readonly HuffmanLookup?[] _ac = new HuffmanLookup[Slots];

    /// <summary>MCUs between two restart markers; 0 for no markers.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>
    /// Reads the current segment if it defines tables or the restart interval; otherwise returns false and leaves it
    /// unread.
    /// </summary>
    public bool TryTake(JpegSegmentReader segments)
    {
        switch (segments.Marker)
        {
            case JpegMarker.QuantisationTables:
                ReadQuantisers(segments);
                return true;
            case JpegMarker.HuffmanTables:
                ReadHuffmanTables(segments);
                return true;
            case JpegMarker.RestartInterval:
                if (segments.Length < 2)
                    throw segments.Error("segment DRI is too short");
                RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segments.ReadAll());
                return true;
            default:
                return false;
        }
    }

    /// <summary>A quantisation table, row by row; null where there is none.</summary>
    public ushort[]? Quantisers(int slot) => _quantisers[slot];

    /// <summary>
    /// A DC Huffman table. Slots 0 and 1 default to the standard's example tables, which Motion JPEG files leave out.
    /// </summary>
    /// <param name="slot">Its slot, 0 to 3.</param>
    /// <param name="reader">Where the scan that uses it is, for errors.</param>
    /// <exception cref="ImageFormatException">No segment defines it.</exception>
    public HuffmanLookup Dc(int slot, EntropyReader reader) => _dc[slot] ??= slot switch
    {
        0 => new HuffmanLookup(StandardTables.LumaDc),
        1 => new HuffmanLookup(StandardTables.ChromaDc),
        _ => throw Missing(slot, reader),
    };

    /// <summary>An AC Huffman table.</summary>
    /// <inheritdoc cref="Dc"/>
    public HuffmanLookup Ac(int slot, EntropyReader reader) => _ac[slot] ??= slot switch
    {
        0 => new HuffmanLookup(StandardTables.LumaAc),
        1 => new HuffmanLookup(StandardTables.ChromaAc),
        _ => throw Missing(slot, reader),
    };

    private static ImageFormatException Missing(int slot, EntropyReader reader) =>
        new("JPEG", reader.Offset, $"the scan uses Huffman table {slot}, which no segment gives");

    private void ReadQuantisers(JpegSegmentReader segments)
    {
        ReadOnlySpan<byte> data = segments.ReadAll();
        while (!data.IsEmpty)
        {
            (int precision, int slot) = (data[0] >> 4, data[0] & 15);
            int bytes = ZigZag.Count * (precision + 1);
            if (precision > 1 || slot >= Slots || data.Length < 1 + bytes)
                throw segments.Error("a quantisation table is cut short, or its number or precision cannot be");
            ushort[] table = new ushort[ZigZag.Count];
            for (int k = 0; k < ZigZag.Count; k++)
                table[ZigZag.Natural[k]] = precision == 0 ? data[1 + k] : BinaryPrimitives.ReadUInt16BigEndian(data[(1 + (2 * k))..]);
            _quantisers[slot] = table;
            data = data[(1 + bytes)..];
        }
    }

    private void ReadHuffmanTables(JpegSegmentReader segments)
    {
        ReadOnlySpan<byte> data = segments.ReadAll();
        while (!data.IsEmpty)
        {
            (int kind, int slot) = (data[0] >> 4, data[0] & 15);
            if (kind > 1 || slot >= Slots || data.Length < 1 + HuffmanSpec.MaxLength)
                throw segments.Error("a Huffman table is cut short, or its number or kind cannot be");
            byte[] counts = data.Slice(1, HuffmanSpec.MaxLength).ToArray();
            int symbols = 0;
            foreach (byte count in counts)
                symbols += count;
            data = data[(1 + HuffmanSpec.MaxLength)..];
            if (symbols > 256 || symbols > data.Length)
                throw segments.Error($"a Huffman table has {symbols} symbols");
            var spec = new HuffmanSpec(counts, data[..symbols].ToArray());
            if (!spec.IsValid)
                throw segments.Error("a Huffman table has more codes than there is room for");
            (kind == 0 ? _dc : _ac)[slot] = new HuffmanLookup(spec);
            data = data[symbols..];
        }
    }
}
