using System.IO.Compression;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Metadata;

/// <summary>
/// Puts together what a file says besides its samples, within a limit. All of it is advice: what is damaged, doubled or too large is left
/// out, and told.
/// </summary>
internal sealed class MetadataCollector(DecodeOptions options)
{
    private readonly List<ImageText> _texts = [];
    private readonly List<KeyValuePair<string, byte[]>> _chunks = [];
    private readonly List<byte> _exif = [];
    private readonly List<byte> _resources = [];
    private readonly HashSet<string> _told = [];
    private ImageMetadata _metadata = ImageMetadata.None;
    private byte[]? _exifInText;
    private long _left = options.Limits.MaxMetadata;

    /// <summary>What was said so far.</summary>
    public ImageMetadata Metadata
    {
        get
        {
            byte[]? exif = _exif.Count > 0 ? [.. _exif] : _exifInText, iptc = _metadata.Iptc;
            if (_resources.Count > 0)
            {
                byte[]? records = PhotoshopResources.ReadIptc([.. _resources], out bool hasThumbnail, out bool hasOthers);
                iptc ??= records;
                if (hasThumbnail)
                    LeaveOutOnPurpose("Photoshop's thumbnail");
                if (hasOthers)
                    LeaveOut("Photoshop's resources other than IPTC");
            }
            byte[]? xmp = _metadata.Xmp ?? (exif is not null && ExifBlock.FindXmp(exif) is { } inside && XmpPacket.IsOne(inside) ? inside
                : null);
            Orientation orientation = exif is null ? Orientation.Normal : ExifBlock.ReadOrientation(exif);
            if (xmp is not null && orientation is Orientation.Normal && XmpPacket.IsTurned(xmp))
                LeaveOut("an orientation that XMP alone gives, which viewers do not apply");
            return _metadata with
            {
                Exif = exif,
                Xmp = xmp,
                Iptc = iptc,
                Orientation = orientation,
                Chunks = [.. _chunks],
                Texts = [.. _texts],
            };
        }
    }

    /// <summary>Sets what needs no check.</summary>
    public void Set(Func<ImageMetadata, ImageMetadata> change) => _metadata = change(_metadata);

    /// <summary>Reports that something is left out.</summary>
    public void LeaveOut(string what)
    {
        if (_told.Add(what))
            options.OnNote?.Invoke($"{what}: left out");
    }

    /// <summary>Reports that something is left out that must not go on.</summary>
    public void LeaveOutOnPurpose(string what)
    {
        if (_told.Add(what))
            options.OnDetail?.Invoke($"{what}: left out");
    }

    /// <summary>Whether there is room for so many bytes more.</summary>
    public bool TryAdmit(long bytes, string what)
    {
        if (bytes <= _left)
        {
            _left -= bytes;
            return true;
        }
        LeaveOut($"{what} beyond {options.Limits.MaxMetadata} bytes of metadata");
        return false;
    }

    /// <summary>Takes an EXIF block, with or without the words that JPEG puts before it.</summary>
    /// <param name="data">The block.</param>
    /// <param name="isText">Whether it stood in a text, and counts only where there is no other.</param>
    public void TakeExif(ReadOnlySpan<byte> data, bool isText = false)
    {
        byte[] exif = ExifBlock.WithoutPrefix(data).ToArray();
        if (!ExifBlock.IsOne(exif))
            LeaveOut("EXIF that is damaged");
        else if (isText)
            _exifInText ??= exif;
        else if (_exif.Count == 0)
            _exif.AddRange(exif);
    }

    /// <summary>
    /// Takes a piece of an EXIF block in a JPEG: what does not start one goes on with the one before, which was longer than a
    /// segment.
    /// </summary>
    public void TakeExifPiece(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> piece = ExifBlock.WithoutPrefix(data);
        if (_exif.Count == 0 || piece.StartsWith("II*\0"u8) || piece.StartsWith("MM\0*"u8))
            TakeExif(data);
        else if (TryAdmit(piece.Length, "EXIF"))
            _exif.AddRange(piece);
    }

    /// <summary>Takes an XMP packet; zeros after it go.</summary>
    public void TakeXmp(byte[] packet)
    {
        packet = packet.AsSpan().TrimEnd((byte)0).ToArray();
        if (!XmpPacket.IsOne(packet))
            LeaveOut("XMP that is damaged");
        else if (_metadata.Xmp is null)
            _metadata = _metadata with { Xmp = packet };
    }

    /// <summary>Takes an ICC profile.</summary>
    public void TakeProfile(byte[] bytes)
    {
        if (IccProfile.WithoutPadding(bytes) is not { } profile)
            LeaveOut("an ICC profile that is cut short");
        else if (_metadata.IccProfile is null)
            _metadata = _metadata with { IccProfile = profile };
    }

    /// <summary>Takes a piece of Photoshop's resources; they are read when all are there.</summary>
    public void TakeResources(ReadOnlySpan<byte> data) => _resources.AddRange(data);

    /// <summary>Takes IPTC records, bare or as one of Photoshop's resources.</summary>
    public void TakeIptc(byte[] data)
    {
        if (data.AsSpan().StartsWith("8BIM"u8))
            TakeResources(data);
        else if (_metadata.Iptc is null)
            _metadata = _metadata with { Iptc = IptcBlock.WithoutPreviews(data) };
    }

    /// <summary>Takes a text.</summary>
    public void TakeText(ImageText text) => _texts.Add(text);

    /// <summary>Takes the data of a chunk that are carried as they stand.</summary>
    public void TakeChunk(string type, byte[] data)
    {
        if (!_chunks.Exists(chunk => chunk.Key == type))
            _chunks.Add(new(type, data));
    }

    /// <summary>Decompresses data within what room is left; null, and told, where they are damaged or larger.</summary>
    public byte[]? Inflate(ReadOnlyMemory<byte> data, string what)
    {
        using var whole = new MemoryStream();
        try
        {
            using var inflated = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
            byte[] piece = new byte[1 << 14];
            for (int count; (count = inflated.Read(piece)) > 0;)
            {
                if (!TryAdmit(count, what))
                {
                    // What would not fit once is not tried again.
                    _left = 0;
                    return null;
                }
                whole.Write(piece, 0, count);
            }
            return whole.ToArray();
        }
        catch (Exception exception) when (Zlib.IsDamage(exception))
        {
            LeaveOut($"{what} that is damaged");
            return null;
        }
    }
}
