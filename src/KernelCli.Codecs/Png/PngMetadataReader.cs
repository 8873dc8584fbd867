using System.Buffers.Binary;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>Collects what ancillary chunks say. They are advice: one that is damaged, doubled or too large is left out.</summary>
internal sealed class PngMetadataReader(PngHeader header, DecodeOptions options)
{
    private readonly MetadataCollector _collector = new(options);
    private readonly PngTextReader _texts = new(options);
    private uint _frames;
    private bool _isFirstFrame;

    /// <summary>What was said so far.</summary>
    public ImageMetadata Metadata
    {
        get
        {
            // The picture itself is one of the animation's, or stands beside them.
            long pictures = _frames == 0 ? 1 : _frames + (_isFirstFrame ? 0L : 1L);
            return _collector.Metadata with { Frames = (int)Math.Min(pictures, int.MaxValue) };
        }
    }

    /// <summary>Whether chunks of a type are read at all.</summary>
    public static bool IsKnown(string type) =>
        type is "iCCP" or "sRGB" or "gAMA" or "cHRM" or "cICP" or "mDCV" or "cLLI" or "sBIT" or "pHYs" or "eXIf" or "tIME"
            or "tEXt" or "zTXt" or "iTXt" or "acTL" or "fcTL";

    /// <summary>Takes the present chunk: reads it where it is known, skips it where not.</summary>
    public void Take(PngChunkReader chunk)
    {
        if (IsKnown(chunk.Type) && chunk.Length <= options.Limits.MaxMetadata)
            Take(chunk.Type, chunk.ReadAll());
        else
        {
            Pass(chunk.Type);
            chunk.Skip();
        }
    }

    /// <summary>Skips a chunk that is not known, or too large.</summary>
    public void Pass(string type)
    {
        // The last letter says whether a program that does not know a chunk may carry it to other pixels; those it may not are nothing's
        // loss.
        if (IsKnown(type))
            _collector.LeaveOut($"chunk {type} of more than {options.Limits.MaxMetadata} bytes");
        else if (char.IsAsciiLetterLower(type[3]))
            _collector.LeaveOut($"chunk {type}, which is not known");
        else if (type is not ("tRNS" or "fdAT"))
            _collector.LeaveOutOnPurpose($"chunk {type}, which belongs to the stored pixels");
    }

    /// <summary>Takes a chunk.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="data">Its data, or null where they are damaged.</param>
    public void Take(string type, byte[]? data)
    {
        switch (type)
        {
            case var _ when data is null:
                _collector.LeaveOut($"chunk {type}, whose CRC is wrong");
                break;
            case "iCCP":
                TakeProfile(data);
                break;
            case "eXIf":
                _collector.TakeExif(data);
                break;
            case "pHYs" when data.Length == 9:
                TakeDensity(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(4)), data[8]);
                break;
            case "gAMA" when data.Length == 4:
                _collector.Set(metadata => metadata with { Gamma = BinaryPrimitives.ReadUInt32BigEndian(data) });
                break;
            case "sRGB" when data.Length == 1 && data[0] <= 3:
                _collector.Set(metadata => metadata with { StandardRgbIntent = data[0] });
                break;
            case "sBIT" when SignificantBitsOf(data) is { } bits:
                _collector.Set(metadata => metadata with { SignificantBits = bits });
                break;
            case "cHRM" when data.Length == 32:
            case "cICP" when data.Length == 4:
            case "mDCV" when data.Length == 24:
            case "cLLI" when data.Length == 8:
            case "tIME" when data.Length == 7:
                _collector.TakeChunk(type, data);
                break;
            case "tEXt" or "zTXt" or "iTXt":
                _texts.Take(type, data, _collector);
                break;
            case "acTL" when data.Length == 8:
                _frames = BinaryPrimitives.ReadUInt32BigEndian(data);
                break;
            case "fcTL" when data.Length == 26:
                _isFirstFrame |= BinaryPrimitives.ReadUInt32BigEndian(data) == 0;
                break;
            default:
                _collector.LeaveOut($"chunk {type} that is damaged");
                break;
        }
    }

    /// <summary>Reports that a chunk is left out because it came after the image data of a pipe.</summary>
    public void ComeTooLate(string type) =>
        _collector.LeaveOut($"chunk {type}, which came after the image data of a long pipe (give the file's name)");

    private void TakeDensity(uint x, uint y, byte unit)
    {
        if (x == 0 || y == 0)
            return;
        _collector.Set(metadata =>
            unit == 1 ? metadata with { Density = new PixelDensity(x, y) } : metadata with { Aspect = new PixelAspect(x, y) });
    }

    private SignificantBits? SignificantBitsOf(byte[] data)
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

    // Name, zero byte, method 0, compressed profile.
    private void TakeProfile(byte[] data)
    {
        int end = Array.IndexOf(data, (byte)0);
        if (end is < 1 or > 79 || data.Length < end + 3 || data[end + 1] != 0)
            _collector.LeaveOut("chunk iCCP that is damaged");
        else if (_collector.Inflate(data.AsMemory(end + 2), "an ICC profile") is { } profile)
            _collector.TakeProfile(profile);
    }
}
