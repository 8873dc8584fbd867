using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace KernelCli.Neighbourhood.Loops;

/// <summary>
/// Samples as whole numbers in the same order, so that all types are compared as integers. The key of a float32 number is
/// its bits, those of negative numbers turned round; NaN gets the key that it is given, which no number has.
/// </summary>
internal static unsafe class OrderedKeys
{
    /// <summary>The key below those of all numbers.</summary>
    public const int Least = int.MinValue;

    /// <summary>The key above those of all numbers.</summary>
    public const int Greatest = int.MaxValue;

    /// <summary>Turns float32 samples into keys, which may take their place; returns whether there was a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool FromSingle(float* row, int* to, int count, int keyOfNaN)
    {
        var magnitude = new Vector<int>(int.MaxValue);
        var nan = new Vector<int>(keyOfNaN);
        Vector<int> all = new(-1);
        int i = 0;
        for (; i + Vector<int>.Count <= count; i += Vector<int>.Count)
        {
            Vector<float> values = Vector.Load(row + i);
            Vector<int> bits = Vector.AsVectorInt32(values), isNumber = Vector.Equals(values, values);
            Vector<int> keys = bits ^ (Vector.ShiftRightArithmetic(bits, 31) & magnitude);
            Vector.Store(Vector.ConditionalSelect(isNumber, keys, nan), to + i);
            all &= isNumber;
        }
        bool hasNaN = !Vector.EqualsAll(all, new Vector<int>(-1));
        for (; i < count; i++)
        {
            hasNaN |= float.IsNaN(row[i]);
            to[i] = float.IsNaN(row[i]) ? keyOfNaN : Turn(((int*)row)[i]);
        }
        return hasNaN;
    }

    /// <summary>Turns keys into float32 samples; a key that no number has becomes NaN.</summary>
    /// <param name="row">The keys.</param>
    /// <param name="to">Receives the samples; they may take the place of the keys.</param>
    /// <param name="count">Their number.</param>
    /// <param name="pastCaches">Whether samples are stored past the caches, which takes an address that is aligned for them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToSingle(int* row, int* to, int count, bool pastCaches)
    {
        Debug.Assert(!pastCaches || ((nint)to % sizeof(int) == 0 && to != row));
        var magnitude = new Vector<int>(int.MaxValue);
        Vector<int> least = new(Least), greatest = new(Greatest), nan = new(BitConverter.SingleToInt32Bits(float.NaN));
        int i = 0, lead = pastCaches ? (int)(-(nint)to & ((Vector<int>.Count * sizeof(int)) - 1)) / sizeof(int) : 0;
        for (; i < Math.Min(lead, count); i++)
            to[i] = ToSingle(row[i]);
        for (; i + Vector<int>.Count <= count; i += Vector<int>.Count)
        {
            Vector<int> keys = Vector.Load(row + i);
            Vector<int> isNaN = Vector.Equals(keys, least) | Vector.Equals(keys, greatest);
            Vector<int> bits = keys ^ (Vector.ShiftRightArithmetic(keys, 31) & magnitude);
            Vector<int> samples = Vector.ConditionalSelect(isNaN, nan, bits);
            if (pastCaches)
                Vector.StoreAlignedNonTemporal(samples, to + i);
            else
                Vector.Store(samples, to + i);
        }
        for (; i < count; i++)
            to[i] = ToSingle(row[i]);
    }

    /// <summary>Turns unsigned samples into signed ones in the same order, or back, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Bias(byte* row, long bytes, int sampleBytes)
    {
        Vector<byte> bias = sampleBytes == 1 ? new Vector<byte>(0x80) : Vector.AsVectorByte(new Vector<ushort>(0x8000));
        long i = 0;
        for (; i + Vector<byte>.Count <= bytes; i += Vector<byte>.Count)
            Vector.Store(Vector.Load(row + i) ^ bias, row + i);
        for (; i < bytes; i += sampleBytes)
            row[i + sampleBytes - 1] ^= 0x80;
    }

    private static int ToSingle(int key) => key is Least or Greatest ? BitConverter.SingleToInt32Bits(float.NaN) : Turn(key);

    private static int Turn(int bits) => bits ^ ((bits >> 31) & int.MaxValue);
}
