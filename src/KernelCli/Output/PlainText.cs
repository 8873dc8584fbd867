using System.Text;

namespace KernelCli.Cli.Output;

/// <summary>
/// Text on standard output and standard error: UTF-8 without a mark, lines ended by LF, whatever the platform and its code
/// page.
/// </summary>
internal static class PlainText
{
    /// <summary>Has the console's writers write so.</summary>
    public static void Install()
    {
        (bool outs, bool errors) = (IsConsole(Console.IsOutputRedirected), IsConsole(Console.IsErrorRedirected));

        // A Windows console takes characters; this does not touch its code page, which others go on using.
        if (outs || errors)
            Console.OutputEncoding = Encoding.Unicode;
        Console.SetOut(Over(StandardStreams.OpenOutput(), outs));
        Console.SetError(Over(StandardStreams.OpenError(), errors));
    }

    internal static StreamWriter Over(Stream stream, bool isConsole) =>
        new(stream, isConsole
            ? new UnicodeEncoding(bigEndian: false, byteOrderMark: false)
            : new UTF8Encoding(false))
        { AutoFlush = true, NewLine = "\n" };

    private static bool IsConsole(bool isRedirected) => OperatingSystem.IsWindows() && !isRedirected;
}
