using System.Diagnostics;
using System.Numerics;

namespace KernelCli.Codecs.Gif;

/// <summary>
/// Encodes the pixels of a frame as LZW codes in data blocks (GIF89a, appendix F). The table is cleared when it is full.
/// </summary>
internal sealed class GifLzwEncoder
{
    private const int MaxCodeBits = 12;
    private const int Codes = 1 << MaxCodeBits;

    // Twice the number of codes, so that half of the slots stay free and a search is short.
    private const int Slots = 2 * Codes;
    private const int Free = -1;

    private readonly Stream _stream;
    private readonly int _clear;

    // Of each slot the string (its prefix times 256, plus the pixel after it), and its code.
    private readonly int[] _strings = new int[Slots];
    private readonly ushort[] _codes = new ushort[Slots];

    private readonly byte[] _block = new byte[1 + GifMetadata.BlockBytes];
    private int _blockLength;
    private uint _bits;
    private int _bitCount;
    private int _codeBits;
    private int _next;
    private int _string = Free;

    /// <summary>Writes the size of codes and the code that clears the table.</summary>
    /// <param name="stream">Where the data goes, after the image descriptor and the color table.</param>
    /// <param name="bits">Bits of a pixel, 2 to 8.</param>
    public GifLzwEncoder(Stream stream, int bits)
    {
        Debug.Assert(bits is >= 2 and <= 8, "a pixel fits one byte");
        (_stream, _clear) = (stream, 1 << bits);
        stream.WriteByte((byte)bits);
        _codeBits = bits + 1;
        Put(_clear);
        Clear();
    }

    /// <summary>Encodes pixels.</summary>
    /// <param name="indices">Indices of the color table, each within its size.</param>
    public void Write(ReadOnlySpan<byte> indices)
    {
        foreach (byte index in indices)
        {
            Debug.Assert(index < _clear, "an index is within the color table");
            if (_string == Free)
            {
                _string = index;
                continue;
            }
            int longer = (_string << 8) | index, slot = Find(longer);
            if (_strings[slot] == longer)
            {
                _string = _codes[slot];
                continue;
            }
            Put(_string);
            Grow();
            (_strings[slot], _codes[slot]) = (longer, (ushort)_next++);
            if (_next == Codes)
            {
                Put(_clear);
                Clear();
            }
            _string = index;
        }
    }

    /// <summary>Writes the last string, the end code, and the block that ends the data.</summary>
    public void Complete()
    {
        if (_string != Free)
        {
            Put(_string);
            Grow();
        }
        Put(_clear + 1);
        if (_bitCount > 0)
            PutByte((byte)_bits);
        WriteBlock();
        _stream.WriteByte(0);
    }

    // The slot of a string, or the free one where it belongs. At most half of the slots are taken.
    private int Find(int text)
    {
        int slot = (int)((uint)text * 2654435769u >> (32 - BitOperations.Log2(Slots)));
        while (_strings[slot] != Free && _strings[slot] != text)
            slot = (slot + 1) & (Slots - 1);
        return slot;
    }

    // After each code the decoder has defined the codes below _next, and reads longer ones as soon as they do not fit any more.
    private void Grow()
    {
        if (_next == 1 << _codeBits && _codeBits < MaxCodeBits)
            _codeBits++;
    }

    private void Clear()
    {
        Array.Fill(_strings, Free);
        (_codeBits, _next) = (BitOperations.Log2((uint)_clear) + 1, _clear + 2);
    }

    private void Put(int code)
    {
        _bits |= (uint)code << _bitCount;
        for (_bitCount += _codeBits; _bitCount >= 8; _bitCount -= 8)
        {
            PutByte((byte)_bits);
            _bits >>= 8;
        }
    }

    private void PutByte(byte value)
    {
        _block[++_blockLength] = value;
        if (_blockLength == GifMetadata.BlockBytes)
            WriteBlock();
    }

    private void WriteBlock()
    {
        if (_blockLength == 0)
            return;
        _block[0] = (byte)_blockLength;
        _stream.Write(_block.AsSpan(0, 1 + _blockLength));
        _blockLength = 0;
    }
}
