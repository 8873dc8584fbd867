namespace KernelCli.Cli.Apply;

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

    /// <summary>Noted before a picture is replaced in its own place: a run that is killed then has or has not done so, which the hash tells.</summary>
    Writing,
}
