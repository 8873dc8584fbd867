using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Output;

/// <summary>Standard output as bytes; a closed pipe becomes <see cref="ClosedPipeException"/>.</summary>
internal sealed class StandardOutput() : NamedStream("standard output", new BufferedStream(StandardStreams.OpenOutput(), 1 << 16))
{
    // EPIPE on Unix; ERROR_NO_DATA and ERROR_BROKEN_PIPE on Windows, where 32 is a sharing violation.
    protected override Exception Named(IOException exception) =>
        (exception.HResult & 0xFFFF) is var code && (OperatingSystem.IsWindows() ? code is 232 or 109 : code == 32) ? new ClosedPipeException() : base.Named(exception);
}
