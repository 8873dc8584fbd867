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

    /// <summary>Turns float32 samples into keys, in place; returns whether there was a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool FromSingle(float* row, int count, int keyOfNaN)
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
            Vector.Store(Vector.ConditionalSelect(isNumber, keys, nan), (int*)row + i);
            all &= isNumber;
        }
        bool hasNaN = !Vector.EqualsAll(all, new Vector<int>(-1));
        for (; i < count; i++)
        {
            hasNaN |= float.IsNaN(row[i]);
            ((int*)row)[i] = float.IsNaN(row[i]) ? keyOfNaN : Turn(((int*)row)[i]);
        }
        return hasNaN;
    }

    /// <summary>Turns keys into float32 samples, in place; a key that no number has becomes NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToSingle(int* row, int count)
    {
        var magnitude = new Vector<int>(int.MaxValue);
        Vector<int> least = new(Least), greatest = new(Greatest), nan = new(BitConverter.SingleToInt32Bits(float.NaN));
        int i = 0;
        for (; i + Vector<int>.Count <= count; i += Vector<int>.Count)
        {
            Vector<int> keys = Vector.Load(row + i);
            Vector<int> isNaN = Vector.Equals(keys, least) | Vector.Equals(keys, greatest);
            Vector<int> bits = keys ^ (Vector.ShiftRightArithmetic(keys, 31) & magnitude);
            Vector.Store(Vector.ConditionalSelect(isNaN, nan, bits), row + i);
        }
        for (; i < count; i++)
            row[i] = row[i] is Least or Greatest ? BitConverter.SingleToInt32Bits(float.NaN) : Turn(row[i]);
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

    private static int Turn(int bits) => bits ^ ((bits >> 31) & int.MaxValue);
}
