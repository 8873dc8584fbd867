namespace KernelCli.Codecs;

/// <summary>A stream that returns bytes that were already read from another stream, then the rest of that stream.</summary>
internal sealed class HeadStream(Stream rest, ReadOnlyMemory<byte> head) : ForwardStream
{
    private ReadOnlyMemory<byte> _head = head;

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        if (_head.IsEmpty)
            return rest.Read(buffer);
        int count = Math.Min(buffer.Length, _head.Length);
        _head.Span[..count].CopyTo(buffer);
        _head = _head[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();
        base.Dispose(disposing);
    }
}
