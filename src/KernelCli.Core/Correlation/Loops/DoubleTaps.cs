using System.Numerics;
using System.Runtime.CompilerServices;
using KernelCli.Numerics;

namespace KernelCli.Correlation.Loops;

/// <summary>
/// Weighted sums in double. Products and sums are integers of at most 2^53, so that every order, vector width and contraction gives the
/// same.
/// </summary>
internal static unsafe class DoubleTaps
{
    private const int Registers = 4;

    /// <summary><c>to[i] += sum over k of weights[k] * row[offsets[k] + i]</c> for <paramref name="count"/> samples.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="offsets">Where each weight reads for the first sum.</param>
    /// <param name="row">The samples.</param>
    /// <param name="to">The sums.</param>
    /// <param name="count">The number of sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<double> weights, ReadOnlySpan<int> offsets, double* row, double* to, int count)
    {
        int lanes = Vector<double>.Count, i = 0;
        for (; i <= count - (Registers * lanes); i += Registers * lanes)
        {
            Vector<double> a = Vector.Load(to + i), b = Vector.Load(to + i + lanes);
            Vector<double> c = Vector.Load(to + i + (2 * lanes)), d = Vector.Load(to + i + (3 * lanes));
            for (int k = 0; k < weights.Length; k++)
            {
                var weight = new Vector<double>(weights[k]);
                double* tap = row + offsets[k] + i;
                a += Vector.Load(tap) * weight;
                b += Vector.Load(tap + lanes) * weight;
                c += Vector.Load(tap + (2 * lanes)) * weight;
                d += Vector.Load(tap + (3 * lanes)) * weight;
            }
            Vector.Store(a, to + i);
            Vector.Store(b, to + i + lanes);
            Vector.Store(c, to + i + (2 * lanes));
            Vector.Store(d, to + i + (3 * lanes));
        }
        for (; i < count; i++)
            for (int k = 0; k < weights.Length; k++)
                to[i] += weights[k] * row[offsets[k] + i];
    }

    /// <summary>Signed 16-bit samples to double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(short* from, double* to, int count)
    {
        int lanes = Vector<double>.Count, i = 0;
        for (; i <= count - (4 * lanes); i += 4 * lanes)
        {
            Vector.Widen(Vector.Load(from + i), out Vector<int> low, out Vector<int> high);
            (Vector<double> a, Vector<double> b) = DoubleLanes.Widen(low);
            (Vector<double> c, Vector<double> d) = DoubleLanes.Widen(high);
            Vector.Store(a, to + i);
            Vector.Store(b, to + i + lanes);
            Vector.Store(c, to + i + (2 * lanes));
            Vector.Store(d, to + i + (3 * lanes));
        }
        for (; i < count; i++)
            to[i] = from[i];
    }
}
