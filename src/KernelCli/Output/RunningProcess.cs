using System.Diagnostics;

namespace KernelCli.Cli.Output;

/// <summary>Whether a process of this machine still runs.</summary>
internal static class RunningProcess
{
    /// <summary>
    /// Whether a process with this ID exists and has not ended. A zombie, which has ended but whose parent has not yet
    /// waited for it, does not count.
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
            // A process whose details may not be read still counts.
            return exception is not FileNotFoundException and not DirectoryNotFoundException;
        }
    }

    // "1234 (name, which may hold anything) Z ...": the state follows the last parenthesis.
    private static bool HasEnded(string stat) =>
        stat.LastIndexOf(')') is var end and >= 0 && stat.AsSpan(end + 1).TrimStart() is ['Z' or 'X', ..];
}
