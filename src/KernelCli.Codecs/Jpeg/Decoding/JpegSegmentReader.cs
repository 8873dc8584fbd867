using System.Buffers.Binary;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>A JPEG as a row of markers with their segments.</summary>
internal sealed class JpegSegmentReader(ByteReader reader)
{
    private const string Expected = "a marker";

    /// <summary>The present marker's second byte.</summary>
    public int Marker { get; private set; }

    /// <summary>Where the present segment's data start.</summary>
    public long Offset { get; private set; }

    /// <summary>The present segment's bytes that were not read yet.</summary>
    public int Length { get; private set; }

    /// <summary>Goes to the next marker. Bytes between segments that belong to none are skipped, as all readers do.</summary>
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

    /// <summary>Takes a marker that ended entropy-coded bytes for the present one.</summary>
    public void Enter(int marker)
    {
        Marker = marker;
        Length = 0;
        if (!JpegMarker.StandsAlone(marker))
        {
            // The length counts itself; where it is too small for that, the segment is taken to be empty.
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

    /// <summary>An error in the present segment.</summary>
    public ImageFormatException Error(string problem) => new(reader.Format, Offset, problem);

    /// <summary>The number of lines that segment DNL gives.</summary>
    public int ReadNumberOfLines()
    {
        byte[] data = ReadAll();
        int lines = data.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(data) : 0;
        return lines > 0 ? lines : throw Error("segment DNL gives no number of lines");
    }
}
