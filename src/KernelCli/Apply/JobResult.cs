using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Apply;

/// <summary>What was done with one input.</summary>
internal sealed record JobResult(string Input, string? Output, JobStatus Status)
{
    /// <summary>What was wrong, in one line.</summary>
    public string? Error { get; init; }

    /// <summary>Whether a limit refused it.</summary>
    public bool IsRefusedByLimit { get; init; }

    /// <summary>The picture as it was read.</summary>
    public ImageInfo? Source { get; init; }

    /// <summary>The picture as it was written.</summary>
    public ImageInfo? Result { get; init; }

    /// <summary>SHA-256 of the input file.</summary>
    public string? InputHash { get; init; }

    /// <summary>SHA-256 of the samples that were written, as <c>info</c> counts them.</summary>
    public string? SampleHash { get; init; }

    /// <summary>SHA-256 of the output file.</summary>
    public string? OutputHash { get; init; }

    public long InputBytes { get; init; }

    public long OutputBytes { get; init; }

    public TimeSpan Time { get; init; }

    /// <summary>What of the picture's metadata did not go on, in one line; null where all did.</summary>
    public string? Note { get; init; }

    /// <summary>What results were before they were rounded and clamped.</summary>
    public ClippingStatistics? Statistics { get; init; }
}

/// <summary>What became of one input; the names in reports are these in lower case.</summary>
internal enum JobStatus
{
    /// <summary>The result was written.</summary>
    Done,

    /// <summary>The output stood there already, and options said to leave it.</summary>
    Skipped,

    /// <summary>An earlier run's result is still valid.</summary>
    Kept,

    /// <summary>The result was written and differs from the golden image.</summary>
    Different,

    /// <summary>Something was wrong.</summary>
    Failed,

    /// <summary>
    /// Noted before a picture is replaced in its own place: a run that is killed then has or has not done so, which the hash
    /// tells.
    /// </summary>
    Writing,
}
