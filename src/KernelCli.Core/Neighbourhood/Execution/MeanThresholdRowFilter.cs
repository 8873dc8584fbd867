using System.Runtime.CompilerServices;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>
/// Bytes that are white where they are above the mean minus a number: where <c>n value - sum</c>, a whole number below 2^24
/// that float32 holds exactly, is above <c>-n subtracted</c>.
/// </summary>
internal sealed unsafe class MeanThresholdRowFilter<TSimd, TVector>(Strip strip, FilterWindow window, int strideY, double subtracted)
    : MomentRowFilter<TSimd, TVector>(strip, window, strideY, hasSquares: false, sizeof(byte), planes: 1, CellWeights.Equal, byte.MaxValue)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const double Largest = 1 << 24;

    private readonly int _cells = window.Cells;

    // The least whole number above the threshold.
    private readonly float _least = (float)Math.Clamp(Math.Floor(-window.Cells * subtracted) + 1, -Largest, Largest);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Write(byte* values, byte* sums, byte* squares, byte* to)
    {
        byte* line = Line(0);
        int lanes = TSimd.Bytes / sizeof(int);
        TVector cells = TSimd.BroadcastS(_cells), least = TSimd.BroadcastS(_least), white = TSimd.Broadcast32(byte.MaxValue);
        for (int i = 0; i < Columns; i += 4 * lanes)
        {
            int* sum = (int*)sums + i;
            TVector low = TSimd.Narrow32To16(Decide(values + i, sum, cells, least, white),
                Decide(values + i + lanes, sum + lanes, cells, least, white));
            TVector high = TSimd.Narrow32To16(Decide(values + i + (2 * lanes), sum + (2 * lanes), cells, least, white),
                Decide(values + i + (3 * lanes), sum + (3 * lanes), cells, least, white));
            TSimd.Store(line + i, TSimd.Narrow16To8(low, high));
        }
        Emit(line, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Decide(byte* values, int* sums, TVector cells, TVector least, TVector white)
    {
        TVector value = TSimd.ToSingle(TSimd.LoadWiden8To32(values)), sum = TSimd.ToSingle(TSimd.Load(sums));
        TVector above = TSimd.SubtractS(TSimd.MultiplyS(value, cells), sum);
        return TSimd.SelectGreaterOrEqualS(above, least, white, TSimd.Zero);
    }
}
