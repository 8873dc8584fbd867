namespace KernelCli.Codecs.Metadata;

/// <summary>The EXIF tags that depend on the pixels, or lead to directories or embedded pictures.</summary>
internal static class ExifTag
{
    public const ushort ImageWidth = 0x0100;
    public const ushort ImageLength = 0x0101;
    public const ushort StripOffsets = 0x0111;
    public const ushort Orientation = 0x0112;
    public const ushort StripLengths = 0x0117;
    public const ushort TileOffsets = 0x0144;
    public const ushort TileLengths = 0x0145;
    public const ushort SubDirectories = 0x014A;
    public const ushort JpegOffset = 0x0201;
    public const ushort JpegLength = 0x0202;
    public const ushort Xmp = 0x02BC;
    public const ushort RelatedWidth = 0x1001;
    public const ushort RelatedLength = 0x1002;

    /// <summary>A thumbnail as some Windows programs keep it.</summary>
    public const ushort ThumbnailData = 0x501B;
    public const ushort ExifDirectory = 0x8769;
    public const ushort GpsDirectory = 0x8825;
    public const ushort MakerNote = 0x927C;
    public const ushort PixelWidth = 0xA002;
    public const ushort PixelLength = 0xA003;
    public const ushort InteroperabilityDirectory = 0xA005;
}
