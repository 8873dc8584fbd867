using System.Runtime.InteropServices;
using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Output;

/// <summary>
/// Handles Ctrl-C and termination signals. It asks the work to stop between two rows. If the work is stuck, as on a
/// pipe that sends nothing, it tells how far the work is, removes temporary files and ends the process.
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

        // Whoever reads standard error may be stuck too.
        var telling = new Thread(LastWords.Tell) { IsBackground = true };
        telling.Start();
        telling.Join(Patience);
        AtomicFile.AbandonAll();
        Environment.Exit(ExitCode.Interrupted);
    }
}
