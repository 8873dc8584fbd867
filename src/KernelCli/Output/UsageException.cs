namespace KernelCli.Cli.Output;

/// <summary>What was asked for makes no sense; the message says what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
