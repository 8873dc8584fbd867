using KernelCli.Primitives;

namespace KernelCli.Codecs;

/// <summary>
/// Reads a file from front to back through a buffer, tracks the offset, and reports what is missing if the file ends
/// early.
/// </summary>
internal sealed class ByteReader(Stream stream, string format) : IDisposable
{
    private Stream _stream = stream;
    // The file may start at any position of the stream.
    private long _streamOffset = stream.CanSeek ? -stream.Position : 0;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next;
    private int _end;
    private long _bufferOffset;

    /// <summary>The name of the format, for messages.</summary>
    public string Format => format;

    /// <summary>The offset of the next byte in the file.</summary>
    public long Offset => _bufferOffset + _next;

    /// <summary>Whether the file is seekable.</summary>
    public bool CanSeek => _stream.CanSeek;

    /// <summary>The length of the file in bytes; only a seekable file has one.</summary>
    public long Length => _stream.Length + _streamOffset;

    /// <summary>An error at the current offset.</summary>
    public ImageFormatException Error(string problem) => new(format, Offset, problem);

    /// <summary>The next byte, or -1 at the end.</summary>
    public int TryReadByte() => _next < _end || Fill() ? _buffer[_next++] : -1;

    /// <summary>The next byte without consuming it, or -1 at the end.</summary>
    public int Peek() => _next < _end || Fill() ? _buffer[_next] : -1;

    /// <summary>The next byte.</summary>
    public byte ReadByte(string expected)
    {
        int value = TryReadByte();
        return value >= 0 ? (byte)value : throw UnexpectedEnd(expected);
    }

    /// <summary>Fills a span.</summary>
    public void ReadExactly(Span<byte> to, string expected)
    {
        if (Read(to) < to.Length)
            throw UnexpectedEnd(expected);
    }

    /// <summary>Reads until the span is full or the file ends, and returns the number of bytes read.</summary>
    public int Read(Span<byte> to)
    {
        int done = 0;
        while (done < to.Length)
        {
            if (_next == _end && !Fill())
                break;
            int count = Math.Min(to.Length - done, _end - _next);
            _buffer.AsSpan(_next, count).CopyTo(to[done..]);
            (_next, done) = (_next + count, done + count);
        }
        return done;
    }

    /// <summary>The buffered bytes, at least one unless the file has ended; <see cref="Advance"/> consumes them.</summary>
    public ReadOnlySpan<byte> Ready() => _next < _end || Fill() ? _buffer.AsSpan(_next, _end - _next) : [];

    /// <summary>Consumes buffered bytes.</summary>
    public void Advance(int count) => _next += count;

    /// <summary>Moves to an offset of a seekable file.</summary>
    public void Seek(long offset)
    {
        _stream.Position = offset - _streamOffset;
        (_bufferOffset, _next, _end) = (offset, 0, 0);
    }

    /// <summary>Reads the rest of the file into memory, so that it becomes seekable.</summary>
    /// <exception cref="ImageLimitException">The rest of the file exceeds the limits.</exception>
    public void Keep(ImageLimits limits)
    {
        long start = Offset;
        MemoryStream rest = ReadRest(limits);
        _stream.Dispose();
        (_stream, _streamOffset) = (rest, start);
        Seek(start);
    }

    /// <summary>Reads the rest of the file into memory.</summary>
    /// <returns>A stream of it, at its first byte.</returns>
    /// <exception cref="ImageLimitException">The rest of the file exceeds the limits.</exception>
    public MemoryStream ReadRest(ImageLimits limits)
    {
        var rest = new MemoryStream();
        for (ReadOnlySpan<byte> ready; !(ready = Ready()).IsEmpty; Advance(ready.Length))
        {
            limits.CheckMemory(rest.Length + ready.Length);
            if (rest.Length + ready.Length > Array.MaxLength)
                throw new ImageLimitException("bytes in one buffer", Array.MaxLength,
                    rest.Length + ready.Length, "give the file's name instead of a pipe");
            rest.Write(ready);
        }
        rest.Position = 0;
        return rest;
    }

    /// <summary>
    /// Reads the rest of the file into memory, so that it becomes seekable, if it is not much longer than
    /// <paramref name="maxBytes"/> bytes. A longer file is read on sequentially from the same offset.
    /// </summary>
    public void BufferRestIfShort(int maxBytes)
    {
        byte[] kept = new byte[1 << 16];
        int count = 0;
        long start = Offset;
        for (ReadOnlySpan<byte> ready; count < maxBytes && !(ready = Ready()).IsEmpty; Advance(ready.Length))
        {
            if (kept.Length < count + ready.Length)
                Array.Resize(ref kept, Math.Max(2 * kept.Length, count + ready.Length));
            ready.CopyTo(kept.AsSpan(count));
            count += ready.Length;
        }
        bool reachedEnd = Ready().IsEmpty;
        if (reachedEnd)
        {
            _stream.Dispose();
            (_stream, _streamOffset) = (new MemoryStream(kept, 0, count, writable: false), start);
            Seek(start);
            return;
        }
        byte[] head = [.. kept.AsSpan(0, count), .. Ready()];
        _stream = new HeadStream(_stream, head);
        (_bufferOffset, _next, _end) = (start, 0, 0);
    }

    /// <summary>Reads bytes at another offset of a seekable file without moving the reader.</summary>
    /// <returns>Whether the file holds all of them.</returns>
    public bool TryReadAt(long offset, Span<byte> to)
    {
        if (offset + to.Length > Length)
            return false;
        long position = _stream.Position;
        _stream.Position = offset - _streamOffset;
        bool isComplete = _stream.ReadAtLeast(to, to.Length, throwOnEndOfStream: false) == to.Length;
        _stream.Position = position;
        return isComplete;
    }

    /// <summary>Skips bytes.</summary>
    public void Skip(long count, string expected)
    {
        while (count > 0)
        {
            if (_next == _end && !Fill())
                throw UnexpectedEnd(expected);
            int step = (int)Math.Min(count, _end - _next);
            (_next, count) = (_next + step, count - step);
        }
    }

    /// <summary>
    /// Reads a block whose length is given by the file. The buffer grows as the data arrives, so that a false length
    /// wastes little memory.
    /// </summary>
    /// <param name="length">The length in bytes.</param>
    /// <param name="expected">What it is, for messages.</param>
    /// <param name="isLenient">
    /// Whether missing bytes are read as zeros, in a buffer of the full length, instead of being an error.
    /// </param>
    public byte[] ReadBlock(long length, string expected, bool isLenient = false)
    {
        const int step = 1 << 20;
        byte[] block = new byte[Math.Min(length, step)];
        int done = 0;
        while (true)
        {
            done += Read(block.AsSpan(done));
            if (done < block.Length && !isLenient)
                throw UnexpectedEnd(expected);
            if (block.Length == length)
                return block;
            Array.Resize(ref block, done < block.Length ? (int)length : (int)Math.Min(length, 2L * done));
        }
    }

    /// <summary>The error for a file that ends too early.</summary>
    public ImageFormatException UnexpectedEnd(string expected) => new(format, Offset, $"the file ends where {expected} should be");

    public void Dispose() => _stream.Dispose();

    private bool Fill()
    {
        _bufferOffset += _end;
        _next = 0;
        _end = _stream.Read(_buffer);
        return _end > 0;
    }
}
