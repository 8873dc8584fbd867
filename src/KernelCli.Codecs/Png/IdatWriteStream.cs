namespace KernelCli.Codecs.Png;

/// <summary>Writes compressed data as chunks of 64 KiB: IDAT, or fdAT for the frames of an animation after the first.</summary>
/// <param name="chunks">The file.</param>
/// <param name="nextSequence">The next sequence number of the animation, which fdAT chunks start with; null for IDAT.</param>
internal sealed class IdatWriteStream(PngChunkWriter chunks, Func<uint>? nextSequence = null) : ForwardStream
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
        if (nextSequence is null)
            chunks.Write("IDAT", _buffer.AsSpan(0, _used));
        else
            chunks.Write("fdAT", nextSequence(), _buffer.AsSpan(0, _used));
        _used = 0;
    }
}
