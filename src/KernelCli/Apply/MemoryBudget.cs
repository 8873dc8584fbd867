namespace KernelCli.Cli.Apply;

/// <summary>
/// The memory that concurrent pictures may use together. A picture that needs more than all of it runs alone.
/// </summary>
internal sealed class MemoryBudget(long bytes)
{
    // An allowance for rows, the buffers of the decoder and the encoder, and everything else that is not counted.
    private const long Overhead = 8L << 20;

    private readonly object _lock = new();
    private long _taken;

    /// <summary>Waits until enough memory is free, and reserves it.</summary>
    /// <param name="buffers">The size of the chain's buffers in bytes.</param>
    /// <param name="cancellation">Checked while waiting.</param>
    /// <returns>The reservation, which is released when it is disposed.</returns>
    public IDisposable Admit(long buffers, CancellationToken cancellation)
    {
        long wanted = buffers + Overhead;
        lock (_lock)
        {
            while (_taken > 0 && _taken + wanted > bytes)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_lock, TimeSpan.FromMilliseconds(100));
            }
            _taken += wanted;
        }
        return new Room(this, wanted);
    }

    private sealed class Room(MemoryBudget budget, long wanted) : IDisposable
    {
        public void Dispose()
        {
            lock (budget._lock)
            {
                budget._taken -= wanted;
                Monitor.PulseAll(budget._lock);
            }
        }
    }
}
