using KernelCli.Codecs;

namespace KernelCli.Cli.Apply;

/// <summary>
/// Gathers what decoder and encoder of one picture leave out of its metadata. Where none are to be carried, or nobody listens,
/// nothing is told.
/// </summary>
internal sealed class MetadataNotes(ApplyRequest request)
{
    private readonly List<string> _notes = [];
    private readonly bool _isTold = request is { Quiet: false, DryRun: false, Encoding.KeepMetadata: true };

    /// <summary>What was left out, in one line; null where nothing was.</summary>
    public string? Text
    {
        get
        {
            lock (_notes)
                return _notes.Count == 0 ? null : string.Join("; ", _notes);
        }
    }

    /// <summary>Has a decoder tell.</summary>
    public DecodeOptions Ask(DecodeOptions options) =>
        _isTold ? options with { OnNote = Add, OnDetail = request.Verbose ? Add : null } : options;

    /// <summary>Has an encoder tell.</summary>
    public EncodeOptions Ask(EncodeOptions options) =>
        _isTold ? options with { OnNote = Add, OnDetail = request.Verbose ? Add : null } : options;

    // Decoding may go on on a thread of its own.
    private void Add(string note)
    {
        lock (_notes)
            _notes.Add(note);
    }
}
