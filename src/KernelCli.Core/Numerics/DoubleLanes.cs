using System.Numerics;
using System.Runtime.CompilerServices;

namespace KernelCli.Numerics;

/// <summary>
/// Integers to registers of double and back, by the number 1.5 * 2^52: the bits of its sum with an integer below 2^51 are the sum of their
/// bits. No instruction set is needed for that, and nothing rounds.
/// </summary>
internal static class DoubleLanes
{
    private const double Magic = 6755399441055744;

    /// <summary>Signed 32-bit lanes to two registers of double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<double> Low, Vector<double> High) Widen(Vector<int> integers)
    {
        Vector.Widen(integers, out Vector<long> low, out Vector<long> high);
        Vector<long> bits = new(BitConverter.DoubleToInt64Bits(Magic));
        var magic = new Vector<double>(Magic);
        return (Vector.AsVectorDouble(low + bits) - magic, Vector.AsVectorDouble(high + bits) - magic);
    }

    /// <summary>Integers of up to 32 bits to 32-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<int> Narrow(Vector<double> low, Vector<double> high)
    {
        var magic = new Vector<double>(Magic);
        return Vector.Narrow(Vector.AsVectorInt64(low + magic), Vector.AsVectorInt64(high + magic));
    }
}
