using System.Diagnostics;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// Decompresses LZW (TIFF 6.0, section 13), also the form of earlier writers, which store the bits of codes from the least significant one
/// and lengthen codes one later. Ends where the data ends or says so.
/// </summary>
internal sealed class LzwStream(Stream data) : ForwardStream
{
    /// <summary>The code that empties the table.</summary>
    public const int Clear = 256;

    /// <summary>The code that ends the data.</summary>
    public const int End = 257;

    /// <summary>The first code of a string of several bytes.</summary>
    public const int First = 258;

    /// <summary>Bits of the codes after the table was emptied.</summary>
    public const int ShortestCode = 9;

    /// <summary>Bits of the longest codes.</summary>
    public const int LongestCode = 12;

    /// <summary>What the buffer and the tables take.</summary>
    public const int StateBytes = BufferSize + (TableSize * (sizeof(ushort) + 3));

    private const int None = -1;
    private const int TableSize = 1 << LongestCode;
    private const int BufferSize = 1 << 12;

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly ushort[] _prefixes = new ushort[TableSize];
    private readonly byte[] _lastBytes = new byte[TableSize];
    private readonly byte[] _firstBytes = new byte[TableSize];

    // A string is unrolled from its end; a string has at most as many bytes as there are codes.
    private readonly byte[] _pending = new byte[TableSize];
    private int _pendingCount;
    private int _next;
    private int _end;
    private uint _bits;
    private int _bitCount;
    private int _width = ShortestCode;
    private int _codes = First;
    private int _previous = None;
    private bool _hasEnded;
    private bool? _isOld;

    public override bool CanRead => true;

    /// <inheritdoc/>
    /// <exception cref="ImageFormatException">A code is used before it is defined.</exception>
    public override int Read(Span<byte> buffer)
    {
        int done = 0;
        while (done < buffer.Length)
        {
            if (_pendingCount > 0)
            {
                buffer[done++] = _pending[--_pendingCount];
                continue;
            }
            int code = _hasEnded ? End : ReadCode();
            if (code == End)
            {
                _hasEnded = true;
                break;
            }
            if (code == Clear)
                (_width, _codes, _previous) = (ShortestCode, First, None);
            else
                Decode(code);
        }
        return done;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            data.Dispose();
        base.Dispose(disposing);
    }

    private void Decode(int code)
    {
        bool isNew = code == _codes && _previous != None;
        if (code > 255 && (code < First || code >= _codes) && !isNew)
            throw new ImageFormatException(TiffFile.Format, null, $"an LZW code {code} where the table ends at {_codes - 1}");

        // A string that is not in the table yet is the previous one and its first byte.
        int known = isNew ? _previous : code;
        byte first = known < 256 ? (byte)known : _firstBytes[known];
        if (isNew)
            _pending[_pendingCount++] = first;
        for (; known >= First; known = _prefixes[known])
        {
            Debug.Assert(_pendingCount < TableSize - 1, "each prefix is a smaller code");
            _pending[_pendingCount++] = _lastBytes[known];
        }
        _pending[_pendingCount++] = (byte)known;

        if (_previous != None && _codes < TableSize)
        {
            (_prefixes[_codes], _lastBytes[_codes]) = ((ushort)_previous, first);
            _firstBytes[_codes] = _previous < 256 ? (byte)_previous : _firstBytes[_previous];
            _codes++;
            if (_codes == (1 << _width) - (_isOld == true ? 0 : 1) && _width < LongestCode)
                _width++;
        }
        _previous = code;
    }

    private int ReadCode()
    {
        if (_isOld is null)
        {
            // Both forms begin with the code 256: as bits 1 0000 0000, or with the low bits first.
            Fill();
            _isOld = _end >= 2 && _buffer[0] == 0 && (_buffer[1] & 1) == 1;
        }
        while (_bitCount < _width)
        {
            if (_next == _end && !Fill())
                return End;
            _bits = _isOld == true ? _bits | ((uint)_buffer[_next++] << _bitCount) : (_bits << 8) | _buffer[_next++];
            _bitCount += 8;
        }
        _bitCount -= _width;
        uint mask = (1u << _width) - 1;
        uint code = _isOld == true ? _bits & mask : (_bits >> _bitCount) & mask;
        if (_isOld == true)
            _bits >>= _width;
        return (int)code;
    }

    private bool Fill()
    {
        (_next, _end) = (0, data.Read(_buffer));
        return _end > 0;
    }
}
