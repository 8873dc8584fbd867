namespace KernelCli.Cli.Output;

/// <summary>Hands results on in the order of the inputs. Those of fast pictures wait for those of slower ones before them.</summary>
/// <param name="most">How many places a picture may be ahead of the first result that is missing.</param>
/// <param name="handOn">Takes a result and its place.</param>
internal sealed class ResultQueue<T>(int most, Action<int, T> handOn)
    where T : class
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<int, T> _early = [];
    private int _next;

    /// <summary>Waits until the picture in a place may begin.</summary>
    /// <param name="index">The place.</param>
    /// <param name="isStopped">Says whether the run ends early, so that waiting is of no use.</param>
    public void WaitForTurn(int index, Func<bool> isStopped)
    {
        lock (_early)
            while (index - _next >= most && !isStopped())
                Monitor.Wait(_early, BetweenLooks);
    }

    /// <summary>Adds a result.</summary>
    public void Add(int index, T result)
    {
        lock (_early)
        {
            _early.Add(index, result);
            for (; _early.Remove(_next, out T? turn); _next++)
                handOn(_next, turn);
            Monitor.PulseAll(_early);
        }
    }

    /// <summary>Hands on what waits for results that do not come any more.</summary>
    public void HandOnRest()
    {
        lock (_early)
            foreach ((int index, T result) in _early.OrderBy(early => early.Key))
                handOn(index, result);
    }
}
