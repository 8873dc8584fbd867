namespace KernelCli.Cli.Batch;

/// <summary>A line every few seconds, and one at the end, for logs.</summary>
internal sealed class ProgressLines(int count) : BatchProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private TimeSpan _next = Interval;

    /// <inheritdoc/>
    protected override void Show()
    {
        TimeSpan elapsed = Elapsed;
        if (elapsed < _next && Done < count)
            return;
        _next = elapsed + Interval;
        TimeSpan left = elapsed * ((double)(count - Done) / Done);
        Console.Error.WriteLine(FormattableString.Invariant($"{Done} of {count} files, {MegapixelsPerSecond:0.0} megapixels/s, {left.TotalSeconds:0} s left, {Failed} failed"));
    }
}
