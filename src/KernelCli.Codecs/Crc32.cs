using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KernelCli.Codecs;

/// <summary>
/// The CRC-32 of ISO 3309, as PNG uses it: polynomial 0x04C11DB7, bit-reflected, initial value and result inverted.
/// Long inputs are folded by carry-less multiplication (V. Gopal et al., "Fast CRC Computation Using PCLMULQDQ", Intel
/// 2009); short ones are processed eight bytes at a time with eight tables.
/// </summary>
internal static class Crc32
{
    private const int Tables = 8;
    private const int MinForFolding = 128;

    private static readonly uint[] Table = BuildTable();

    /// <summary>Updates <paramref name="crc"/>, the CRC so far (0 at first), with more bytes.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (Pclmulqdq.IsSupported && Sse41.IsSupported && bytes.Length >= MinForFolding)
            crc = Fold(crc, ref bytes);
        return ~AppendByTable(crc, bytes);
    }

    private static uint[] BuildTable()
    {
        uint[] table = new uint[256 * Tables];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            table[i] = crc;
        }

        // Table k gives the effect of a byte that k more bytes follow.
        for (int i = 256; i < table.Length; i++)
            table[i] = (table[i - 256] >> 8) ^ table[table[i - 256] & 0xFF];
        return table;
    }

    private static uint AppendByTable(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint[] table = Table;
        while (bytes.Length >= 8)
        {
            uint low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes), high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = table[1792 + (low & 0xFF)] ^ table[1536 + ((low >> 8) & 0xFF)] ^ table[1280 + ((low >> 16) & 0xFF)] ^ table[1024
                + (low >> 24)]
                ^ table[768 + (high & 0xFF)] ^ table[512 + ((high >> 8) & 0xFF)] ^ table[256 + ((high >> 16) & 0xFF)] ^ table[high >> 24];
            bytes = bytes[8..];
        }
        foreach (byte b in bytes)
            crc = (crc >> 8) ^ table[(crc ^ b) & 0xFF];
        return crc;
    }

    // The constants are x^n mod P, reflected, for the distances over which 128-bit blocks are folded: 512 bits for four lanes,
    // 128 bits from lane to lane.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        Vector128<ulong> far = Vector128.Create(0x154442bd4UL, 0x1c6e41596UL), near = Vector128.Create(0x1751997d0UL, 0x0ccaa009eUL);
        Vector128<ulong> a = Load(ref start, 0) ^ Vector128.CreateScalar(crc).AsUInt64(), b = Load(ref start, 16),
            c = Load(ref start, 32), d = Load(ref start, 48);
        int at = 64;
        for (; at + 64 <= bytes.Length; at += 64)
        {
            a = Multiply(a, far) ^ Load(ref start, at);
            b = Multiply(b, far) ^ Load(ref start, at + 16);
            c = Multiply(c, far) ^ Load(ref start, at + 32);
            d = Multiply(d, far) ^ Load(ref start, at + 48);
        }
        a = Multiply(a, near) ^ b;
        a = Multiply(a, near) ^ c;
        a = Multiply(a, near) ^ d;
        bytes = bytes[at..];

        // The 128 bits that remain are a message with the same CRC; the tables finish it.
        Span<byte> rest = stackalloc byte[16];
        a.AsByte().CopyTo(rest);
        return AppendByTable(0, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ref byte start, int at) => Vector128.LoadUnsafe(ref start, (nuint)at).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(a, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(a, by, 0x11);
}
