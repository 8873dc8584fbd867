using System.Buffers.Binary;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Reads the markers of a JPEG and their segments.</summary>
internal sealed class JpegSegmentReader(ByteReader reader)
{
    private const string Expected = "a marker";

    /// <summary>The second byte of the current marker.</summary>
    public int Marker { get; private set; }

    /// <summary>The file offset of the current segment's data.</summary>
    public long Offset { get; private set; }

    /// <summary>The number of unread bytes of the current segment.</summary>
    public int Length { get; private set; }

    /// <summary>Goes to the next marker. Stray bytes between segments are skipped, as other readers do.</summary>
    public void Next()
    {
        int first = reader.ReadByte(Expected);
        while (true)
        {
            while (first != 0xFF)
                first = reader.ReadByte(Expected);
            while (first == 0xFF)
                first = reader.ReadByte(Expected);
            if (first != 0)
                break;
        }
        Enter(first);
    }

    /// <summary>
    /// Makes a marker whose bytes were already read the current one, and reads the length of its segment.
    /// </summary>
    public void Enter(int marker)
    {
        Marker = marker;
        Length = 0;
        if (!JpegMarker.StandsAlone(marker))
        {
            // The length includes its own two bytes. A smaller value is treated as an empty segment.
            int length = (reader.ReadByte("a segment's length") << 8) | reader.ReadByte("a segment's length");
            Length = Math.Max(0, length - 2);
        }
        Offset = reader.Offset;
    }

    /// <summary>Skips what is left of the segment.</summary>
    public void Skip()
    {
        reader.Skip(Length, "a segment's data");
        Length = 0;
    }

    /// <summary>Reads what is left of the segment.</summary>
    public byte[] ReadAll()
    {
        byte[] data = new byte[Length];
        reader.ReadExactly(data, "a segment's data");
        Length = 0;
        return data;
    }

    /// <summary>Creates an error at the start of the current segment's data.</summary>
    public ImageFormatException Error(string problem) => new(reader.Format, Offset, problem);

    /// <summary>Reads the number of lines from the current segment, a DNL segment.</summary>
    /// <exception cref="ImageFormatException">The segment is cut short, or gives no lines.</exception>
    public int ReadNumberOfLines()
    {
        byte[] data = ReadAll();
        int lines = data.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(data) : 0;
        return lines > 0 ? lines : throw Error("segment DNL gives no number of lines");
    }
}
