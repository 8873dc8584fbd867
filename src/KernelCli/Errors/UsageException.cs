namespace KernelCli.Cli.Errors;

/// <summary>What was asked for makes no sense; the message says what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Whoever read standard output has stopped reading.</summary>
internal sealed class ClosedPipeException() : Exception("standard output was closed");
