using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KernelCli.Codecs.Tiff;

/// <summary>Takes samples of any number of bits out of stored rows.</summary>
internal static class TiffUnpacker
{
    /// <summary>Unpacks unsigned samples of at most 16 bits as they are.</summary>
    /// <param name="row">A stored row; samples of 16 bits are in machine order, others follow each other from the highest bit.</param>
    /// <param name="bits">Bits of a sample, 1 to 16.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="to">Receives them.</param>
    /// <param name="stride">Distance of two samples in <paramref name="to"/>.</param>
    public static void Unpack(ReadOnlySpan<byte> row, int bits, int count, Span<ushort> to, int stride)
    {
        Debug.Assert((((long)count * bits) + 7) / 8 <= row.Length && ((long)(count - 1) * stride) < to.Length);
        if (bits == 8)
            for (int i = 0; i < count; i++)
                to[i * stride] = row[i];
        else if (bits == 16)
        {
            ReadOnlySpan<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(row);
            for (int i = 0; i < count; i++)
                to[i * stride] = shorts[i];
        }
        else
        {
            (uint buffer, int held, int at, uint mask) = (0, 0, 0, (1u << bits) - 1);
            for (int i = 0; i < count; i++)
            {
                for (; held < bits; held += 8)
                    buffer = (buffer << 8) | row[at++];
                held -= bits;
                to[i * stride] = (ushort)((buffer >> held) & mask);
            }
        }
    }

    /// <summary>Unpacks samples of any kind as the numbers that they are.</summary>
    /// <param name="row">A stored row; samples of 16, 24, 32 and 64 bits are in machine order.</param>
    /// <param name="bits">Bits of a sample, 1 to 64.</param>
    /// <param name="numbers">What kind of numbers.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="to">Receives them, rounded to the nearest float.</param>
    /// <param name="stride">Distance of two samples in <paramref name="to"/>.</param>
    /// <param name="inverted">Which samples are subtracted from the largest number: the first of every so many, or none if 0.</param>
    public static void Unpack(ReadOnlySpan<byte> row, int bits, TiffSampleFormat numbers, int count, Span<float> to, int stride,
        int inverted = 0)
    {
        ulong most = ulong.MaxValue >> (64 - bits);
        (ulong buffer, int held, int at) = (0, 0, 0);
        for (int i = 0; i < count; i++)
        {
            ulong value;
            if (bits % 8 == 0 && bits is not 40 and not 48 and not 56)
            {
                value = Whole(row[at..], bits);
                at += bits / 8;
            }
            else
            {
                Debug.Assert(bits < 32);
                for (; held < bits; held += 8)
                    buffer = (buffer << 8) | row[at++];
                held -= bits;
                value = (buffer >> held) & most;
            }
            if (inverted > 0 && i % inverted == 0)
                value = most - value;
            to[i * stride] = numbers switch
            {
                TiffSampleFormat.Float => Real(value, bits),
                TiffSampleFormat.Signed => (long)(value << (64 - bits)) >> (64 - bits),
                _ => value,
            };
        }
    }

    private static ulong Whole(ReadOnlySpan<byte> at, int bits) => bits switch
    {
        8 => at[0],
        16 => MemoryMarshal.Read<ushort>(at),
        24 => BitConverter.IsLittleEndian ? at[0] | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(at[1..]) << 8)
            : ((ulong)BinaryPrimitives.ReadUInt16BigEndian(at) << 8) | at[2],
        32 => MemoryMarshal.Read<uint>(at),
        _ => MemoryMarshal.Read<ulong>(at),
    };

    private static float Real(ulong value, int bits) => bits switch
    {
        16 => (float)BitConverter.UInt16BitsToHalf((ushort)value),
        24 => Real24((uint)value),
        32 => BitConverter.UInt32BitsToSingle((uint)value),
        _ => (float)BitConverter.UInt64BitsToDouble(value),
    };

    // One sign, seven bits of exponent with a bias of 63, sixteen of fraction (TIFF technical note 3).
    private static float Real24(uint value)
    {
        float sign = (value >> 23) == 0 ? 1 : -1;
        int exponent = (int)(value >> 16) & 127;
        uint fraction = value & 0xFFFF;
        return exponent switch
        {
            0 => sign * fraction * float.ScaleB(1, -78),
            127 => fraction == 0 ? sign * float.PositiveInfinity : float.NaN,
            _ => sign * float.ScaleB(65536 + fraction, exponent - 63 - 16),
        };
    }
}
