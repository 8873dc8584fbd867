namespace KernelCli.Cli.Batch;

/// <summary>When the terminal gets colours; the words of the option stand in this order.</summary>
internal enum ColorMode
{
    Auto,
    Always,
    Never,
}
