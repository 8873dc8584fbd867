using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>Collects what ancillary chunks say. They are advice: one that is damaged, doubled or too large is passed over.</summary>
internal sealed class PngMetadataReader(ImageLimits limits)
{
    private readonly List<KeyValuePair<string, string>> _texts = [];
    private int _textBytes;
    private ImageMetadata _metadata = ImageMetadata.None;

    public ImageMetadata Metadata => _texts.Count == 0 ? _metadata : _metadata with { Texts = [.. _texts] };

    /// <summary>Takes the present chunk: reads it where it is known, passes over it where not.</summary>
    public void Take(PngChunkReader chunk)
    {
        bool known = chunk.Type is "iCCP" or "eXIf" or "pHYs" or "gAMA" or "sRGB" or "tEXt";
        if (!known || chunk.Length > limits.MaxMetadata || chunk.ReadAll() is not { } data)
        {
            if (!known || chunk.Length > limits.MaxMetadata)
                chunk.Skip();
            return;
        }
        switch (chunk.Type)
        {
            case "iCCP":
                TakeProfile(data);
                break;
            case "eXIf" when _metadata.Exif is null && data.Length >= 8:
                _metadata = _metadata with { Exif = data, Orientation = ExifBlock.ReadOrientation(data) };
                break;
            case "pHYs" when data.Length == 9 && data[8] == 1:
                _metadata = _metadata with { Density = new PixelDensity(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(4))) };
                break;
            case "gAMA" when data.Length == 4:
                _metadata = _metadata with { Gamma = BinaryPrimitives.ReadUInt32BigEndian(data) };
                break;
            case "sRGB" when data.Length == 1 && data[0] <= 3:
                _metadata = _metadata with { StandardRgbIntent = data[0] };
                break;
            case "tEXt":
                TakeText(data);
                break;
        }
    }

    private void TakeText(byte[] data)
    {
        int end = Array.IndexOf(data, (byte)0);
        _textBytes += data.Length;
        if (end is >= 1 and <= 79 && _textBytes <= limits.MaxMetadata)
            _texts.Add(new(Encoding.Latin1.GetString(data, 0, end), Encoding.Latin1.GetString(data, end + 1, data.Length - end - 1)));
    }

    // Name, zero byte, method 0, compressed profile. A profile that does not decompress within the limit is left out.
    private void TakeProfile(byte[] data)
    {
        int end = Array.IndexOf(data, (byte)0);
        if (end is < 1 or > 79 || data.Length < end + 3 || data[end + 1] != 0 || _metadata.IccProfile is not null)
            return;
        try
        {
            using var inflated = new ZLibStream(new MemoryStream(data, end + 2, data.Length - end - 2), CompressionMode.Decompress);
            using var profile = new MemoryStream();
            byte[] piece = new byte[1 << 14];
            for (int count; (count = inflated.Read(piece)) > 0;)
            {
                if (profile.Length + count > limits.MaxMetadata)
                    return;
                profile.Write(piece, 0, count);
            }

            byte[] bytes = profile.ToArray();
            if (IccProfile.IsWhole(bytes))
                _metadata = _metadata with { IccProfile = bytes };
        }
        catch (Exception exception) when (PngScanlines.IsDamage(exception))
        {
            // The pixels do not depend on it.
        }
    }
}
