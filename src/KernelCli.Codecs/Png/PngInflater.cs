using System.IO.Compression;
using System.Runtime.ExceptionServices;
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
    private readonly AheadBlocks? _ahead;
    private byte[] _block = [];
    private int _count;
    private int _used;
    private ExceptionDispatchInfo? _failure;

    /// <param name="reader">The file, for errors.</param>
    /// <param name="data">The compressed data.</param>
    /// <param name="bytes">About as many bytes as are expected.</param>
    /// <param name="isAhead">Whether a thread may be used.</param>
    public PngInflater(ByteReader reader, Stream data, long bytes, bool isAhead)
    {
        (_reader, _stream) = (reader, new ZLibStream(data, CompressionMode.Decompress));
        if (isAhead && bytes >= LeastBytesAhead)
            _ahead = new AheadBlocks(Inflate, BlockBytes);
        else
            _block = new byte[BlockBytes];
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
            _block.AsSpan(_used, count).CopyTo(to);
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
        bool hasEnded = _ahead?.Stop() ?? true;
        if (hasEnded)
            _stream.Dispose();
        return hasEnded;
    }

    private bool ReadBlock()
    {
        (_used, _count) = (0, 0);
        if (_ahead is not null)
            (_count, _block) = (_ahead.Next(), _ahead.Block);
        else
            ReadHere();
        return _count > 0;
    }

    // What was decompressed before the damage is read first.
    private void ReadHere()
    {
        _failure?.Throw();
        try
        {
            Inflate(_block, ref _count);
        }
        catch (Exception exception) when (_count > 0)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
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
