namespace KernelCli.Cli.Output;

/// <summary>Standard output as bytes; a closed pipe becomes <see cref="ClosedPipeException"/>.</summary>
internal sealed class StandardOutput() : NamedStream("standard output", new BufferedStream(StandardStreams.OpenOutput(), 1 << 16))
{
    // EPIPE on Unix, ERROR_NO_DATA and ERROR_BROKEN_PIPE on Windows.
    protected override Exception Named(IOException exception) =>
        (exception.HResult & 0xFFFF) is 32 or 232 or 109 ? new ClosedPipeException() : base.Named(exception);
}
