namespace KernelCli.Cli.Output;

/// <summary>Standard output as bytes; a closed pipe becomes <see cref="ClosedPipeException"/>.</summary>
internal sealed class StandardOutput : Stream
{
    private const string Name = "standard output";

    private readonly Stream _stream = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _stream.Write(buffer);
        }
        catch (IOException exception)
        {
            throw IsClosedPipe(exception) ? new ClosedPipeException() : new FileException(Name, exception);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        try
        {
            _stream.Flush();
        }
        catch (IOException exception)
        {
            throw IsClosedPipe(exception) ? new ClosedPipeException() : new FileException(Name, exception);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // EPIPE on Unix, ERROR_NO_DATA and ERROR_BROKEN_PIPE on Windows.
    private static bool IsClosedPipe(IOException exception) => (exception.HResult & 0xFFFF) is 32 or 232 or 109;
}
