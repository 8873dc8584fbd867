using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>Rows of float32 as they are, looked at on the way.</summary>
/// <param name="input">Rows.</param>
/// <param name="statistics">Where what was seen is gathered.</param>
/// <param name="factor">What makes samples of values.</param>
/// <param name="white">The largest sample, or null where nothing is clamped.</param>
public sealed class StatisticsRowSource(IRowSource input, ClippingStatistics statistics, double factor, double? white) : RowDecorator(input, CheckSamples(input.Info, SampleType.Float32))
{
    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(row);
        statistics.Add(MemoryMarshal.Cast<byte, float>(row), Info.Format.Channels, Info.Format.ColorChannels, factor, white);
    }
}
