using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Apply;

/// <summary>What was done with one input.</summary>
internal sealed record JobResult(string Input, string? Output, JobStatus Status)
{
    /// <summary>The error or the difference from the golden image, in one line; otherwise null.</summary>
    public string? Error { get; init; }

    /// <summary>Whether a limit refused it.</summary>
    public bool IsRefusedByLimit { get; init; }

    /// <summary>The picture as it was read.</summary>
    public ImageInfo? Source { get; init; }

    /// <summary>The picture as it was written.</summary>
    public ImageInfo? Result { get; init; }

    /// <summary>SHA-256 of the input file.</summary>
    public string? InputHash { get; init; }

    /// <summary>
    /// SHA-256 of the samples passed to the encoder, in the byte order of <c>info</c>; null unless measured.
    /// </summary>
    public string? SampleHash { get; init; }

    /// <summary>SHA-256 of the output file.</summary>
    public string? OutputHash { get; init; }

    /// <summary>The files that were written where each frame has its own; null otherwise. The hashes above are then null.</summary>
    public IReadOnlyList<FrameFile>? Files { get; init; }

    /// <summary>The number of pixels that were filtered, of all frames; null for all.</summary>
    public long? Touched { get; init; }

    public long InputBytes { get; init; }

    public long OutputBytes { get; init; }

    public TimeSpan Time { get; init; }

    /// <summary>The metadata that was left out, in one line; null if there is none to report.</summary>
    public string? Note { get; init; }

    /// <summary>Statistics of the results before they were rounded and clamped; null unless measured.</summary>
    public ClippingStatistics? Statistics { get; init; }
}

/// <summary>The file of a frame.</summary>
/// <param name="Output">Its path.</param>
/// <param name="SampleHash">As in <see cref="JobResult"/>; null for a file that was there before and is kept.</param>
/// <param name="OutputHash">As in <see cref="JobResult"/>; null for a file that was there before and is kept.</param>
/// <param name="OutputBytes">Its size.</param>
internal sealed record FrameFile(string Output, string? SampleHash, string? OutputHash, long OutputBytes);

/// <summary>The status of an input. Reports contain these names in lower case.</summary>
internal enum JobStatus
{
    /// <summary>The result was written.</summary>
    Done,

    /// <summary>The output already existed, and the options said to keep it.</summary>
    Skipped,

    /// <summary>An earlier run's result is still valid.</summary>
    Kept,

    /// <summary>The result was written and differs from the golden image.</summary>
    Different,

    /// <summary>The input could not be processed.</summary>
    Failed,

    /// <summary>
    /// Reported just before a picture is replaced in place. If the run is killed at that moment, the output hash shows
    /// whether the picture was replaced.
    /// </summary>
    Writing,
}
