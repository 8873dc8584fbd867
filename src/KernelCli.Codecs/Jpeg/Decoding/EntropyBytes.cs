using System.Runtime.CompilerServices;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// Copies entropy-coded bytes up to the next marker, without the zero bytes that are stuffed after a byte FF (T.81,
/// F.1.2.3).
/// </summary>
internal sealed unsafe class EntropyBytes(ByteReader reader)
{
    private bool _fileEnded;

    /// <summary>The second byte of the marker that ended the data; 0 while none has been found.</summary>
    public int Marker { get; private set; }

    /// <summary>Whether the data is over: a marker came, or the file ended.</summary>
    public bool IsOver => Marker != 0 || _fileEnded;

    /// <summary>Starts after a scan's header or a restart marker.</summary>
    public void Start() => (Marker, _fileEnded) = (0, false);

    /// <summary>
    /// Copies bytes until the data is over or <paramref name="limit"/> is reached, and returns the end of what was copied.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public byte* CopyTo(byte* to, byte* limit)
    {
        while (to < limit && !IsOver)
        {
            ReadOnlySpan<byte> ready = reader.Ready();
            ready = ready[..(int)Math.Min(ready.Length, limit - to)];
            int plain = ready.IndexOf((byte)0xFF);
            int count = plain < 0 ? ready.Length : plain;
            ready[..count].CopyTo(new Span<byte>(to, count));
            to += count;
            _fileEnded = ready.IsEmpty;
            reader.Advance(plain < 0 ? count : count + 1);
            if (plain >= 0 && IsDataAfterFF())
                *to++ = 0xFF;
        }
        return to;
    }

    // Reads on after FF: 00 means a data byte FF, further bytes FF are fill, and anything else is a marker.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsDataAfterFF()
    {
        int second;
        do
            second = reader.TryReadByte();
        while (second == 0xFF);
        if (second < 0)
            _fileEnded = true;
        else
            Marker = second;
        return second == 0;
    }
}
