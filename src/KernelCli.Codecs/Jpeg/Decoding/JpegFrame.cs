using System.Buffers.Binary;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>A frame header (T.81, B.2.2), with the sizes that follow from it.</summary>
internal sealed class JpegFrame
{
    private const int FixedBytes = 6;
    private const int ComponentBytes = 3;

    private JpegFrame(bool isProgressive, int width, int height, JpegComponent[] components)
    {
        (IsProgressive, Width, Height) = (isProgressive, width, height);
        foreach (JpegComponent component in components)
        {
            MaxHorizontal = Math.Max(MaxHorizontal, component.Horizontal);
            MaxVertical = Math.Max(MaxVertical, component.Vertical);
        }
        (McusPerRow, UnitsDown) = (CeilingDivide(width, 8 * MaxHorizontal), CeilingDivide(height, 8 * MaxVertical));
        Components = Array.ConvertAll(components, component => component with
        {
            Width = CeilingDivide((long)width * component.Horizontal, MaxHorizontal),
            Height = CeilingDivide((long)height * component.Vertical, MaxVertical),
            BlocksAcross = McusPerRow * component.Horizontal,
            BlocksDown = UnitsDown * component.Vertical,
        });
    }

    public bool IsProgressive { get; }

    public int Width { get; }

    /// <summary>Number of rows; 0 where only a DNL segment after the first scan gives it.</summary>
    public int Height { get; }

    public JpegComponent[] Components { get; }

    /// <summary>The largest horizontal sampling factor of any component.</summary>
    public int MaxHorizontal { get; } = 1;

    /// <summary>The largest vertical sampling factor of any component.</summary>
    public int MaxVertical { get; } = 1;

    /// <summary>MCUs per row of an interleaved scan.</summary>
    public int McusPerRow { get; }

    /// <summary>Rows of MCUs of an interleaved scan.</summary>
    public int UnitsDown { get; }

    /// <summary>Reads the current segment as a frame header.</summary>
    public static JpegFrame Read(JpegSegmentReader segments, ImageLimits limits)
    {
        ReadOnlySpan<byte> data = segments.ReadAll();
        if (data.Length < FixedBytes)
            throw segments.Error("the frame header is cut short");
        (int precision, int count) = (data[0], data[5]);
        int height = BinaryPrimitives.ReadUInt16BigEndian(data[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
        if (precision is not 8 and >= 2 and <= 16)
            throw new UnsupportedImageException($"a JPEG of {precision}-bit samples; only 8 bits are read");
        if (precision != 8 || width == 0 || count == 0 || data.Length < FixedBytes + (count * ComponentBytes))
            throw segments.Error($"the frame header says {width}x{height}, {precision} bits, {count} components");
        if (count is not (1 or 3 or 4))
            throw new UnsupportedImageException($"a JPEG of {count} components; 1, 3 and 4 are read");
        limits.CheckPixels(width, Math.Max(1, height));
        limits.CheckRow(width, count * sizeof(short));
        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
            components[i] = ReadComponent(segments, data.Slice(FixedBytes + (i * ComponentBytes), ComponentBytes), i, isAlone: count == 1);
        return new JpegFrame(segments.Marker == JpegMarker.ProgressiveFrame, width, height, components);
    }

    /// <summary>Returns this frame with the height that its header left out.</summary>
    public JpegFrame WithHeight(int height, ImageLimits limits)
    {
        limits.CheckPixels(Width, height);
        return new JpegFrame(IsProgressive, Width, height, Components);
    }

    // Sampling factors are relative to those of the other components, so a single component's are ignored.
    private static JpegComponent ReadComponent(JpegSegmentReader segments, ReadOnlySpan<byte> data, int index, bool isAlone)
    {
        (int horizontal, int vertical, int slot) = (data[1] >> 4, data[1] & 15, data[2]);
        if (horizontal is < 1 or > 4 || vertical is < 1 or > 4 || slot > 3)
            throw segments.Error($"component {data[0]} has sampling factors {horizontal}x{vertical} and quantisation table {slot}");
        return new JpegComponent(index, data[0], isAlone ? 1 : horizontal, isAlone ? 1 : vertical, slot);
    }

    private static int CeilingDivide(long value, int divisor) => (int)((value + divisor - 1) / divisor);
}
