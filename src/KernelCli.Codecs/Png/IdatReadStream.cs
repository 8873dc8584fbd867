namespace KernelCli.Codecs.Png;

/// <summary>
/// The data of all IDAT chunks as one stream. It ends at the first chunk of another type, which is then the reader's current chunk.
/// </summary>
internal sealed class IdatReadStream(PngChunkReader chunks) : ForwardStream
{
    private bool _ended;

    public override bool CanRead => true;

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
}
