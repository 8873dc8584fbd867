using System.Buffers.Binary;
using KernelCli.Codecs.Jpeg.Syntax;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Writes markers and segments.</summary>
internal sealed class JpegHeaderWriter(Stream stream)
{
    /// <summary>The maximum size of a segment's data, in bytes.</summary>
    public const int MaxSegmentBytes = 65533;

    public void WriteMarker(byte marker) => stream.Write([(byte)0xFF, marker]);

    public void WriteSegment(int marker, ReadOnlySpan<byte> data)
    {
        Span<byte> head = [0xFF, (byte)marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(data.Length + 2));
        stream.Write(head);
        stream.Write(data);
    }

    /// <summary>Writes an 8-bit quantisation table, which is given row by row.</summary>
    public void WriteQuantisers(int slot, ReadOnlySpan<byte> quantisers)
    {
        byte[] data = new byte[1 + ZigZag.Count];
        data[0] = (byte)slot;
        for (int k = 0; k < ZigZag.Count; k++)
            data[1 + k] = quantisers[ZigZag.Natural[k]];
        WriteSegment(JpegMarker.QuantisationTables, data);
    }

    /// <summary>Writes the header of a baseline frame.</summary>
    public void WriteFrame(int width, int height, JpegLayout layout)
    {
        byte[] data = new byte[6 + (3 * layout.Components)];
        data[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(1), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(3), (ushort)width);
        data[5] = (byte)layout.Components;
        for (int i = 0; i < layout.Components; i++)
        {
            int sampling = i == 0 ? layout.LumaSampling : 1;
            (data[6 + (3 * i)], data[7 + (3 * i)], data[8 + (3 * i)]) = ((byte)(i + 1), (byte)((sampling << 4) | sampling),
                (byte)Math.Min(i, 1));
        }
        WriteSegment(JpegMarker.BaselineFrame, data);
    }

    public void WriteHuffman(int kind, int slot, HuffmanSpec spec) =>
        WriteSegment(JpegMarker.HuffmanTables, [(byte)((kind << 4) | slot), .. spec.Counts, .. spec.Symbols]);

    public void WriteRestartInterval(int units) => WriteSegment(JpegMarker.RestartInterval, [(byte)(units >> 8), (byte)units]);

    /// <summary>Writes the header of a scan of all components.</summary>
    public void WriteScan(JpegLayout layout)
    {
        byte[] data = new byte[4 + (2 * layout.Components)];
        data[0] = (byte)layout.Components;
        for (int i = 0; i < layout.Components; i++)
            (data[1 + (2 * i)], data[2 + (2 * i)]) = ((byte)(i + 1), (byte)(Math.Min(i, 1) * 0x11));
        data[^2] = ZigZag.Count - 1;
        WriteSegment(JpegMarker.StartOfScan, data);
    }
}
