using KernelCli.Correlation.Correlators;
using KernelCli.Simd;

namespace KernelCli.Correlation.Paths;

/// <summary>A way of computing a correlation, with the proof that it may be taken: made once by the plan, then used for every run of rows.</summary>
internal abstract class CorrelationPath
{
    /// <summary>The algorithm in words, for a person who asked what will be done.</summary>
    public abstract string Description { get; }

    /// <summary>The row arithmetic for some columns.</summary>
    public abstract RowCorrelator Create<TSimd, TVector>(RowRange range)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}
