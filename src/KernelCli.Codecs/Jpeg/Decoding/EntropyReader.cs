using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// Buffers the entropy-coded bytes between two markers and removes the stuffed zero bytes, so that bits can be read
/// without a check of each byte.
/// </summary>
internal sealed unsafe class EntropyReader(ByteReader reader)
{
    // More bytes than any MCU takes: ten blocks of 64 coefficients of at most 31 bits are 2480 bytes.
    private const int Reserve = 4096;
    private const int Capacity = 1 << 16;

    private readonly AlignedBuffer _bytes = new(Capacity + (2 * Reserve));
    private byte* _end;
    private bool _fileEnded;

    /// <summary>The position of the next bits.</summary>
    public BitCursor Cursor;

    /// <summary>The second byte of the marker that ended the data; 0 while none has been found.</summary>
    public int Marker { get; private set; }

    /// <summary>Whether more bits were read than the data has.</summary>
    public bool IsOverrun => Cursor.Next - (Cursor.Count >> 3) > _end;

    /// <summary>Number of complete unread bytes in the buffer, which holds none past the marker.</summary>
    public long Unread => Math.Max(0, _end - (Cursor.Next - (Cursor.Count >> 3)));

    /// <summary>The approximate offset of the next bits in the file; removed stuffing is not counted.</summary>
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

    /// <summary>
    /// Skips the data up to the next marker and returns the marker's second byte, or -1 where the file ends first.
    /// </summary>
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
                ReadAfterFF();
        }
        if (Marker != 0 || _fileEnded)
            new Span<byte>(_end, Reserve).Clear();
    }

    // Reads on after FF: 00 means a data byte FF, further bytes FF are fill, and anything else is a marker.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadAfterFF()
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
