namespace KernelCli.Cli.Errors;

/// <summary>The exit codes of the process, which are part of its public contract.</summary>
internal static class ExitCode
{
    /// <summary>Everything that was requested was done.</summary>
    public const int Done = 0;

    /// <summary>A negative answer: images differ.</summary>
    public const int Different = 1;

    /// <summary>A usage error, or nothing could be processed.</summary>
    public const int Failed = 2;

    /// <summary>A batch finished, but some inputs failed.</summary>
    public const int Partial = 3;

    /// <summary>Refused by a limit.</summary>
    public const int Limit = 4;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 130;
}
