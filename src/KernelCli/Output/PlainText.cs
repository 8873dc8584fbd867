using System.Text;

namespace KernelCli.Cli.Output;

/// <summary>
/// Sets up text on standard output and standard error: lines end with LF, and the encoding is UTF-8 without a byte order
/// mark, whatever the platform and its code page; a Windows console gets UTF-16.
/// </summary>
internal static class PlainText
{
    /// <summary>Replaces the writers of <see cref="Console"/>.</summary>
    public static void Install()
    {
        (bool outs, bool errors) = (IsConsole(Console.IsOutputRedirected), IsConsole(Console.IsErrorRedirected));

        // A Windows console accepts UTF-16. Setting it does not change the console's code page, which other programs use.
        if (outs || errors)
            Console.OutputEncoding = Encoding.Unicode;
        Console.SetOut(Over(StandardStreams.OpenOutput(), outs));
        Console.SetError(Over(StandardStreams.OpenError(), errors));
    }

    /// <summary>A writer for the stream of a terminal.</summary>
    public static StreamWriter OnTerminal(Stream stream) => Over(stream, OperatingSystem.IsWindows());

    internal static StreamWriter Over(Stream stream, bool isConsole) =>
        new(stream, isConsole
            ? new UnicodeEncoding(bigEndian: false, byteOrderMark: false)
            : new UTF8Encoding(false))
        { AutoFlush = true, NewLine = "\n" };

    private static bool IsConsole(bool isRedirected) => OperatingSystem.IsWindows() && !isRedirected;
}
