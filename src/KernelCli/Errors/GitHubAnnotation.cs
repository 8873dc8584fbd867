namespace KernelCli.Cli.Errors;

/// <summary>
/// Marks a file in the log and summary of a GitHub Actions job, by a workflow command on standard error. Elsewhere nothing is written.
/// </summary>
/// <remarks>Source: the workflow command <c>error</c> in GitHub's documentation.</remarks>
internal static class GitHubAnnotation
{
    private static readonly bool IsWanted = Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";

    /// <summary>Marks a file.</summary>
    /// <param name="file">The file, as it was named.</param>
    /// <param name="message">What is wrong with it.</param>
    public static void Write(string file, string message)
    {
        if (IsWanted)
            Console.Error.WriteLine($"::error file={Property(file)},title=kernelcli::{Data(message)}");
    }

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
