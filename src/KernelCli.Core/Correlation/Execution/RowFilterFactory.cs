using System.Diagnostics;
using KernelCli.Correlation.Selection;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>Creates the row filter of a plan for a strip: one switch over the selected loops, no conditions on kernels.</summary>
/// <param name="Plan">The selected algorithm.</param>
/// <param name="Strip">The output columns.</param>
internal readonly record struct RowFilterFactory(AlgorithmPlan Plan, Strip Strip) : IWidthFunction<RowWindowFilter>
{
    /// <summary>Makes the filter.</summary>
    public RowWindowFilter Invoke<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => Plan.X.Vertical switch
        {
            _ when Plan.Algorithm is Algorithm.Gradient => new GradientRowFilter<TSimd, TVector>(Strip, Plan),
            LoopId.SlidingSums16 or LoopId.SlidingSums32 => new BoxRowFilter<TSimd, TVector>(Strip, Plan),
            LoopId.ColumnSpans => new ColumnSpanRowFilter<TSimd, TVector>(Strip, Plan),
            LoopId.DoubleTaps => new DoubleRowFilter<TSimd, TVector>(Strip, Plan),
            LoopId.FixedPointAverages => new FixedPointRowFilter<TSimd, TVector>(Strip, Plan),
            LoopId.PolyphaseRows => new DecimatedRowFilter<TSimd, TVector>(Strip, Plan),
            LoopId.RowSumsSingle or LoopId.SegmentSumsSingle => new FloatBoxRowFilter<TSimd, TVector>(Strip, Plan),
            LoopId.FoldedTapsBy4Rows => new FoldedRowFilter<TSimd, TVector>(Strip, Plan),
            LoopId.FloatTapsBy4Rows => new FloatTapsByRowsRowFilter<TSimd, TVector>(Strip, Plan),
            LoopId.FloatTaps or LoopId.FloatGradient => new FloatTapsRowFilter<TSimd, TVector>(Strip, Plan),
            LoopId.AdjacentPairsBy4Rows => new AdjacentPairsRowFilter<TSimd, TVector>(Strip, Plan),
            >= LoopId.SmallTaps3Unit and <= LoopId.AdjacentPairs => new IntegerRowFilter<TSimd, TVector>(Strip, Plan),
            _ => throw new UnreachableException($"{Plan.X.Vertical} is no vertical loop"),
        };
}
