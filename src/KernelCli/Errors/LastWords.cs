namespace KernelCli.Cli.Errors;

/// <summary>
/// What is told when a run is interrupted: by the run itself where it ends in time, else by the handler of the signal; once.
/// </summary>
internal static class LastWords
{
    private static readonly object Lock = new();
    private static volatile Action Words = () => Failures.WriteLine("interrupted");
    private static bool IsTold;

    /// <summary>Says what is to be told from now on.</summary>
    /// <param name="words">Writes the words. The run may still be going on in other threads.</param>
    public static void Prepare(Action words) => Words = words;

    /// <summary>Tells them, if nobody has; waits where somebody is doing so.</summary>
    public static void Tell()
    {
        lock (Lock)
        {
            if (IsTold)
                return;
            IsTold = true;
            try
            {
                Words();
            }
            catch (Exception exception)
            {
                Failures.WriteLine(Failures.Describe(exception));
            }
        }
    }
}
