namespace KernelCli.Cli.Apply;

/// <summary>What pictures that are worked on at the same time may take together. One that takes more than all has its turn alone.</summary>
internal sealed class MemoryBudget(long bytes)
{
    // Rows, buffers of decoder and encoder, and what is not counted one by one.
    private const long Overhead = 8L << 20;

    private readonly object _lock = new();
    private long _taken;

    /// <summary>Waits until there is room.</summary>
    /// <param name="buffers">Bytes of buffers.</param>
    /// <param name="cancellation">Asked while waiting.</param>
    /// <returns>Gives the room back when it is disposed.</returns>
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
