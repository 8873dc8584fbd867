using System.Diagnostics;
using KernelCli.Cli.Jobs;

namespace KernelCli.Cli.Batch;

/// <summary>A line every few seconds, and one at the end, for logs.</summary>
internal sealed class ProgressLines(int count) : BatchProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = Interval;
    private int _done;
    private int _failed;
    private double _megapixels;

    /// <inheritdoc/>
    public override void Advance(JobResult result)
    {
        _done++;
        _failed += result.Status is JobStatus.Failed ? 1 : 0;
        _megapixels += Megapixels(result);
        if (_watch.Elapsed < _next && _done < count)
            return;
        _next = _watch.Elapsed + Interval;
        TimeSpan left = _watch.Elapsed * ((double)(count - _done) / _done);
        Console.Error.WriteLine(FormattableString.Invariant(
            $"{_done} of {count} files, {_megapixels / Math.Max(1e-3, _watch.Elapsed.TotalSeconds):0.0} megapixels/s, {left.TotalSeconds:0} s left, {_failed} failed"));
    }
}
