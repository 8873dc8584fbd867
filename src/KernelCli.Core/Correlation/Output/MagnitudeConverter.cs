using System.Numerics;
using System.Runtime.CompilerServices;
using KernelCli.Numerics;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Output;

/// <summary>
/// <c>sqrt(x^2 + y^2)</c> of two rows of 16-bit sums, to bytes. The sum of squares is an integer and, where the root is
/// below 256, below 2^17, so float32 holds it. Its root cannot be on a rounding boundary: (m + 1/2)^2 is not an integer,
/// and the nearest one is 1/4 away, which moves the root by 1/(8m + 4) or more, 2^-11 below 256. An estimate of the inverse
/// root with a relative error of 1.5 * 2^-12 and one step of Newton's method give the root within 1.5 (1.5 * 2^-12)^2 and
/// four roundings, 2^-21 together: 2^-13 below 256, on the right side of every boundary. Larger roots are clamped.
/// </summary>
internal sealed unsafe class MagnitudeConverter<TSimd, TVector>(AlignedBuffer other) : BlockConverter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    protected override int BlockSamples => TSimd.Bytes;

    public override int SampleBytes => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RunBlocks(void* sums, void* to, int from, int end)
    {
        int lanes = TSimd.Bytes / 2;
        short* x = (short*)sums;
        short* y = (short*)other.Pointer;
        for (int i = from; i < end; i += 2 * lanes)
            TSimd.Store((byte*)to + i, TSimd.Narrow16To8(Roots(x + i, y + i), Roots(x + i + lanes, y + i + lanes)));
    }

    // Interleaving and narrowing both work in 128-bit blocks, so that they undo one another: x0 y0 x1 y1 ... gives squares 0, 1, ....
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Roots(short* x, short* y)
    {
        TVector a = TSimd.Load(x), b = TSimd.Load(y);
        TVector low = TSimd.InterleaveLow16(a, b), high = TSimd.InterleaveHigh16(a, b);
        return TSimd.NarrowInterleaved32To16(Root(TSimd.MultiplyAddAdjacent16(TSimd.Zero, low, low)),
            Root(TSimd.MultiplyAddAdjacent16(TSimd.Zero, high, high)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Root(TVector squares)
    {
        TVector n = TSimd.ToSingle(squares), half = TSimd.BroadcastS(0.5f);

        // The estimate for 0 would be infinite.
        TVector inverse = TSimd.ReciprocalSqrtEstimateS(TSimd.MaxS(n, half));
        TVector root = TSimd.MultiplyS(n, inverse);
        TVector error = TSimd.SubtractS(n, TSimd.MultiplyS(root, root));
        return TSimd.ToInt32(TSimd.AddS(TSimd.FusedMultiplyAddS(error, TSimd.MultiplyS(half, inverse), root), half));
    }
}

/// <summary>Gradient magnitudes in double.</summary>
internal static unsafe class Magnitudes
{
    /// <summary>
    /// <c>to[i] = sqrt(x[i]^2 + y[i]^2)</c> of 16-bit sums in double: correctly rounded, before any scale is applied.
    /// </summary>
    public static void RunDouble(short* x, short* y, double* to, int count)
    {
        // Both are within 32767 of 0, so that the sum of squares is below 2^31.
        int lanes = Vector<double>.Count, i = 0;
        for (; i <= count - (4 * lanes); i += 4 * lanes)
        {
            Vector.Widen(Vector.Load(x + i), out Vector<int> x0, out Vector<int> x1);
            Vector.Widen(Vector.Load(y + i), out Vector<int> y0, out Vector<int> y1);
            (Vector<double> a, Vector<double> b) = DoubleLanes.Widen((x0 * x0) + (y0 * y0));
            (Vector<double> c, Vector<double> d) = DoubleLanes.Widen((x1 * x1) + (y1 * y1));
            Vector.Store(Vector.SquareRoot(a), to + i);
            Vector.Store(Vector.SquareRoot(b), to + i + lanes);
            Vector.Store(Vector.SquareRoot(c), to + i + (2 * lanes));
            Vector.Store(Vector.SquareRoot(d), to + i + (3 * lanes));
        }
        for (; i < count; i++)
            to[i] = Math.Sqrt((double)(((long)x[i] * x[i]) + ((long)y[i] * y[i])));
    }
}
