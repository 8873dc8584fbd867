namespace KernelCli.Codecs.Tiff;

/// <summary>Decompresses PackBits (TIFF 6.0, section 9). Ends where the data ends, also in the middle of a run.</summary>
internal sealed class PackBitsStream(Stream data) : ForwardStream
{
    /// <summary>What the buffer takes.</summary>
    public const int StateBytes = 1 << 12;

    private readonly byte[] _buffer = new byte[StateBytes];
    private int _next;
    private int _end;
    private int _left;
    private int _repeated = -1;

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        int done = 0;
        while (done < buffer.Length)
        {
            if (_left == 0 && !StartRun())
                break;
            int count = Math.Min(_left, buffer.Length - done);
            Span<byte> part = buffer.Slice(done, count);
            if (_repeated >= 0)
                part.Fill((byte)_repeated);
            else if (_next < _end || Fill())
            {
                count = Math.Min(count, _end - _next);
                _buffer.AsSpan(_next, count).CopyTo(part);
                _next += count;
            }
            else
                break;
            (done, _left) = (done + count, _left - count);
        }
        return done;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            data.Dispose();
        base.Dispose(disposing);
    }

    // A byte n from 0 to 127 precedes n + 1 literal bytes; one from -127 to -1 a byte that is repeated 1 - n times; -128 is ignored.
    private bool StartRun()
    {
        while (NextByte() is >= 0 and var head)
        {
            if (head == 128)
                continue;
            _left = head < 128 ? head + 1 : 257 - head;
            _repeated = head < 128 ? -1 : NextByte();
            if (head > 128 && _repeated < 0)
                _left = 0;
            return _left > 0;
        }
        return false;
    }

    private int NextByte() => _next < _end || Fill() ? _buffer[_next++] : -1;

    private bool Fill()
    {
        (_next, _end) = (0, data.Read(_buffer));
        return _end > 0;
    }
}
