using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KernelCli.Codecs.Png;

/// <summary>Reverses the filter of a row, in place (clause 9 of the standard).</summary>
internal static class PngUnfilter
{
    /// <summary>Undoes filter <paramref name="type"/>.</summary>
    /// <param name="type">0 to 4; false is returned for any other.</param>
    /// <param name="row">The row's bytes.</param>
    /// <param name="above">The unfiltered row above; zeros for the first.</param>
    /// <param name="distance">Bytes from a sample to the one that it is predicted from.</param>
    public static bool Run(int type, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        Debug.Assert(above.Length == row.Length && distance >= 1);
        switch (type)
        {
            case 0:
                return true;
            case 1:
                Sub(row, distance);
                return true;
            case 2:
                Up(row, above);
                return true;
            case 3:
                Average(row, above, distance);
                return true;
            case 4:
                Paeth(row, above, distance);
                return true;
            default:
                return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sub(Span<byte> row, int distance)
    {
        if (distance is 3 or 4)
        {
            Sub4(row, distance);
            return;
        }
        for (int i = distance; i < row.Length; i++)
            row[i] += row[i - distance];
    }

    // Four bytes at a time; with three bytes per pixel the fourth belongs to the next pixel, and its result is not stored.
    private static void Sub4(Span<byte> row, int distance)
    {
        Vector128<byte> left = Vector128<byte>.Zero;
        int i = 0;
        for (; i + 4 <= row.Length; i += distance)
        {
            uint stored = Unsafe.ReadUnaligned<uint>(ref row[i]);
            left += Vector128.CreateScalar(stored).AsByte();
            uint value = left.AsUInt32().ToScalar();
            if (distance == 4)
                Unsafe.WriteUnaligned(ref row[i], value);
            else
            {
                Unsafe.WriteUnaligned(ref row[i], (ushort)value);
                row[i + 2] = (byte)(value >> 16);
            }
        }
        for (i = Math.Max(i, distance); i < row.Length; i++)
            row[i] += row[i - distance];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Up(Span<byte> row, ReadOnlySpan<byte> above)
    {
        int i = 0;
        for (; i + Vector<byte>.Count <= row.Length; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] += above[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Average(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        for (int i = 0; i < Math.Min(distance, row.Length); i++)
            row[i] += (byte)(above[i] >> 1);
        for (int i = distance; i < row.Length; i++)
            row[i] += (byte)((row[i - distance] + above[i]) >> 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Paeth(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        for (int i = 0; i < Math.Min(distance, row.Length); i++)
            row[i] += above[i];
        if (distance is 3 or 4)
        {
            PaethPixels(row, above, distance);
            return;
        }
        for (int i = distance; i < row.Length; i++)
            row[i] += Predict(row[i - distance], above[i], above[i - distance]);
    }

    // Processes all bytes of a pixel together in 16-bit lanes; the dependency from pixel to pixel stays in registers.
    private static void PaethPixels(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        if (row.Length < distance)
            return;
        Vector128<short> a = Widen(row, 0, distance), c = Widen(above, 0, distance);
        for (int i = distance; i + distance <= row.Length; i += distance)
        {
            Vector128<short> b = Widen(above, i, distance), stored = Widen(row, i, distance);

            // p = a + b - c, so |p - a| = |b - c|, |p - b| = |a - c|, |p - c| = |a + b - 2c|; ties go to a, then b.
            Vector128<short> pa = Vector128.Abs(b - c), pb = Vector128.Abs(a - c), pc = Vector128.Abs((b - c) + (a - c));
            Vector128<short> min = Vector128.Min(Vector128.Min(pa, pb), pc);
            Vector128<short> predicted = Vector128.ConditionalSelect(Vector128.Equals(min, pa), a,
                Vector128.ConditionalSelect(Vector128.Equals(min, pb), b, c));
            a = (stored + predicted) & Vector128.Create((short)0xFF);
            c = b;
            row[i] = (byte)a[0];
            row[i + 1] = (byte)a[1];
            row[i + 2] = (byte)a[2];
            if (distance == 4)
                row[i + 3] = (byte)a[3];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Widen(ReadOnlySpan<byte> bytes, int at, int distance)
    {
        uint pixel = at + 4 <= bytes.Length
            ? MemoryMarshal.Read<uint>(bytes[at..])
            : (uint)(bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (distance == 4 ? bytes[at + 3] << 24 : 0));
        return Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte()).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Predict(int a, int b, int c)
    {
        int pa = Math.Abs(b - c), pb = Math.Abs(a - c), pc = Math.Abs(a + b - (2 * c));
        return (byte)(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
    }
}
