using KernelCli.Kernels;

namespace KernelCli.Correlation.Selection;

/// <summary>
/// The only place that decides which loops run. Each row of the table is a function that returns a plan if it has proved
/// its loops correct for the request, else null. The first plan wins; the last function always returns one.
/// </summary>
internal static partial class AlgorithmSelector
{
    // Kernels of at least this many rows make several output rows per call, so that the source rows loaded for one of them are in L1 for
    // the others. The ring of a smaller kernel is in L1 anyway, and the rows added for such calls would evict it. A ring of five or more
    // rows of floats is in L2 in any case.
    private const int RowsPerBlock = 4;
    private const int MinIntegerRowsForBlocks = 7;
    private const int MinFloatRowsForBlocks = 5;

    private static readonly Func<CorrelationRequest, AlgorithmPlan?>[] Rows =
    [
        IntegerGradient,
        FloatGradient,
        Box,
        ColumnSpans,
        Integer,
        Double,
        DecimatedGaussian,
        FixedPoint,
        FixedPointDense,
        FloatBox,
        Float,
    ];

    /// <summary>Selects the fastest algorithm that is proved correct for a request.</summary>
    /// <exception cref="ArgumentException">float32 cannot hold the kernel's scale.</exception>
    public static AlgorithmPlan Select(CorrelationRequest request)
    {
        foreach (Func<CorrelationRequest, AlgorithmPlan?> row in Rows)
            if (row(request) is { } plan)
                return plan;
        throw new System.Diagnostics.UnreachableException();
    }

    private static int RowsPerCall(CorrelationRequest request, int minRows) =>
        request.HasUnitRowSpacing && request.Kernels.X.Height >= minRows ? RowsPerBlock : 1;

    private static string Size(Kernel kernel) => $"{kernel.Width}x{kernel.Height}";
}
