using System.Runtime.CompilerServices;
using KernelCli.Correlation.Loops;
using KernelCli.Simd;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Rows added up from the first to the last and scaled: <c>fma(rows[0][i] + rows[1][i] + ..., factor, offset)</c> in
/// float32.
/// </summary>
internal sealed unsafe class FloatRowSumPass<TSimd, TVector>(float factor, float offset) : FloatPass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The number of rows.</summary>
    public int Rows { get; set; }

    public override void Run(byte** rows, int first, float* to, int count, bool nonTemporal = false) =>
        Run((float**)rows, Rows, first, factor, offset, to, count, nonTemporal);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(float** rows, nint rowCount, int first, float factor, float offset, float* to, int count, bool nonTemporal)
    {
        int lanes = TSimd.Bytes / sizeof(float);
        TVector multiply = TSimd.BroadcastS(factor), add = TSimd.BroadcastS(offset);
        for (nint i = 0; i < count; i += 4 * lanes)
        {
            float* at = rows[0] + first + i;
            TVector sum0 = TSimd.Load(at), sum1 = TSimd.Load(at + lanes), sum2 = TSimd.Load(at + (2 * lanes)),
                sum3 = TSimd.Load(at + (3 * lanes));
            for (nint k = 1; k < rowCount; k++)
            {
                at = rows[k] + first + i;
                sum0 = TSimd.AddS(sum0, TSimd.Load(at));
                sum1 = TSimd.AddS(sum1, TSimd.Load(at + lanes));
                sum2 = TSimd.AddS(sum2, TSimd.Load(at + (2 * lanes)));
                sum3 = TSimd.AddS(sum3, TSimd.Load(at + (3 * lanes)));
            }
            FloatStores<TSimd, TVector>.Store(to + i, TSimd.FusedMultiplyAddS(sum0, multiply, add), nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + lanes, TSimd.FusedMultiplyAddS(sum1, multiply, add), nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + (2 * lanes), TSimd.FusedMultiplyAddS(sum2, multiply, add), nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + (3 * lanes), TSimd.FusedMultiplyAddS(sum3, multiply, add), nonTemporal);
        }
    }
}
