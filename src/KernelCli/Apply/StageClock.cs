using System.Diagnostics;
using System.Globalization;
using KernelCli.Chains;
using KernelCli.Rows;

namespace KernelCli.Cli.Apply;

/// <summary>
/// How long each stage of a run works: decoding, filtering, encoding. They overlap where there are threads, so that the run
/// takes about as long as the slowest.
/// </summary>
internal sealed class StageClock
{
    private long _decoding;
    private long _encoding;
    private TimeSpan _others;
    private bool _isAhead;

    /// <summary>The stages in one line.</summary>
    public string Text
    {
        get
        {
            double decoding = Milliseconds(_decoding), encoding = Milliseconds(_encoding);
            double filtering = Math.Max(0, _others.TotalMilliseconds - encoding);
            string beside = _isAhead ? " (beside the others)" : "";
            return string.Create(CultureInfo.InvariantCulture,
                $"decoding {decoding:0} ms{beside}, filtering {filtering:0} ms, encoding {encoding:0} ms");
        }
    }

    /// <summary>Rows whose decoding is counted.</summary>
    public IRowSource Decoding(IRowSource rows) => new TimedRowSource(rows, this);

    /// <summary>Runs a chain into a sink, and counts filtering and encoding.</summary>
    public void Run(FilterChain chain, IRowSink sink, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp(), decoding = _decoding;
        RowPump.Run(chain.Output, new TimedRowSink(sink, this), cancellation);
        _isAhead |= chain.Ahead is not null;
        _others += Stopwatch.GetElapsedTime(start) - (chain.Ahead?.Waited ?? Stopwatch.GetElapsedTime(decoding, _decoding));
    }

    private static double Milliseconds(long ticks) => Stopwatch.GetElapsedTime(0, ticks).TotalMilliseconds;

    private sealed class TimedRowSource(IRowSource input, StageClock clock) : RowDecorator(input, input.Info)
    {
        protected override void ReadNextRow(Span<byte> row, int y)
        {
            long start = Stopwatch.GetTimestamp();
            Input.ReadRow(row);
            clock._decoding += Stopwatch.GetTimestamp() - start;
        }
    }

    private sealed class TimedRowSink(IRowSink next, StageClock clock) : IRowSink
    {
        public void WriteRow(ReadOnlySpan<byte> row)
        {
            long start = Stopwatch.GetTimestamp();
            next.WriteRow(row);
            clock._encoding += Stopwatch.GetTimestamp() - start;
        }

        public void Complete()
        {
            long start = Stopwatch.GetTimestamp();
            next.Complete();
            clock._encoding += Stopwatch.GetTimestamp() - start;
        }

        public void Dispose() => next.Dispose();
    }
}
