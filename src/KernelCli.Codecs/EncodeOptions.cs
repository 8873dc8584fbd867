using KernelCli.Primitives;

namespace KernelCli.Codecs;

/// <summary>How a file is written.</summary>
public sealed record EncodeOptions
{
    /// <summary>Compression 6, quality 90, metadata kept.</summary>
    public static EncodeOptions Default { get; } = new();

    /// <summary>Effort of lossless compression, 0 (none) to 9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public int Compression { get; init => field = InRange(value, 0, 9, nameof(Compression)); } = 6;

    /// <summary>Quality of lossy compression, 1 to 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public int Quality { get; init => field = InRange(value, 1, 100, nameof(Quality)); } = 90;

    /// <summary>Samples that a lossy format keeps of colour differences.</summary>
    public ChromaSubsampling Subsampling { get; init; } = ChromaSubsampling.Quarter;

    /// <summary>Whether a JPEG gets Huffman tables of its own, for which its coefficients are kept until the last row.</summary>
    public bool OptimizeTables { get; init; }

    /// <summary>Rows of units between two restart markers of a JPEG, from which damage can be recovered; 0 for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 65535.</exception>
    public int RestartRows { get; init => field = InRange(value, 0, ushort.MaxValue, nameof(RestartRows)); }

    /// <summary>Threads that compression may use; the bytes written do not depend on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Threads { get; init => field = InRange(value, 1, int.MaxValue, nameof(Threads)); } = 1;

    /// <summary>What an encoder that must keep the picture may cost.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;

    /// <summary>Whether profile, EXIF, XMP, resolution, texts and so on are written where the format holds them.</summary>
    public bool KeepMetadata { get; init; } = true;

    /// <summary>Told in one line of what the format does not hold; null where nobody asks.</summary>
    public Action<string>? OnNote { get; init; }

    /// <summary>Told of what is left out because it must be, such as a thumbnail of the picture before; null where nobody asks.</summary>
    public Action<string>? OnDetail { get; init; }

    private static int InRange(int value, int least, int most, string name) =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, $"it must be from {least} to {most}");
}

/// <summary>How many samples a lossy format keeps of the colour differences.</summary>
public enum ChromaSubsampling
{
    /// <summary>4:2:0, one for every two by two pixels.</summary>
    Quarter,

    /// <summary>4:4:4, one for every pixel.</summary>
    None,
}
