using KernelCli.Codecs.Jpeg.Syntax;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// Tracks the restart markers of a scan (T.81, F.1.1.5 and E.2.4). It counts the MCUs between markers, checks the marker
/// numbers, and after damage determines the MCU at which decoding can resume.
/// </summary>
internal sealed class RestartCounter(EntropyReader reader, DamageReport damage, int interval)
{
    /// <summary>The maximum number of unread bytes before a marker: some encoders pad to words of up to 8 bytes.</summary>
    public const int MaxUnread = 7;

    // A marker that is at most this many numbers ahead means that intervals are missing; one further ahead is accepted
    // as if it were the expected one.
    private const int MaxMissing = 3;

    private int _passed;
    private int _expected;
    private bool _ended;

    /// <summary>Whether the MCUs up to the next usable restart marker cannot be decoded.</summary>
    public bool IsResyncing { get; private set; }

    /// <summary>Whether no more MCUs of the scan can be decoded.</summary>
    public bool IsOver => IsResyncing && (interval == 0 || _ended);

    /// <summary>
    /// MCUs left before the next marker; <see cref="int.MaxValue"/> if the scan has no restart markers.
    /// </summary>
    public int Left => interval == 0 ? int.MaxValue : interval - _passed;

    /// <summary>
    /// Counts an MCU before it is decoded, and reads the restart marker that is due before it. Returns true if one was due:
    /// the caller then resets its DC predictions and EOB run.
    /// </summary>
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
            // Damage can look like a marker. Such a marker does not end a scan that still expects restart markers.
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
    /// Checks after the last MCU of an interval or a scan that its data is used up. Bytes that are left over are reported
    /// as damage.
    /// </summary>
    public void CheckEnd()
    {
        reader.EnsureMcu();
        if (!IsResyncing && reader.Unread > MaxUnread)
            damage.Report(reader.Offset, $"{reader.Unread} bytes are left over after the last block before a marker");
    }

    /// <summary>Starts at the first MCU of an interval, after a number of earlier ones that were decoded elsewhere.</summary>
    public void StartAt(int intervals) => (_passed, _expected) = (0, intervals & (JpegMarker.Restarts - 1));

    /// <summary>Counts MCUs that are skipped without decoding, at most <see cref="Left"/>.</summary>
    public void Pass(int units) => _passed += units;

    /// <summary>
    /// Reports that the MCU just decoded is invalid or missing, and sets <see cref="IsResyncing"/> until a usable restart
    /// marker.
    /// </summary>
    public void StartResync()
    {
        damage.Report(reader.Offset, reader.IsOverrun
            ? "the scan ends before its last block"
            : "the bits are no code of their Huffman table, or too many for a block");
        IsResyncing = true;
    }
}
