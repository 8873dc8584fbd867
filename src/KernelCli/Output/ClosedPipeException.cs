namespace KernelCli.Cli.Output;

/// <summary>Whoever read standard output has stopped reading.</summary>
internal sealed class ClosedPipeException() : Exception("standard output was closed");
