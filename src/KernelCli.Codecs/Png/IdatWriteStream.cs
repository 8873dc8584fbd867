namespace KernelCli.Codecs.Png;

/// <summary>Writes compressed data as IDAT chunks of 64 KiB.</summary>
internal sealed class IdatWriteStream(PngChunkWriter chunks) : ForwardStream
{
    private const int ChunkBytes = 1 << 16;

    private readonly byte[] _buffer = new byte[ChunkBytes];
    private int _used;

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int count = Math.Min(buffer.Length, ChunkBytes - _used);
            buffer[..count].CopyTo(_buffer.AsSpan(_used));
            buffer = buffer[count..];
            _used += count;
            if (_used == ChunkBytes)
                WriteChunk();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _used > 0)
            WriteChunk();
        base.Dispose(disposing);
    }

    private void WriteChunk()
    {
        chunks.Write("IDAT", _buffer.AsSpan(0, _used));
        _used = 0;
    }
}
