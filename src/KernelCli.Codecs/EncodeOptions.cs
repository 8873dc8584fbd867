using KernelCli.Primitives;

namespace KernelCli.Codecs;

/// <summary>How a file is written.</summary>
public sealed record EncodeOptions
{
    /// <summary>The default options: compression 6, quality 90, 4:2:0 chroma, metadata kept.</summary>
    public static EncodeOptions Default { get; } = new();

    /// <summary>Effort of lossless compression, 0 (none) to 9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside this range.</exception>
    public int Compression { get; init => field = InRange(value, 0, 9, nameof(Compression)); } = 6;

    /// <summary>Quality of lossy compression, 1 to 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside this range.</exception>
    public int Quality { get; init => field = InRange(value, 1, 100, nameof(Quality)); } = 90;

    /// <summary>Chroma subsampling of a lossy format.</summary>
    public ChromaSubsampling Subsampling { get; init; } = ChromaSubsampling.Quarter;

    /// <summary>Whether a JPEG gets optimal Huffman tables; its coefficients are then kept in memory until the last row.</summary>
    public bool OptimizeTables { get; init; }

    /// <summary>
    /// Rows of MCUs between two restart markers of a JPEG, at which decoding can resume after damage; 0 for no markers.
    /// An interval of more than 65535 MCUs is shortened to that number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 65535.</exception>
    public int RestartRows { get; init => field = InRange(value, 0, ushort.MaxValue, nameof(RestartRows)); }

    /// <summary>How the strips of a TIFF are compressed.</summary>
    public TiffCompression TiffCompression { get; init; } = TiffCompression.Deflate;

    /// <summary>Threads that compression may use; the bytes written do not depend on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Threads { get; init => field = InRange(value, 1, int.MaxValue, nameof(Threads)); } = 1;

    /// <summary>The limits for an encoder that must keep the picture in memory.</summary>
    /// <exception cref="ArgumentNullException">They are null.</exception>
    public ImageLimits Limits { get; init => field = value ?? throw new ArgumentNullException(nameof(Limits)); } = ImageLimits.Default;

    /// <summary>
    /// Whether the ICC profile, EXIF, XMP, resolution, texts and other metadata are written, as far as the format can
    /// store them.
    /// </summary>
    public bool KeepMetadata { get; init; } = true;

    /// <summary>Called with one line for metadata that the format cannot store; null for no messages.</summary>
    public Action<string>? OnNote { get; init; }

    /// <summary>
    /// Called with one line for metadata that is left out on purpose, such as a thumbnail of the original picture; null
    /// for no messages.
    /// </summary>
    public Action<string>? OnDetail { get; init; }

    private static int InRange(int value, int min, int max, string name) =>
        value >= min && value <= max ? value : throw new ArgumentOutOfRangeException(name, value, $"it must be from {min} to {max}");
}

/// <summary>The chroma subsampling of a lossy format.</summary>
public enum ChromaSubsampling
{
    /// <summary>4:2:0: one sample of each chroma component for every two by two pixels.</summary>
    Quarter,

    /// <summary>4:4:4: one sample of each chroma component for every pixel.</summary>
    None,
}

/// <summary>The lossless compression of a TIFF.</summary>
public enum TiffCompression
{
    /// <summary>None: samples as they are.</summary>
    None,

    /// <summary>LZW, which every program reads.</summary>
    Lzw,

    /// <summary>Deflate, with the effort that <see cref="EncodeOptions.Compression"/> gives.</summary>
    Deflate,
}
