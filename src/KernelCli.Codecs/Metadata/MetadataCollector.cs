using System.IO.Compression;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Metadata;

/// <summary>
/// Collects the metadata of a file, up to a size limit. Metadata is optional: an item that is damaged or too large is left
/// out and reported. Of repeated EXIF blocks, XMP packets, IPTC records, profiles and chunks, the first one is kept.
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

    /// <summary>The metadata collected so far.</summary>
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

    /// <summary>Changes metadata that needs no check.</summary>
    public void Set(Func<ImageMetadata, ImageMetadata> change) => _metadata = change(_metadata);

    /// <summary>Reports that something is left out.</summary>
    public void LeaveOut(string what)
    {
        if (_told.Add(what))
            options.OnNote?.Invoke($"{what}: left out");
    }

    /// <summary>Reports, once for each text and as a detail, that something is left out on purpose.</summary>
    public void LeaveOutOnPurpose(string what)
    {
        if (_told.Add(what))
            options.OnDetail?.Invoke($"{what}: left out");
    }

    /// <summary>
    /// Reserves room for more bytes of metadata. If that exceeds the limit, it reports this and returns false.
    /// </summary>
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

    /// <summary>Adds an EXIF block, with or without the prefix "Exif" that JPEG puts before it.</summary>
    /// <param name="data">The block.</param>
    /// <param name="isText">Whether it is from a text, so that it is used only if there is no other EXIF block.</param>
    public void AddExif(ReadOnlySpan<byte> data, bool isText = false)
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
    /// Adds an EXIF segment of a JPEG. If the segment does not start with a TIFF header, it continues the block of the
    /// segment before it, which was too long for one segment.
    /// </summary>
    public void AddExifPiece(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> piece = ExifBlock.WithoutPrefix(data);
        if (_exif.Count == 0 || piece.StartsWith("II*\0"u8) || piece.StartsWith("MM\0*"u8))
            AddExif(data);
        else if (TryAdmit(piece.Length, "EXIF"))
            _exif.AddRange(piece);
    }

    /// <summary>Adds an XMP packet without the zero bytes after it.</summary>
    public void AddXmp(byte[] packet)
    {
        packet = packet.AsSpan().TrimEnd((byte)0).ToArray();
        if (!XmpPacket.IsOne(packet))
            LeaveOut("XMP that is damaged");
        else if (_metadata.Xmp is null)
            _metadata = _metadata with { Xmp = packet };
    }

    /// <summary>Adds an ICC profile.</summary>
    public void AddProfile(byte[] bytes)
    {
        if (IccProfile.WithoutPadding(bytes) is not { } profile)
            LeaveOut("an ICC profile that is cut short");
        else if (_metadata.IccProfile is null)
            _metadata = _metadata with { IccProfile = profile };
    }

    /// <summary>Adds a piece of Photoshop's image resources, which <see cref="Metadata"/> parses.</summary>
    public void AddResources(ReadOnlySpan<byte> data) => _resources.AddRange(data);

    /// <summary>Adds IPTC records, either bare or as one of Photoshop's image resources.</summary>
    public void AddIptc(byte[] data)
    {
        if (data.AsSpan().StartsWith("8BIM"u8))
            AddResources(data);
        else if (_metadata.Iptc is null)
            _metadata = _metadata with { Iptc = IptcBlock.WithoutPreviews(data) };
    }

    /// <summary>Adds a text.</summary>
    public void AddText(ImageText text) => _texts.Add(text);

    /// <summary>Adds the data of a chunk that is carried over unchanged.</summary>
    public void AddChunk(string type, byte[] data)
    {
        if (!_chunks.Exists(chunk => chunk.Key == type))
            _chunks.Add(new(type, data));
    }

    /// <summary>
    /// Decompresses zlib data, up to the room that is left. If the data is damaged or larger, it reports this and returns
    /// null.
    /// </summary>
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
                    // Leaves no room, so that no more data is decompressed in vain.
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
