using KernelCli.Kernels;

namespace KernelCli.Correlation.Selection;

/// <summary>
/// The only place that decides which loops run. Each row of the table is a function that gives a plan where it has proved that its loops
/// are right for the request, else null; the first one wins, and the last always does.
/// </summary>
internal static partial class AlgorithmSelector
{
    // A kernel of so many rows produces several output rows in a call: what is read for one of them is in L1 for the others. The ring of a
    // smaller kernel is in L1 anyway, and the rows that a call adds would evict it; of five rows of floats the ring is in L2 in any case.
    private const int RowsOfBlocks = 4;
    private const int MinIntegerRowsForBlocks = 7;
    private const int MinFloatRowsForBlocks = 5;

    private static readonly Func<CorrelationRequest, AlgorithmPlan?>[] Rows =
    [
        IntegerGradient,
        FloatGradient,
        Box,
        Integer,
        Double,
        DecimatedGaussian,
        FixedPoint,
        FixedPointDense,
        FloatBox,
        Float,
    ];

    /// <summary>The fastest algorithm that is proved right for a request.</summary>
    /// <exception cref="ArgumentException">float32 cannot hold the kernel's scale.</exception>
    public static AlgorithmPlan Select(CorrelationRequest request)
    {
        foreach (Func<CorrelationRequest, AlgorithmPlan?> row in Rows)
            if (row(request) is { } plan)
                return plan;
        throw new System.Diagnostics.UnreachableException();
    }

    private static int RowsPerCall(CorrelationRequest request, int minRows) =>
        request.HasUnitRowSpacing && request.Kernels.X.Height >= minRows ? RowsOfBlocks : 1;

    private static string Size(Kernel kernel) => $"{kernel.Width}x{kernel.Height}";
}
