using System.Runtime.InteropServices;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Progress;

/// <summary>The terminal that standard error is connected to.</summary>
internal static partial class Terminal
{
    private const int StandardError = 2;
    private const int UsualColumns = 80;
    private const nuint GetWindowSize = 0x5413;

    /// <summary>
    /// Its columns; 80 where they are not known. <see cref="Console"/> is not asked on Unix: it would switch the terminal to another mode.
    /// </summary>
    public static int Columns
    {
        get
        {
            try
            {
                int columns = OperatingSystem.IsWindows() ? Console.WindowWidth
                    : OperatingSystem.IsLinux() && Control(StandardError, GetWindowSize, out WindowSize size) == 0 ? size.Columns : 0;
                return columns > 0 ? columns : UsualColumns;
            }
            catch (IOException)
            {
                return UsualColumns;
            }
        }
    }

    /// <summary>Whether the program may write there now: a background job must not write over the shell's prompt.</summary>
    public static bool IsForeground =>
        OperatingSystem.IsWindows() || ForegroundGroup(StandardError) is var group && (group < 0 || group == OwnGroup());

    /// <summary>Whether colours are wanted, and understood.</summary>
    public static bool TakesColor(When color) => color is When.Always || (color is When.Auto && !OperatingSystem.IsWindows()
        && Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 }
        && Environment.GetEnvironmentVariable("TERM") is not "dumb");

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, out WindowSize size);

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    private static partial int ForegroundGroup(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int OwnGroup();

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
