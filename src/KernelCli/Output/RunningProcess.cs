using System.Diagnostics;

namespace KernelCli.Cli.Output;

/// <summary>Whether a process of this machine still runs.</summary>
internal static class RunningProcess
{
    /// <summary>
    /// Whether there is a process of this number that has not ended; one that has ended and waits for its parent to notice does
    /// not count.
    /// </summary>
    public static bool Exists(int number)
    {
        try
        {
            using Process process = Process.GetProcessById(number);
            return !OperatingSystem.IsLinux() || !HasEnded(File.ReadAllText($"/proc/{number}/stat"));
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Hidden processes are processes.
            return exception is not FileNotFoundException and not DirectoryNotFoundException;
        }
    }

    // "1234 (name, which may hold anything) Z ...": the state follows the last parenthesis.
    private static bool HasEnded(string stat) =>
        stat.LastIndexOf(')') is var end and >= 0 && stat.AsSpan(end + 1).TrimStart() is ['Z' or 'X', ..];
}
