namespace KernelCli.Cli.Compare;

/// <summary>How far pictures may differ and still count as equal.</summary>
/// <param name="MaxDiff">Differences up to this many levels of 255 do not count.</param>
/// <param name="MaxPercent">Up to this percentage of the pixels may differ by more.</param>
internal sealed record Tolerance(double MaxDiff, double MaxPercent);
