using System.Buffers.Binary;

namespace KernelCli.Codecs.Png;

/// <summary>
/// Compresses filtered rows into one zlib stream. Blocks are deflated independently and concatenated: each ends on a
/// byte boundary, and only an empty block after the last one is marked final. Blocks are split by size alone, so the
/// output does not depend on the number of threads.
/// </summary>
internal sealed class PngCompressor : IDisposable
{
    private const int BlockBytes = 1 << 18;

    // Deflate, 32 KiB window, default level, and check bits that make it a multiple of 31.
    private static readonly byte[] ZlibHeader = [0x78, 0x9C];

    // An empty final block with fixed Huffman codes.
    private static readonly byte[] FinalBlock = [0x03, 0x00];

    private readonly Stream _output;
    private readonly PngBlockDeflater _deflater;
    private readonly int _threads;
    private readonly Queue<Task<Block>> _pending = [];
    private readonly Stack<byte[]> _freeBuffers = [];
    private byte[] _block = new byte[BlockBytes];
    private int _used;
    private uint _adler = Adler32.Start;

    /// <param name="output">The destination of the zlib stream; left open.</param>
    /// <param name="level">0 to 9.</param>
    /// <param name="threads">
    /// The number of blocks that may be compressed at the same time; 1 to compress on the thread of the caller.
    /// </param>
    public PngCompressor(Stream output, int level, int threads)
    {
        (_output, _deflater, _threads) = (output, new PngBlockDeflater(level), threads);
        output.Write(ZlibHeader);
    }

    /// <summary>Adds a filtered row.</summary>
    public void Write(byte filter, ReadOnlySpan<byte> row)
    {
        Append([filter]);
        Append(row);
    }

    /// <summary>Writes the remaining blocks and the checksum.</summary>
    public void Complete()
    {
        while (_pending.Count > 0)
            WriteOldest();

        // A task is not worthwhile for the last block, which is the only one of a small picture.
        if (_used > 0)
            AppendBlock(Compress(_block, _used));
        _used = 0;
        _output.Write(FinalBlock);
        byte[] checksum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, _adler);
        _output.Write(checksum);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Task<Block> task in _pending)
            task.Wait();
        _pending.Clear();
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, BlockBytes - _used);
            bytes[..count].CopyTo(_block.AsSpan(_used));
            bytes = bytes[count..];
            _used += count;
            if (_used == BlockBytes)
                EndBlock();
        }
    }

    private void EndBlock()
    {
        (byte[] bytes, int length) = (_block, _used);
        _used = 0;
        if (_threads == 1)
        {
            AppendBlock(Compress(bytes, length));
            return;
        }
        _pending.Enqueue(Task.Run(() => Compress(bytes, length)));
        while (_pending.Count > _threads)
            WriteOldest();
        _block = _freeBuffers.Count > 0 ? _freeBuffers.Pop() : new byte[BlockBytes];
    }

    private void WriteOldest()
    {
        Block block = _pending.Dequeue().GetAwaiter().GetResult();
        AppendBlock(block);
        _freeBuffers.Push(block.Source);
    }

    private void AppendBlock(Block block)
    {
        _output.Write(block.Deflated.GetBuffer(), 0, (int)block.Deflated.Length);
        _adler = Adler32.Combine(_adler, block.Adler, block.Length);
    }

    private Block Compress(byte[] source, int length) =>
        new Block(source, length, _deflater.Deflate(source.AsSpan(0, length)), Adler32.Append(Adler32.Start, source.AsSpan(0, length)));

    private sealed record Block(byte[] Source, int Length, MemoryStream Deflated, uint Adler);
}
