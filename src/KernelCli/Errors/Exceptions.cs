namespace KernelCli.Cli.Errors;

/// <summary>Something went wrong with one file; the cause says what.</summary>
internal sealed class FileException(string path, Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>The file, as the user named it.</summary>
    public string Path => path;

    /// <summary>Runs an action, and names the file in whatever it throws.</summary>
    public static void Guard(string path, Action action) => Guard(path, () =>
    {
        action();
        return true;
    });

    /// <inheritdoc cref="Guard(string, Action)"/>
    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception)
            when (exception is not (FileException or OperationCanceledException or UsageException or ClosedPipeException))
        {
            throw new FileException(path, exception);
        }
    }
}

/// <summary>What was asked for makes no sense; the message says what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Whoever read standard output has stopped reading.</summary>
internal sealed class ClosedPipeException() : Exception("standard output was closed");
