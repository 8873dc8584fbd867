using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Output;

/// <summary>
/// Writes to another stream, and wraps its I/O exceptions in a <see cref="FileException"/> that names the file; a pipe whose reader has
/// gone becomes a <see cref="ClosedPipeException"/>.
/// </summary>
internal class NamedStream(string path, Stream stream) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => stream.CanSeek;

    public override bool CanWrite => true;

    public override long Length => stream.Length;

    public override long Position
    {
        get => stream.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (Exception exception) when (IsOfSystem(exception))
        {
            throw Named(exception);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        try
        {
            stream.Flush();
        }
        catch (Exception exception) when (IsOfSystem(exception))
        {
            throw Named(exception);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // Seeking writes what is buffered.
    public override long Seek(long offset, SeekOrigin origin)
    {
        try
        {
            return stream.Seek(offset, origin);
        }
        catch (Exception exception) when (IsOfSystem(exception))
        {
            throw Named(exception);
        }
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    private static bool IsOfSystem(Exception exception) => exception is IOException or ArgumentOutOfRangeException;

    // EPIPE on Unix; ERROR_NO_DATA and ERROR_BROKEN_PIPE on Windows, where 32 is a sharing violation. A file that grows too large
    // (EFBIG), as beyond 4 GiB on FAT, is an ArgumentOutOfRangeException of the runtime's.
    private Exception Named(Exception exception) => exception switch
    {
        IOException when (exception.HResult & 0xFFFF) is var code && (OperatingSystem.IsWindows() ? code is 232 or 109 : code == 32) =>
            new ClosedPipeException(),
        ArgumentOutOfRangeException => new FileException(path,
            new IOException("the file grew larger than its disk or a limit of the system allows: write elsewhere", exception)),
        _ => new FileException(path, exception),
    };
}

/// <summary>Writes to another stream, and computes the SHA-256 and the number of the bytes written.</summary>
internal sealed class HashingStream(string path, Stream stream) : NamedStream(path, stream)
{
    private readonly Sha256 _hash = new();

    /// <summary>False: the hash is that of the bytes in the order in which they are written.</summary>
    public override bool CanSeek => false;

    /// <summary>Bytes written.</summary>
    public long Written { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        base.Write(buffer);
        _hash.Append(buffer);
        Written += buffer.Length;
    }

    /// <summary>The hash of all bytes written.</summary>
    public string Finish() => _hash.Finish();
}
