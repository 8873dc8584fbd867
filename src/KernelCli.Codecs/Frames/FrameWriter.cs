using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Frames;

/// <summary>What is known of a sequence of frames before the first is written.</summary>
/// <param name="Count">How many frames follow, at least 1.</param>
/// <param name="Plays">How often an animation plays: 0 for ever, 1 once.</param>
public readonly record struct FrameSequence(int Count, int Plays);

/// <summary>
/// Writes the frames of a file one after the other, and checks each call: that a frame is complete before the next begins, that all of
/// them are written, and that the frames of an animation have one size and format.
/// </summary>
public abstract class FrameWriter : IDisposable
{
    private readonly bool _storesPages;
    private ImageInfo? _first;
    private int _begun;
    private int _written;
    private bool _isComplete;

    private protected FrameWriter(FrameSequence sequence, bool storesPages = false) => (Sequence, _storesPages) = (sequence, storesPages);

    /// <summary>Throws if the format cannot store pixels; set by the codec.</summary>
    internal Action<ImageInfo>? CheckFormat { get; set; }

    /// <summary>What is known of the frames.</summary>
    private protected FrameSequence Sequence { get; }

    /// <summary>Frames that are complete.</summary>
    private protected int Written => _written;

    /// <summary>Begins a frame. The frame before must be complete.</summary>
    /// <param name="info">The size, pixel format and metadata of the frame; the frames of an animation share size and format.</param>
    /// <param name="delay">How long it is shown; ignored by formats of pages.</param>
    /// <returns>Takes the rows of the frame; completing it completes the frame, not the file.</returns>
    /// <exception cref="ArgumentNullException">The description is null.</exception>
    /// <exception cref="ArgumentException">The format cannot store the pixels, or they differ from those of the first frame.</exception>
    /// <exception cref="InvalidOperationException">The frame before is not complete, or all frames were begun.</exception>
    public IRowSink Begin(ImageInfo info, FrameDelay delay)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (delay.Numerator < 0 || (delay.Denominator < 1 && delay.Numerator > 0))
            throw new ArgumentOutOfRangeException(nameof(delay), delay, "a delay is a fraction of 0 or more");
        if (_begun == Sequence.Count)
            throw new InvalidOperationException($"all frames were begun: {Sequence.Count} were announced");
        if (_begun != _written)
            throw new InvalidOperationException("the frame before is not complete");
        CheckFormat?.Invoke(info);
        _first ??= info;
        if (!_storesPages && (info.Width, info.Height, info.Format) != (_first.Width, _first.Height, _first.Format))
            throw new ArgumentException($"the frames of an animation have one size and format, the first {_first.Width}x{_first.Height} "
                + $"{_first.Format}, this one {info.Width}x{info.Height} {info.Format}", nameof(info));
        IRowSink sink = BeginFrame(info, delay);
        _begun++;
        return new CountedSink(this, sink);
    }

    /// <summary>Writes the end of the file, after the last frame.</summary>
    /// <exception cref="InvalidOperationException">Frames are missing.</exception>
    public void Complete()
    {
        if (_isComplete)
            return;
        if (_written < Sequence.Count)
            throw new InvalidOperationException($"{_written} frames were written: {Sequence.Count} were announced");
        CompleteFile();
        _isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins a frame whose turn it is.</summary>
    private protected abstract IRowSink BeginFrame(ImageInfo info, FrameDelay delay);

    /// <summary>Writes the end of the file; called once, after the last frame.</summary>
    private protected abstract void CompleteFile();

    /// <summary>Releases buffers; the stream stays open.</summary>
    private protected virtual void Dispose(bool disposing)
    {
    }

    // Counts a frame when its sink is complete.
    private sealed class CountedSink(FrameWriter writer, IRowSink sink) : IRowSink
    {
        private bool _isCounted;

        public void WriteRow(ReadOnlySpan<byte> row) => sink.WriteRow(row);

        public void Complete()
        {
            sink.Complete();
            if (!_isCounted)
                writer._written++;
            _isCounted = true;
        }

        public void Dispose() => sink.Dispose();
    }
}

/// <summary>Writes the only frame of a file through the codec's sink, which ends the file too.</summary>
internal sealed class SingleFrameWriter(Func<ImageInfo, IRowSink> create) : FrameWriter(new FrameSequence(1, 1))
{
    private protected override IRowSink BeginFrame(ImageInfo info, FrameDelay delay) => create(info);

    private protected override void CompleteFile()
    {
    }
}
