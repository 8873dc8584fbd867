using KernelCli.Correlation.Output;
using KernelCli.Correlation.Selection;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>Base class of the row filters of correlation plans, with the conversion from their accumulators to samples.</summary>
/// <param name="strip">The output columns.</param>
/// <param name="plan">The selected algorithm.</param>
/// <param name="output">Converts accumulators to samples.</param>
internal abstract class CorrelationRowFilter<TSimd, TVector>(Strip strip, AlgorithmPlan plan, OutputConverter output)
    : RowWindowFilter(strip, output.SampleBytes, plan.RowsPerCall)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Creates a filter with the plan's output conversion.</summary>
    protected CorrelationRowFilter(Strip strip, AlgorithmPlan plan)
        : this(strip, plan, OutputConverter.Create<TSimd, TVector>(plan.Output, strip.StoreMode))
    {
    }

    /// <summary>Converts accumulators to samples.</summary>
    protected OutputConverter Output => output;
}
