using System.Numerics;

namespace KernelCli.Codecs;

/// <summary>
/// The Adler-32 checksum of RFC 1950. Modulo 65521, a is 1 plus the sum of the bytes, and b is the sum of the values of
/// a after each byte.
/// </summary>
internal static class Adler32
{
    /// <summary>The checksum of no bytes.</summary>
    public const uint Start = 1;

    private const uint Modulus = 65521;

    // The maximum number of bytes after which both sums still fit 32 bits.
    private const int MaxBytesBeforeReduction = 5552;

    /// <summary>Updates <paramref name="adler"/>, the checksum so far (<see cref="Start"/> at first), with more bytes.</summary>
    public static uint Append(uint adler, ReadOnlySpan<byte> bytes)
    {
        uint a = adler & 0xFFFF, b = adler >> 16;
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> run = bytes[..Math.Min(bytes.Length, MaxBytesBeforeReduction)];
            bytes = bytes[run.Length..];
            while (run.Length >= Vector<byte>.Count)
            {
                AddVector(run, ref a, ref b);
                run = run[Vector<byte>.Count..];
            }
            foreach (byte value in run)
            {
                a += value;
                b += a;
            }
            (a, b) = (a % Modulus, b % Modulus);
        }
        return (b << 16) | a;
    }

    /// <summary>
    /// The checksum of two concatenated byte sequences, from their checksums and the length of the second one in bytes.
    /// </summary>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        // The second checksum starts with a = 1 instead of the first one's a. The difference is added to a once, and to
        // b once per byte of the second sequence.
        ulong length = (ulong)secondLength % Modulus;
        ulong a = (first & 0xFFFF) + (second & 0xFFFF) + Modulus - 1;
        ulong b = (first >> 16) + (second >> 16) + (length * ((first & 0xFFFF) + Modulus - 1));
        return (uint)((b % Modulus << 16) | (a % Modulus));
    }

    // Adds n bytes x[0..n - 1]: b grows by n times the old a plus the sum of (n - i) * x[i], then a grows by the sum of x[i].
    private static void AddVector(ReadOnlySpan<byte> run, ref uint a, ref uint b)
    {
        Vector.Widen(new Vector<byte>(run), out Vector<ushort> low, out Vector<ushort> high);
        b += (a * (uint)Vector<byte>.Count) + WeightedSum(low, Vector<byte>.Count) + WeightedSum(high, Vector<ushort>.Count);
        a += Sum(low) + Sum(high);
    }

    private static uint Sum(Vector<ushort> values)
    {
        Vector.Widen(values, out Vector<uint> low, out Vector<uint> high);
        return Vector.Sum(low + high);
    }

    // The sum of (first - i) * values[i]. Each product fits 16 bits: it is at most 255 times the number of bytes in a vector.
    private static uint WeightedSum(Vector<ushort> values, int first) =>
        Sum(values * (new Vector<ushort>((ushort)first) - Vector<ushort>.Indices));
}

/// <summary>The errors of the zlib streams of .NET.</summary>
internal static class Zlib
{
    /// <summary>
    /// Whether an exception of a zlib stream means that its data is damaged. If the header asks for a preset
    /// dictionary, .NET throws an IOException of a type that is not public.
    /// </summary>
    public static bool IsDamage(Exception exception) => exception is InvalidDataException || exception.GetType().Name == "ZLibException";
}
