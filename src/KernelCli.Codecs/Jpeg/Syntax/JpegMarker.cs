namespace KernelCli.Codecs.Jpeg.Syntax;

/// <summary>The second byte of the markers (ITU-T T.81, table B.1).</summary>
internal static class JpegMarker
{
    public const byte BaselineFrame = 0xC0;
    public const byte ExtendedFrame = 0xC1;
    public const byte ProgressiveFrame = 0xC2;
    public const byte HuffmanTables = 0xC4;
    public const byte Restart = 0xD0;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte QuantisationTables = 0xDB;
    public const byte NumberOfLines = 0xDC;
    public const byte RestartInterval = 0xDD;
    public const byte Application = 0xE0;
    public const byte Comment = 0xFE;

    /// <summary>The number of different restart markers, which are used in a cycle.</summary>
    public const int Restarts = 8;

    /// <summary>Whether a marker is one of the restart markers.</summary>
    public static bool IsRestart(int marker) => marker is >= Restart and < Restart + Restarts;

    /// <summary>Whether a marker has no length and no data.</summary>
    public static bool StandsAlone(int marker) => IsRestart(marker) || marker is 0x01 or StartOfImage or EndOfImage;

    /// <summary>
    /// Whether a marker can end a scan; any other marker in entropy-coded data is the result of damage.
    /// </summary>
    public static bool EndsScan(int marker) =>
        marker is EndOfImage or StartOfScan or HuffmanTables or QuantisationTables or NumberOfLines or RestartInterval
            or >= Application and <= 0xEF or Comment;

    /// <summary>The unsupported coding process that a marker indicates, or null.</summary>
    public static string? Unsupported(int marker) => marker switch
    {
        0xC3 => "lossless coding",
        0xC5 or 0xC6 or 0xC7 or 0xDE or 0xDF => "hierarchical coding",
        0xC9 or 0xCA or 0xCB or 0xCD or 0xCE or 0xCF => "arithmetic coding",
        _ => null,
    };
}

/// <summary>The identifiers at the start of application segments.</summary>
internal static class JpegSegment
{
    public static ReadOnlySpan<byte> Exif => "Exif\0\0"u8;

    public static ReadOnlySpan<byte> Xmp => "http://ns.adobe.com/xap/1.0/\0"u8;

    public static ReadOnlySpan<byte> ExtendedXmp => "http://ns.adobe.com/xmp/extension/\0"u8;

    public static ReadOnlySpan<byte> Profile => "ICC_PROFILE\0"u8;

    public static ReadOnlySpan<byte> Photoshop => "Photoshop 3.0\0"u8;
}
