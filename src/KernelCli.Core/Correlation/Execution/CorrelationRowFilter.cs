using KernelCli.Correlation.Output;
using KernelCli.Correlation.Selection;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>The row filter of a plan: the window that it runs over, and the conversion of the accumulators that it makes.</summary>
/// <param name="strip">Columns.</param>
/// <param name="plan">What was selected.</param>
/// <param name="output">From accumulators to samples.</param>
internal abstract class CorrelationRowFilter<TSimd, TVector>(Strip strip, AlgorithmPlan plan, OutputConverter output)
    : RowWindowFilter(strip, output.SampleBytes, plan.RowsPerCall)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>A filter whose conversion is that of the plan.</summary>
    protected CorrelationRowFilter(Strip strip, AlgorithmPlan plan)
        : this(strip, plan, OutputConverter.Create<TSimd, TVector>(plan.Output, strip.StoreMode))
    {
    }

    /// <summary>From accumulators to samples.</summary>
    protected OutputConverter Output => output;
}
