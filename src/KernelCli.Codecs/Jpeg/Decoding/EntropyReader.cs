using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// Buffers the entropy-coded bytes between two markers, without stuffing, so that bits can be read without a check of each
/// byte.
/// </summary>
internal sealed unsafe class EntropyReader(ByteReader reader)
{
    /// <summary>More bytes than any MCU takes: ten blocks of 64 coefficients of at most 31 bits are 2480 bytes.</summary>
    public const int Reserve = 4096;

    private const int Capacity = 1 << 16;

    private readonly AlignedBuffer _buffer = new(Capacity + (2 * Reserve));
    private readonly EntropyBytes _bytes = new(reader);
    private byte* _end;

    /// <summary>The position of the next bits.</summary>
    public BitCursor Cursor;

    /// <summary>Whether more bits were read than the data has.</summary>
    public bool IsOverrun => Cursor.IsPast(_end);

    /// <summary>Number of complete unread bytes in the buffer, which holds none past the marker.</summary>
    public long Unread => Cursor.Unread(_end);

    /// <summary>The approximate offset of the next bits in the file; removed stuffing is not counted.</summary>
    public long Offset => reader.Offset - Unread;

    /// <summary>Starts after a scan's header or a restart marker.</summary>
    public void Start()
    {
        Cursor = new BitCursor { Next = _buffer.Pointer };
        _end = _buffer.Pointer;
        _bytes.Start();
    }

    /// <summary>Ensures that the buffer holds the bytes of the largest possible MCU. Past the end of the data it is zero-filled.</summary>
    public void EnsureMcu()
    {
        if (_end - Cursor.Next < Reserve && !_bytes.IsOver)
            Fill();
    }

    /// <summary>
    /// Skips the data up to the next marker and returns the marker's second byte, or -1 where the file ends first.
    /// </summary>
    public int SkipToMarker()
    {
        while (!_bytes.IsOver)
        {
            Cursor = new BitCursor { Next = _end };
            Fill();
        }
        return _bytes.Marker == 0 ? -1 : _bytes.Marker;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill()
    {
        long kept = Math.Max(0, _end - Cursor.Next);
        Buffer.MemoryCopy(Cursor.Next, _buffer.Pointer, Capacity, kept);
        Cursor.Next = _buffer.Pointer;
        _end = _bytes.CopyTo(_buffer.Pointer + kept, _buffer.Pointer + Capacity);
        if (_bytes.IsOver)
            new Span<byte>(_end, Reserve).Clear();
    }
}
