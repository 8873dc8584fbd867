using KernelCli.Primitives;

namespace KernelCli.Cli.Errors;

/// <summary>Something went wrong with one file; the cause says what.</summary>
internal sealed class FileException(string path, Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>The file, as the user named it.</summary>
    public string Path => path;

    /// <summary>Whether a limit refused the file.</summary>
    public bool IsLimit => InnerException is ImageLimitException;

    /// <summary>
    /// Runs an action, and wraps what it throws in an exception that names the file. An exception that already names a
    /// file, a usage error, a cancellation and a closed pipe are not wrapped.
    /// </summary>
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

/// <summary>
/// The command line, or a file that it names, is invalid or cannot be used; the message says what to do.
/// </summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The reader of standard output has closed the pipe.</summary>
internal sealed class ClosedPipeException() : Exception("standard output was closed");
