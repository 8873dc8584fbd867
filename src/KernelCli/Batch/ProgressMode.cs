namespace KernelCli.Cli.Batch;

/// <summary>When progress is shown; the words of the option stand in this order.</summary>
internal enum ProgressMode
{
    Auto,
    Always,
    Never,
}
