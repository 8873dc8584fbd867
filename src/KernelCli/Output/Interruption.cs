using System.Runtime.InteropServices;
using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Output;

/// <summary>
/// Ctrl-C and termination: asks the work to stop between two rows, and where it is stuck (a pipe that sends nothing) removes what was half
/// written and ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _source = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() =>
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];

    /// <summary>Cancelled when the user wants to stop.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _ended.Set();
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        _source.Cancel();
        if (_ended.Wait(Patience))
            return;
        AtomicFile.AbandonAll();

        // A progress bar may have hidden it.
        if (!Console.IsErrorRedirected)
            Console.Error.Write("\u001b[?25h");
        Environment.Exit(ExitCode.Interrupted);
    }
}
