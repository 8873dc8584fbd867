using System.Numerics;

namespace KernelCli.Codecs;

/// <summary>The checksum of RFC 1950: two sums modulo 65521, of the bytes and of the sums of the bytes.</summary>
internal static class Adler32
{
    /// <summary>The sum of nothing.</summary>
    public const uint Start = 1;

    private const uint Modulus = 65521;

    // The most bytes after which both sums still fit 32 bits.
    private const int Longest = 5552;

    /// <summary>The checksum of what an earlier call covered (<see cref="Start"/> for nothing) with more bytes after it.</summary>
    public static uint Append(uint adler, ReadOnlySpan<byte> bytes)
    {
        uint a = adler & 0xFFFF, b = adler >> 16;
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> run = bytes[..Math.Min(bytes.Length, Longest)];
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

    /// <summary>The checksum of two runs of bytes, the second of which has <paramref name="secondLength"/>.</summary>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        // Every byte of the second run adds the first run's a once more to b; both started at 1.
        ulong length = (ulong)secondLength % Modulus;
        ulong a = (first & 0xFFFF) + (second & 0xFFFF) + Modulus - 1;
        ulong b = (first >> 16) + (second >> 16) + (length * ((first & 0xFFFF) + Modulus - 1));
        return (uint)((b % Modulus << 16) | (a % Modulus));
    }

    // n bytes: a grows by their sum, b by n times the old a and by each byte times the number of bytes from it to the end.
    private static void AddVector(ReadOnlySpan<byte> run, ref uint a, ref uint b)
    {
        Vector.Widen(new Vector<byte>(run), out Vector<ushort> low, out Vector<ushort> high);
        b += (a * (uint)Vector<byte>.Count) + Weighted(low, Vector<byte>.Count) + Weighted(high, Vector<ushort>.Count);
        a += Sum(low) + Sum(high);
    }

    private static uint Sum(Vector<ushort> values)
    {
        Vector.Widen(values, out Vector<uint> low, out Vector<uint> high);
        return Vector.Sum(low + high);
    }

    // Weights first, first - 1, ...; 255 times the number of bytes of any vector fits 16 bits.
    private static uint Weighted(Vector<ushort> values, int first) =>
        Sum(values * (new Vector<ushort>((ushort)first) - Vector<ushort>.Indices));
}

/// <summary>The platform's inflater.</summary>
internal static class Zlib
{
    /// <summary>
    /// Whether an exception of it speaks of its data. For a header that asks for a dictionary it throws an IOException of a type
    /// of its own.
    /// </summary>
    public static bool IsDamage(Exception exception) => exception is InvalidDataException || exception.GetType().Name == "ZLibException";
}
