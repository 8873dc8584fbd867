using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace KernelCli.Benchmarks.Suites;

/// <summary>Megapixels a second, for benchmarks that name their number of pixels.</summary>
internal sealed class PixelsPerSecondColumn : IColumn
{
    public string Id => nameof(PixelsPerSecondColumn);

    public string ColumnName => "Mpixel/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Megapixels a second, by the mean time";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        benchmarkCase.Descriptor.WorkloadMethod.GetCustomAttributes(typeof(PixelsAttribute), false) is [PixelsAttribute pixels]
        && summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? (pixels.Count / statistics.Mean * 1e3).ToString("0.0", CultureInfo.InvariantCulture)
            : "-";
}
