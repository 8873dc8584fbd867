using System.Diagnostics;

namespace KernelCli.Codecs.Gif;

/// <summary>
/// Decodes the pixels of a frame (GIF89a, appendix F): LZW codes of a growing size, at most 12 bits, lowest bit first, in data
/// blocks of up to 255 bytes.
/// </summary>
internal sealed class GifLzwDecoder
{
    private const int MaxCodeBits = 12;
    private const int Codes = 1 << MaxCodeBits;

    private readonly ByteReader _reader;
    private readonly int _clear;

    // A code from _clear + 2 on is the string of its prefix, then its suffix.
    private readonly ushort[] _prefix = new ushort[Codes];
    private readonly byte[] _suffix = new byte[Codes];

    // The string of the last code, its end first. It is no longer than the number of codes.
    private readonly byte[] _string = new byte[Codes];
    private int _left;

    private int _codeBits;
    private int _next;
    private int _previous;
    private byte _firstOfPrevious;
    private uint _bits;
    private int _bitCount;
    private int _blockLeft;
    private bool _ended;

    /// <param name="reader">The file, at the first data block.</param>
    /// <param name="bits">The size of a pixel's code, 2 to 8 bits.</param>
    public GifLzwDecoder(ByteReader reader, int bits)
    {
        Debug.Assert(bits is >= 2 and <= 8, "a pixel fits one byte");
        (_reader, _clear) = (reader, 1 << bits);
        for (int i = 0; i < _clear; i++)
            _suffix[i] = (byte)i;
        Clear();
    }

    /// <summary>Decodes pixels until the row is full or the data ends, and returns their number.</summary>
    /// <exception cref="Primitives.ImageFormatException">A code is not defined yet, or the file ends inside the data.</exception>
    public int Read(Span<byte> row)
    {
        int done = 0;
        while (done < row.Length)
        {
            if (_left == 0 && !ReadString())
                break;
            int count = Math.Min(_left, row.Length - done);
            for (int i = 0; i < count; i++)
                row[done + i] = _string[_left - 1 - i];
            (_left, done) = (_left - count, done + count);
        }
        return done;
    }

    private bool ReadString()
    {
        int code;
        while ((code = ReadCode()) == _clear)
            Clear();
        if (code < 0 || code == _clear + 1)
        {
            _ended = true;
            return false;
        }
        if (code > _next || (_previous < 0 && code > _clear))
            throw _reader.Error($"code {code} is used before it is defined");

        // The code that is defined next is the previous string and its first pixel.
        int at = 0, from = code;
        if (code == _next)
        {
            _string[at++] = _firstOfPrevious;
            from = _previous;
        }
        for (; from >= _clear; from = _prefix[from])
        {
            Debug.Assert(_prefix[from] < from, "prefixes are older than their codes, so the string ends");
            _string[at++] = _suffix[from];
        }
        _string[at++] = _firstOfPrevious = _suffix[from];
        _left = at;
        if (_previous >= 0 && _next < Codes)
            Define();
        _previous = code;
        return true;
    }

    private void Define()
    {
        (_prefix[_next], _suffix[_next]) = ((ushort)_previous, _firstOfPrevious);
        _next++;
        if (_next == 1 << _codeBits && _codeBits < MaxCodeBits)
            _codeBits++;
    }

    private void Clear() => (_codeBits, _next, _previous) = (System.Numerics.BitOperations.Log2((uint)_clear) + 1, _clear + 2, -1);

    // The next code, or -1 after the last data block.
    private int ReadCode()
    {
        while (_bitCount < _codeBits)
        {
            if (_ended || (_blockLeft == 0 && (_blockLeft = _reader.ReadByte("a data block")) == 0))
            {
                _ended = true;
                return -1;
            }
            _bits |= (uint)_reader.ReadByte("the pixels of a frame") << _bitCount;
            (_bitCount, _blockLeft) = (_bitCount + 8, _blockLeft - 1);
        }
        int code = (int)(_bits & ((1u << _codeBits) - 1));
        (_bits, _bitCount) = (_bits >> _codeBits, _bitCount - _codeBits);
        return code;
    }
}
