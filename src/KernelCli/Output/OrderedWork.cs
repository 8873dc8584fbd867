using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace KernelCli.Cli.Output;

/// <summary>Work on many things side by side, begun in their order.</summary>
internal static class OrderedWork
{
    /// <summary>
    /// Hands out the items in order, one at a time per worker. An exception of one worker stops all of them and is rethrown unwrapped.
    /// </summary>
    /// <param name="items">The items.</param>
    /// <param name="options">How many workers there are, and what cancels them.</param>
    /// <param name="action">Takes an item, the state of the loop and the item's place.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void ForEach<T>(List<T> items, ParallelOptions options, Action<T, ParallelLoopState, int> action)
    {
        try
        {
            Parallel.ForEach(Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering), options,
                (item, state, index) => action(item, state, (int)index));
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
