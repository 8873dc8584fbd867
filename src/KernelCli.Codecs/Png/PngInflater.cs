using System.IO.Compression;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Png;

/// <summary>
/// The decompressed bytes of a picture, in blocks. Those of a large picture are made ahead on a thread of their own, while
/// rows are unfiltered.
/// </summary>
internal sealed class PngInflater
{
    private const int BlockBytes = 1 << 16;

    // A smaller picture is decompressed before a thread has started.
    private const long LeastBytesAhead = 1 << 21;

    private readonly ByteReader _reader;
    private readonly ZLibStream _stream;
    private readonly AheadBlocks _blocks;
    private int _count;
    private int _used;

    /// <param name="reader">The file, for errors.</param>
    /// <param name="data">The compressed data.</param>
    /// <param name="bytes">About as many bytes as are expected.</param>
    /// <param name="isAhead">Whether a thread may be used.</param>
    public PngInflater(ByteReader reader, Stream data, long bytes, bool isAhead)
    {
        (_reader, _stream) = (reader, new ZLibStream(data, CompressionMode.Decompress));
        _blocks = new AheadBlocks(Inflate, BlockBytes, isAhead && bytes >= LeastBytesAhead);
    }

    /// <summary>Reads bytes.</summary>
    /// <exception cref="ImageFormatException">The data is damaged or ends before.</exception>
    public void ReadExactly(Span<byte> to)
    {
        while (!to.IsEmpty)
        {
            if (_used == _count && !ReadBlock())
                throw _reader.Error("the compressed data ends before the last row");
            int count = Math.Min(to.Length, _count - _used);
            _blocks.Block.AsSpan(_used, count).CopyTo(to);
            to = to[count..];
            _used += count;
        }
    }

    /// <summary>Reads to the end of the data.</summary>
    /// <exception cref="ImageFormatException">It is damaged.</exception>
    public void Finish()
    {
        while (ReadBlock())
            continue;
    }

    /// <summary>Frees the decompressor. Returns false where its thread waits for the file, which it then still uses.</summary>
    public bool Close()
    {
        bool hasEnded = _blocks.Stop();
        if (hasEnded)
            _stream.Dispose();
        return hasEnded;
    }

    private bool ReadBlock()
    {
        (_used, _count) = (0, 0);
        _count = _blocks.Next();
        return _count > 0;
    }

    private void Inflate(byte[] block, ref int count)
    {
        try
        {
            for (int read = -1; read != 0 && count < block.Length; count += read)
                read = _stream.Read(block.AsSpan(count));
        }
        catch (Exception exception) when (Zlib.IsDamage(exception))
        {
            throw new ImageFormatException("PNG", _reader.Offset, "the compressed data is damaged", exception);
        }
    }
}
