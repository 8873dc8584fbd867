using System.Buffers.Binary;

namespace KernelCli.Codecs.Tests.Fuzzing;

/// <summary>Damages files as strangers and bad disks do: the same seed, the same damage.</summary>
internal static class Mutation
{
    private const int MostSteps = 6;

    /// <summary>A damaged copy.</summary>
    /// <param name="file">A file.</param>
    /// <param name="other">Another one, from which pieces are taken.</param>
    /// <param name="random">What decides.</param>
    public static byte[] Apply(byte[] file, byte[] other, Random random)
    {
        byte[] bytes = [.. file];
        for (int steps = random.Next(1, MostSteps); steps > 0 && bytes.Length > 8; steps--)
            bytes = Step(bytes, other, random);
        if (random.Next(2) == 0)
            PngChecksums.Mend(bytes);
        return bytes;
    }

    private static byte[] Step(byte[] bytes, byte[] other, Random random)
    {
        // Headers are where most goes wrong.
        int at = random.Next(3) == 0 ? random.Next(bytes.Length) : random.Next(Math.Min(bytes.Length, 700));
        int length = Math.Min(bytes.Length - at, 1 << random.Next(10));
        switch (random.Next(10))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 3:
                bytes[at] = ((byte[])[0, 1, 0x7F, 0x80, 0xFE, 0xFF])[random.Next(6)];
                return bytes;
            case 4:
                return bytes[..at];
            case 5:
                // A length field, or what may be one.
                int value = ((int[])[0, 1, 2, -1, int.MaxValue, int.MinValue, 0xFFFF, bytes.Length, random.Next()])[random.Next(9)];
                if (at + 4 <= bytes.Length)
                    BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), random.Next(2) == 0 ? value : BinaryPrimitives.ReverseEndianness(value));
                return bytes;
            case 6:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 7:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 8:
                int from = random.Next(other.Length);
                return [.. bytes[..at], .. other[from..Math.Min(other.Length, from + length)], .. bytes[at..]];
            default:
                return RepeatSegment(bytes, at);
        }
    }

    // The next JPEG segment once more.
    private static byte[] RepeatSegment(byte[] bytes, int at)
    {
        for (; at + 4 < bytes.Length; at++)
            if (bytes[at] == 0xFF && bytes[at + 1] is >= 0xC0 and < 0xFF)
            {
                int end = Math.Min(bytes.Length, at + 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2)));
                return [.. bytes[..end], .. bytes[at..]];
            }
        return bytes;
    }
}
