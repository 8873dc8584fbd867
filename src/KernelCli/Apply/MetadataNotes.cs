using KernelCli.Codecs;

namespace KernelCli.Cli.Apply;

/// <summary>
/// Collects notes on what one picture loses: metadata that its decoder or encoder leaves out, and properties of its file.
/// With <c>--metadata none</c>, <c>--quiet</c> or <c>--dry-run</c>, there are no notes on metadata.
/// </summary>
internal sealed class MetadataNotes(ApplyRequest request)
{
    private readonly List<string> _notes = [];
    private readonly bool _isTold = request is { Quiet: false, DryRun: false, Encoding.KeepMetadata: true };

    /// <summary>All notes in one line; null if there are none.</summary>
    public string? Text
    {
        get
        {
            lock (_notes)
                return _notes.Count == 0 ? null : string.Join("; ", _notes);
        }
    }

    /// <summary>The options with callbacks that collect the decoder's notes.</summary>
    public DecodeOptions Observe(DecodeOptions options) =>
        _isTold ? options with { OnNote = Add, OnDetail = request.Verbose ? Add : null } : options;

    /// <summary>The options with callbacks that collect the encoder's notes.</summary>
    public EncodeOptions Observe(EncodeOptions options) =>
        _isTold ? options with { OnNote = Add, OnDetail = request.Verbose ? Add : null } : options;

    /// <summary>Adds a note on the file, which metadata do not concern.</summary>
    public void AddOfFile(string note)
    {
        if (!request.Quiet)
            lock (_notes)
                _notes.Add(note);
    }

    /// <summary>Adds a note, unless it is there already. The decoder may call this from another thread.</summary>
    public void Add(string note)
    {
        if (!_isTold)
            return;
        lock (_notes)
            if (!_notes.Contains(note))
                _notes.Add(note);
    }
}
