using KernelCli.Codecs.Jpeg.Syntax;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// The restart markers of a scan (T.81, F.1.1.5 and E.2.4): counts MCUs between them, checks their numbers, and knows after damage from
/// which MCU on the bits can be trusted again.
/// </summary>
internal sealed class RestartCounter(EntropyReader reader, DamageReport damage, int interval)
{
    // Some encoders pad what they write to whole words.
    private const int MaxUnread = 7;

    // Markers this far ahead mean that intervals are missing; others are taken as they come.
    private const int MaxMissing = 3;


    private int _passed;
    private int _expected;
    private bool _ended;

    /// <summary>Whether the bits up to the next marker make no sense.</summary>
    public bool IsResyncing { get; private set; }

    /// <summary>Whether nothing more can come of the scan.</summary>
    public bool IsOver => IsResyncing && (interval == 0 || _ended);

    /// <summary>Units before the next marker; as many as there may be where there are no markers.</summary>
    public int Left => interval == 0 ? int.MaxValue : interval - _passed;

    /// <summary>Call before each MCU. True where a marker was passed, so that predictions begin anew.</summary>
    public bool Begin()
    {
        if (interval == 0 || _passed++ < interval)
            return false;
        _passed = 1;
        CheckEnd();
        int marker = reader.SkipToMarker();
        while (damage.IsLenient && marker >= 0 && !JpegMarker.IsRestart(marker)
            && marker is not (JpegMarker.EndOfImage or JpegMarker.StartOfScan))
        {
            // What damage makes look like a marker does not end a scan in which restart markers are still to come.
            reader.Start();
            marker = reader.SkipToMarker();
        }
        int ahead = (marker - JpegMarker.Restart - _expected) & (JpegMarker.Restarts - 1);
        bool isRestart = JpegMarker.IsRestart(marker);
        if (!isRestart || ahead != 0)
        {
            if (!_ended)
                damage.Report(
                    reader.Offset,
                    $"expected restart marker {_expected}, found {(marker < 0 ? "the end of the file" : $"marker {marker:X2}")}");
            _ended = !isRestart;
            IsResyncing = !isRestart || ahead <= MaxMissing;
        }
        else
            IsResyncing = false;
        _expected = (_expected + 1) & (JpegMarker.Restarts - 1);
        if (!IsResyncing)
            reader.Start();
        return true;
    }

    /// <summary>
    /// Checks after the last MCU of an interval or a scan that its bits are used up: what is left over was made by
    /// damage.
    /// </summary>
    public void CheckEnd()
    {
        reader.EnsureMcu();
        if (!IsResyncing && reader.Unread > MaxUnread)
            damage.Report(reader.Offset, $"{reader.Unread} bytes are left over after the last block before a marker");
    }

    /// <summary>Counts MCUs that were skipped without a look, at most <see cref="Left"/> less one.</summary>
    public void Pass(int units) => _passed += units;

    /// <summary>Reports that the MCU just decoded makes no sense, or is not there.</summary>
    public void StartResync()
    {
        damage.Report(reader.Offset, reader.IsOverrun
            ? "the scan ends before its last block"
            : "the bits are no code of their Huffman table, or too many for a block");
        IsResyncing = true;
    }
}
