using System.Buffers.Binary;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>
/// Collects the metadata in ancillary chunks. All of it is optional: a chunk that is damaged or too large is left out.
/// </summary>
internal sealed class PngMetadataReader(PngHeader header, DecodeOptions options)
{
    private readonly MetadataCollector _collector = new(options);
    private readonly PngTextReader _texts = new(options);

    /// <summary>The metadata read so far.</summary>
    public ImageMetadata Metadata
    {
        get
        {
            // The image in IDAT is either the first frame of the animation or a separate picture.
            long pictures = Animation is not { Frames: > 0 and var frames } ? 1 : frames + (FirstFrameControl is not null ? 0L : 1L);
            return _collector.Metadata with { Frames = (int)Math.Min(pictures, int.MaxValue) };
        }
    }

    /// <summary>The number of frames and plays that acTL gives; null if the file is not animated.</summary>
    public (uint Frames, uint Plays)? Animation { get; private set; }

    /// <summary>The data of the fcTL chunk before the image data, which makes that image the first frame; or null.</summary>
    public byte[]? FirstFrameControl { get; private set; }

    /// <summary>Whether chunks of a type are read at all.</summary>
    public static bool IsKnown(string type) =>
        type is "iCCP" or "sRGB" or "gAMA" or "cHRM" or "cICP" or "mDCV" or "cLLI" or "sBIT" or "pHYs" or "eXIf" or "tIME"
            or "tEXt" or "zTXt" or "iTXt" or "acTL" or "fcTL";

    /// <summary>Reads the current chunk if its type is known and it is not too large; otherwise reports and skips it.</summary>
    public void ReadChunk(PngChunkReader chunk)
    {
        if (IsKnown(chunk.Type) && chunk.Length <= options.Limits.MaxMetadata)
            AddChunk(chunk.Type, chunk.ReadAll());
        else
        {
            ReportSkipped(chunk.Type);
            chunk.Skip();
        }
    }

    /// <summary>Reports a chunk that is left out because it is unknown or too large.</summary>
    public void ReportSkipped(string type)
    {
        // A lower-case last letter means that a program that does not know the chunk may copy it to a file with changed
        // pixels. The loss of any other unknown chunk is expected, so it is reported only as a detail.
        if (IsKnown(type))
            _collector.LeaveOut($"chunk {type} of more than {options.Limits.MaxMetadata} bytes");
        else if (char.IsAsciiLetterLower(type[3]))
            _collector.LeaveOut($"chunk {type}, which is not known");
        else if (type is not ("tRNS" or "fdAT"))
            _collector.LeaveOutOnPurpose($"chunk {type}, which belongs to the stored pixels");
    }

    /// <summary>Reads the metadata in one chunk.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="data">Its data, or null if the CRC is wrong.</param>
    public void AddChunk(string type, byte[]? data)
    {
        switch (type)
        {
            case var _ when data is null:
                _collector.LeaveOut($"chunk {type}, whose CRC is wrong");
                break;
            case "iCCP":
                AddProfile(data);
                break;
            case "eXIf":
                _collector.AddExif(data);
                break;
            case "pHYs" when data.Length == 9:
                AddDensity(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(4)), data[8]);
                break;
            case "gAMA" when data.Length == 4:
                _collector.Set(metadata => metadata with { Gamma = BinaryPrimitives.ReadUInt32BigEndian(data) });
                break;
            case "sRGB" when data.Length == 1 && data[0] <= 3:
                _collector.Set(metadata => metadata with { StandardRgbIntent = data[0] });
                break;
            case "sBIT" when ParseSignificantBits(data) is { } bits:
                _collector.Set(metadata => metadata with { SignificantBits = bits });
                break;
            case "cHRM" when data.Length == 32:
            case "cICP" when data.Length == 4:
            case "mDCV" when data.Length == 24:
            case "cLLI" when data.Length == 8:
            case "tIME" when data.Length == 7:
                _collector.AddChunk(type, data);
                break;
            case "tEXt" or "zTXt" or "iTXt":
                _texts.ReadChunk(type, data, _collector);
                break;
            case "acTL" when data.Length == 8:
                Animation = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(4)));
                break;
            case "fcTL" when data.Length == PngFrame.Bytes:
                FirstFrameControl ??= data;
                break;
            default:
                _collector.LeaveOut($"chunk {type} that is damaged");
                break;
        }
    }

    /// <summary>Reports that a chunk is left out because it came after the image data of a pipe.</summary>
    public void ReportLate(string type) =>
        _collector.LeaveOut($"chunk {type}, which came after the image data of a long pipe (give the file's name)");

    private void AddDensity(uint x, uint y, byte unit)
    {
        if (x == 0 || y == 0)
            return;
        _collector.Set(metadata =>
            unit == 1 ? metadata with { Density = new PixelDensity(x, y) } : metadata with { Aspect = new PixelAspect(x, y) });
    }

    private SignificantBits? ParseSignificantBits(byte[] data)
    {
        byte depth = (byte)(header.ColorType is PngColorType.Palette ? 8 : header.BitDepth);
        if (Array.Exists(data, bits => bits == 0 || bits > depth))
            return null;
        return (header.ColorType, data.Length) switch
        {
            (PngColorType.Gray, 1) => new SignificantBits(data[0], data[0], data[0], depth, depth),
            (PngColorType.GrayAlpha, 2) => new SignificantBits(data[0], data[0], data[0], data[1], depth),
            (PngColorType.Rgb or PngColorType.Palette, 3) => new SignificantBits(data[0], data[1], data[2], depth, depth),
            (PngColorType.Rgba, 4) => new SignificantBits(data[0], data[1], data[2], data[3], depth),
            _ => null,
        };
    }

    // The layout of iCCP: profile name, zero byte, compression method 0, compressed profile.
    private void AddProfile(byte[] data)
    {
        int end = Array.IndexOf(data, (byte)0);
        if (end is < 1 or > 79 || data.Length < end + 3 || data[end + 1] != 0)
            _collector.LeaveOut("chunk iCCP that is damaged");
        else if (_collector.Inflate(data.AsMemory(end + 2), "an ICC profile") is { } profile)
            _collector.AddProfile(profile);
    }
}
