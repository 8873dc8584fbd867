namespace KernelCli.Codecs.Jpeg;

/// <summary>The words that application segments of a kind start with.</summary>
internal static class JpegSegment
{
    public static ReadOnlySpan<byte> Exif => "Exif\0\0"u8;

    public static ReadOnlySpan<byte> Xmp => "http://ns.adobe.com/xap/1.0/\0"u8;

    public static ReadOnlySpan<byte> ExtendedXmp => "http://ns.adobe.com/xmp/extension/\0"u8;

    public static ReadOnlySpan<byte> Profile => "ICC_PROFILE\0"u8;

    public static ReadOnlySpan<byte> Photoshop => "Photoshop 3.0\0"u8;
}
