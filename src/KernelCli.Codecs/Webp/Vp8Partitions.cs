using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Webp;

/// <summary>
/// The partitions of a VP8 key frame (RFC 6386, 9.2 to 9.5): the first one holds the headers and the modes of blocks, the others their
/// coefficients. Each is coded bits, which a decoder can read on past their end as if zeros followed.
/// </summary>
internal static class Vp8Partitions
{
    private const int HeaderBytes = 10;
    private const int LengthBytes = 3;
    private const int MostFirst = (1 << 19) - 1;
    private const int MostOther = (1 << 24) - 1;

    // More bits than a decoder takes before what it reads past the end changes the picture.
    private const int Padding = 64;

    /// <summary>The frame with bytes of ones after each partition, which a decoder never reads unless bits are missing.</summary>
    /// <param name="frame">A VP8 chunk's data, with a checked header of a key frame.</param>
    /// <param name="offset">The offset of the data in the file, for messages.</param>
    /// <exception cref="ImageFormatException">The partitions do not fit in the data.</exception>
    public static byte[] Padded(ReadOnlySpan<byte> frame, long offset)
    {
        int tag = frame[0] | (frame[1] << 8) | (frame[2] << 16), first = tag >> 5;
        if (first > frame.Length - HeaderBytes)
            throw Cut(offset);
        int count = new Headers(frame.Slice(HeaderBytes, first)).Partitions();
        using var padded = new MemoryStream();
        padded.Write(frame[..HeaderBytes]);
        int firstPadded = Add(padded, frame.Slice(HeaderBytes, first), MostFirst);

        ReadOnlySpan<byte> rest = frame[(HeaderBytes + first)..];
        int table = LengthBytes * (count - 1), at = table, place = (int)padded.Length;
        if (rest.Length < table)
            throw Cut(offset);
        padded.Write(rest[..table]);
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = i < count - 1 ? rest.Slice(LengthBytes * i, LengthBytes) : [];
            int length = i < count - 1 ? entry[0] | (entry[1] << 8) | (entry[2] << 16) : rest.Length - at;
            if (length > rest.Length - at)
                throw Cut(offset);
            lengths[i] = Add(padded, rest.Slice(at, length), i < count - 1 ? MostOther : int.MaxValue);
            at += length;
        }
        byte[] bytes = padded.ToArray();
        Write24(bytes, (tag & 31) | (firstPadded << 5));
        for (int i = 0; i < count - 1; i++)
            Write24(bytes.AsSpan(place + (LengthBytes * i)), lengths[i]);
        return bytes;
    }

    /// <summary>The error for a frame that lacks data.</summary>
    public static ImageFormatException Cut(long offset) => new("WebP", offset, "the data of a VP8 picture ends too early");

    // A length that would not fit in its field stays.
    private static int Add(MemoryStream to, ReadOnlySpan<byte> partition, int most)
    {
        to.Write(partition);
        int more = partition.Length <= most - Padding ? Padding : 0;
        for (int i = 0; i < more; i++)
            to.WriteByte(byte.MaxValue);
        return partition.Length + more;
    }

    private static void Write24(Span<byte> to, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)value);
        to[2] = (byte)(value >> 16);
    }

    /// <summary>The fields of the first partition, a bit at a time (RFC 6386, 7.3; each is as likely 0 as 1).</summary>
    private ref struct Headers(ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> _data = data;
        private int _next;
        private int _value;
        private int _range = 255;
        private int _bits = -8;

        /// <summary>How many partitions have coefficients: 1, 2, 4 or 8.</summary>
        public int Partitions()
        {
            const int segments = 4, deltas = 4;

            // Colour space and clamping.
            Skip(2);
            if (Read(1) == 1)
            {
                bool hasMap = Read(1) == 1;
                if (Read(1) == 1)
                {
                    Skip(1);
                    for (int i = 0; i < segments; i++)
                        Optional(8);
                    for (int i = 0; i < segments; i++)
                        Optional(7);
                }
                for (int i = 0; hasMap && i < segments - 1; i++)
                    Optional(8);
            }

            // The loop filter: its kind, level and sharpness; changes of the level by frame and mode.
            Skip(1 + 6 + 3);
            if (Read(1) == 1 && Read(1) == 1)
                for (int i = 0; i < 2 * deltas; i++)
                    Optional(7);
            return 1 << Read(2);
        }

        // A flag, and if it is set a number; numbers of 7 bits are 6 bits and a sign.
        private void Optional(int bits)
        {
            if (Read(1) == 1)
                Skip(bits);
        }

        private void Skip(int bits) => _ = Read(bits);

        private int Read(int count)
        {
            int value = 0;
            for (int i = 0; i < count; i++)
                value = (value << 1) | ReadBit();
            return value;
        }

        // A range of 1 to 255 is split in two halves; the value tells in which one it lies.
        private int ReadBit()
        {
            while (_bits < 0)
            {
                _value = (_value << 8) | (_next < _data.Length ? _data[_next++] : 0);
                _bits += 8;
            }
            int split = 1 + (((_range - 1) * 128) >> 8), bit = _value >> _bits >= split ? 1 : 0;
            if (bit == 1)
                (_value, _range) = (_value - (split << _bits), _range - split);
            else
                _range = split;
            for (; _range < 128; _bits--)
                _range <<= 1;
            return bit;
        }
    }
}
