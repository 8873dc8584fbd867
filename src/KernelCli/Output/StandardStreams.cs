using System.Runtime.InteropServices;
using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Output;

/// <summary>
/// Standard input, output and error as the process inherited them. One that was inherited closed stays closed for the
/// program, even if the runtime has opened something on its descriptor, and no file that is opened later gets its
/// descriptor.
/// </summary>
internal static partial class StandardStreams
{
    /// <summary>The name that stands for standard input or output.</summary>
    public const string Name = "-";

    private const int GetFlags = 1;
    private const int CloseOnExec = 1;
    private const int ReadWrite = 2;
    private static readonly bool[] Closed = new bool[3];

    /// <summary>
    /// Finds out which of the three descriptors were inherited closed, and occupies those that are free with /dev/null.
    /// It must be called before any file is opened.
    /// </summary>
    // An inherited descriptor cannot have the close-on-exec flag, while every descriptor that the runtime opens has it.
    public static void Secure()
    {
        if (OperatingSystem.IsWindows())
            return;
        for (int descriptor = 0; descriptor < Closed.Length; descriptor++)
        {
            int flags = Control(descriptor, GetFlags);
            Closed[descriptor] = flags < 0 || (flags & CloseOnExec) != 0;
            // The lowest number that is free is this one.
            if (flags < 0)
                _ = Open("/dev/null", ReadWrite);
        }
    }

    /// <summary>Standard input.</summary>
    /// <exception cref="IOException">It was closed.</exception>
    public static Stream OpenInput() =>
        Closed[0] ? throw new IOException("standard input is closed: give it a picture, or name a file") : Console.OpenStandardInput();

    /// <summary>Standard output; where it was closed, whatever is written fails.</summary>
    public static Stream OpenOutput() => Closed[1] ? new ClosedStream() : Console.OpenStandardOutput();

    /// <summary>
    /// Opens standard error. Text that cannot be written there is lost, because it must not change the outcome.
    /// </summary>
    public static Stream OpenError() => Closed[2] ? Stream.Null : new ForgivingStream(Console.OpenStandardError());

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    private sealed class ClosedStream() : NamedStream("standard output", Null)
    {
        public override void Write(ReadOnlySpan<byte> buffer) =>
            throw new FileException("standard output", new IOException("is closed: nothing can be written there"));
    }

    private sealed class ForgivingStream(Stream stream) : NamedStream("standard error", stream)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                base.Write(buffer);
            }
            catch (Exception exception) when (exception is FileException or ClosedPipeException or UnauthorizedAccessException
                or ObjectDisposedException)
            {
                // There is nowhere left to report the error.
            }
        }

        public override void Flush()
        {
        }
    }
}

/// <summary>Standard output as bytes.</summary>
internal sealed class StandardOutput() : NamedStream("standard output", new BufferedStream(StandardStreams.OpenOutput(), 1 << 16));
