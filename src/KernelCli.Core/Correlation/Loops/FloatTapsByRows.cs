using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>
/// Weighted sums of float32 samples for four output rows at once: each source vector that is loaded (most cross a cache
/// line) serves every output row whose window contains it. Every row is added up in the order of its taps, as if it were
/// alone.
/// </summary>
internal static unsafe class FloatTapsByRows<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Output rows made at once.</summary>
    public const int Rows = 4;

    /// <summary>The minimum number of kernel rows.</summary>
    public const int MinHeight = 3;

    /// <summary>Sums of a dense kernel of at least <see cref="MinHeight"/> rows, in whole blocks of two registers.</summary>
    /// <param name="weights">Weights row by row.</param>
    /// <param name="width">Kernel columns.</param>
    /// <param name="height">Kernel rows.</param>
    /// <param name="rows"><c>height + 3</c> source rows, from the first tap's sample on.</param>
    /// <param name="first">The first output.</param>
    /// <param name="to">Four rows of sums.</param>
    /// <param name="count">Sums wanted in each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* weights, int width, int height, float** rows, int first, float** to, int count)
    {
        Debug.Assert(height >= MinHeight && width > 0 && count >= 0);
        int lanes = TSimd.Bytes / 4;
        for (nint i = 0; i < count; i += 2 * lanes)
        {
            TVector a0 = TSimd.Zero, a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;

            // Output row r sums source rows r to r + height - 1, source row s with kernel row s - r. The first three and the last three
            // source rows are not in all four windows.
            nint at = first + i;
            float* weight = weights;
            Add(rows[0] + at, width, weight, ref a0, ref a1);
            weight += width;
            Add(rows[1] + at, width, weight, ref a0, ref a1, ref b0, ref b1);
            weight += width;
            Add(rows[2] + at, width, weight, ref a0, ref a1, ref b0, ref b1, ref c0, ref c1);
            for (nint source = Rows - 1; source < height; source++)
            {
                weight += width;
                float* row = rows[source] + at;
                for (nint x = 0; x < width; x++)
                {
                    TVector v0 = TSimd.Load(row + x), v1 = TSimd.Load(row + x + lanes);
                    Add(weight + x, v0, v1, ref a0, ref a1);
                    Add(weight + x - width, v0, v1, ref b0, ref b1);
                    Add(weight + x - (2 * width), v0, v1, ref c0, ref c1);
                    Add(weight + x - (3 * width), v0, v1, ref d0, ref d1);
                }
            }
            Add(rows[height] + at, width, weight, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1);
            Add(rows[height + 1] + at, width, weight, ref c0, ref c1, ref d0, ref d1);
            Add(rows[height + 2] + at, width, weight, ref d0, ref d1);
            Store(to[0] + i, a0, a1);
            Store(to[1] + i, b0, b1);
            Store(to[2] + i, c0, c1);
            Store(to[3] + i, d0, d1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* weight, TVector v0, TVector v1, ref TVector sum0, ref TVector sum1)
    {
        TVector w = TSimd.BroadcastS(*weight);
        sum0 = TSimd.FusedMultiplyAddS(w, v0, sum0);
        sum1 = TSimd.FusedMultiplyAddS(w, v1, sum1);
    }

    // Adds a source row to one output row. The weights given are those of its kernel row; a second and a third output row take theirs one
    // and two kernel rows before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* row, nint width, float* weight, ref TVector a0, ref TVector a1)
    {
        for (nint x = 0; x < width; x++)
            Add(weight + x, TSimd.Load(row + x), TSimd.Load(row + x + (TSimd.Bytes / 4)), ref a0, ref a1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* row, nint width, float* weight, ref TVector a0,
        ref TVector a1, ref TVector b0, ref TVector b1)
    {
        for (nint x = 0; x < width; x++)
        {
            TVector v0 = TSimd.Load(row + x), v1 = TSimd.Load(row + x + (TSimd.Bytes / 4));
            Add(weight + x, v0, v1, ref a0, ref a1);
            Add(weight + x - width, v0, v1, ref b0, ref b1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        float* row, nint width, float* weight, ref TVector a0, ref TVector a1, ref TVector b0,
            ref TVector b1, ref TVector c0, ref TVector c1)
    {
        for (nint x = 0; x < width; x++)
        {
            TVector v0 = TSimd.Load(row + x), v1 = TSimd.Load(row + x + (TSimd.Bytes / 4));
            Add(weight + x, v0, v1, ref a0, ref a1);
            Add(weight + x - width, v0, v1, ref b0, ref b1);
            Add(weight + x - (2 * width), v0, v1, ref c0, ref c1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* to, TVector low, TVector high)
    {
        TSimd.Store(to, low);
        TSimd.Store(to + (TSimd.Bytes / 4), high);
    }
}
