using System.Diagnostics;

namespace KernelCli.Codecs.Tiff;

/// <summary>Compresses the data of one strip with LZW (TIFF 6.0, section 13).</summary>
internal sealed class LzwEncoder
{
    // The table is emptied before a code of 4095 is needed.
    private const int LastCode = 4094;

    // Twice as many places as there are codes.
    private const int Places = 1 << 13;

    private readonly int[] _keys = new int[Places];
    private readonly ushort[] _codes = new ushort[Places];
    private readonly Stream _output;
    private uint _bits;
    private int _bitCount;
    private int _width;
    private int _next;

    /// <summary>Compresses data into a stream.</summary>
    public static void Write(ReadOnlySpan<byte> data, Stream output) => new LzwEncoder(output).Write(data);

    private LzwEncoder(Stream output) => _output = output;

    private void Write(ReadOnlySpan<byte> data)
    {
        _width = LzwStream.ShortestCode;
        Empty();
        if (!data.IsEmpty)
        {
            int prefix = data[0];
            foreach (byte value in data[1..])
            {
                int key = (prefix << 8) | value, place = Find(key);
                if (_keys[place] == key)
                {
                    prefix = _codes[place];
                    continue;
                }
                Put(prefix);
                (_keys[place], _codes[place]) = (key, (ushort)_next);
                Advance();
                prefix = value;
            }
            Put(prefix);
            Advance();
        }
        Put(LzwStream.End);
        if (_bitCount > 0)
            _output.WriteByte((byte)(_bits << (8 - _bitCount)));
    }

    // Codes grow by a bit as soon as the last code of the current length is in the table.
    private void Advance()
    {
        _next++;
        if (_next > LastCode)
            Empty();
        else if (_next == 1 << _width)
            _width++;
    }

    private void Empty()
    {
        Put(LzwStream.Clear);
        Array.Fill(_keys, -1);
        (_width, _next) = (LzwStream.ShortestCode, LzwStream.First);
    }

    // The place of a string, or the free place where it belongs.
    private int Find(int key)
    {
        const uint spread = 2654435769;
        int place = (int)((uint)key * spread >> (32 - 13));
        while (_keys[place] != key && _keys[place] >= 0)
            place = (place + 1) & (Places - 1);
        return place;
    }

    private void Put(int code)
    {
        Debug.Assert(code < 1 << _width);
        _bits = (_bits << _width) | (uint)code;
        for (_bitCount += _width; _bitCount >= 8; _bitCount -= 8)
            _output.WriteByte((byte)(_bits >> (_bitCount - 8)));
    }
}
