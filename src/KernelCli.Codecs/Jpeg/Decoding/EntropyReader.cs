using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// The entropy-coded bytes between two markers, with the stuffed zeros taken out, so that bits are read without a look at each byte.
/// </summary>
internal sealed unsafe class EntropyReader(ByteReader reader)
{
    // No MCU that is decoded between two calls of EnsureMcu takes as much: ten blocks of 64 coefficients of 31 bits are 2480 bytes.
    private const int Reserve = 4096;
    private const int Capacity = 1 << 16;

    private readonly AlignedBuffer _bytes = new(Capacity + (2 * Reserve));
    private byte* _end;
    private bool _fileEnded;

    /// <summary>The place of the next bits.</summary>
    public BitCursor Cursor;

    /// <summary>The marker that ended the bytes; 0 while none was met.</summary>
    public int Marker { get; private set; }

    /// <summary>Whether more was taken than there was.</summary>
    public bool IsOverrun => Cursor.Next - (Cursor.Count >> 3) > _end;

    /// <summary>Whole bytes that were not taken before the marker, as far as they are known.</summary>
    public long Unread => Math.Max(0, _end - (Cursor.Next - (Cursor.Count >> 3)));

    /// <summary>About where in the file the next bits are.</summary>
    public long Offset => reader.Offset - Unread;

    /// <summary>Starts after a scan's header or a restart marker.</summary>
    public void Start()
    {
        Cursor = new BitCursor { Next = _bytes.Pointer };
        _end = _bytes.Pointer;
        (Marker, _fileEnded) = (0, false);
    }

    /// <summary>Ensures that the buffer holds the bytes of the largest possible MCU. Past the end of the data it is zero-filled.</summary>
    public void EnsureMcu()
    {
        if (_end - Cursor.Next < Reserve && Marker == 0 && !_fileEnded)
            Fill();
    }

    /// <summary>Skips what is left up to the marker, and gives it; -1 where the file ends first.</summary>
    public int SkipToMarker()
    {
        while (Marker == 0 && !_fileEnded)
        {
            Cursor = new BitCursor { Next = _end };
            Fill();
        }
        return Marker == 0 ? -1 : Marker;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill()
    {
        long kept = Math.Max(0, _end - Cursor.Next);
        Buffer.MemoryCopy(Cursor.Next, _bytes.Pointer, Capacity, kept);
        Cursor.Next = _bytes.Pointer;
        _end = _bytes.Pointer + kept;
        byte* limit = _bytes.Pointer + Capacity;
        while (_end < limit && Marker == 0 && !_fileEnded)
        {
            ReadOnlySpan<byte> ready = reader.Ready();
            ready = ready[..(int)Math.Min(ready.Length, limit - _end)];
            int plain = ready.IndexOf((byte)0xFF);
            int count = plain < 0 ? ready.Length : plain;
            ready[..count].CopyTo(new Span<byte>(_end, count));
            _end += count;
            _fileEnded = ready.IsEmpty;
            reader.Advance(plain < 0 ? count : count + 1);
            if (plain >= 0)
                TakeEscaped();
        }
        if (Marker != 0 || _fileEnded)
            new Span<byte>(_end, Reserve).Clear();
    }

    // After a byte of ones: a zero makes it data, more ones fill, anything else makes a marker.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeEscaped()
    {
        int second;
        do
            second = reader.TryReadByte();
        while (second == 0xFF);
        if (second == 0)
            *_end++ = 0xFF;
        else if (second < 0)
            _fileEnded = true;
        else
            Marker = second;
    }
}
