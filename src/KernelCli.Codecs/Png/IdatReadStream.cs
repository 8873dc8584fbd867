namespace KernelCli.Codecs.Png;

/// <summary>The data of all IDAT chunks as one stream; it ends at the first chunk of another type, which is then the present one.</summary>
internal sealed class IdatReadStream(PngChunkReader chunks) : Stream
{
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (!_ended)
        {
            int count = chunks.Read(buffer);
            if (count > 0)
                return count;
            chunks.CheckCrc();
            chunks.Next();
            _ended = chunks.Type != "IDAT";
        }
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
