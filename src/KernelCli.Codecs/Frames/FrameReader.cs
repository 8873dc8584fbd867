using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Frames;

/// <summary>One picture of a file: a frame of an animation as a viewer shows it, or a page.</summary>
/// <param name="Info">The size, pixel format and metadata of its rows.</param>
/// <param name="Delay">How long it is shown; zero for a page.</param>
public sealed record Frame(ImageInfo Info, FrameDelay Delay);

/// <summary>
/// The pictures of a file, in their order. A frame of an animation is the whole canvas, with disposal and blending applied. One frame is
/// in memory at a time. A file with one picture is a sequence of length 1.
/// </summary>
public abstract class FrameReader : IDisposable
{
    private protected FrameReader()
    {
    }

    private int _next;
    private IRowSource? _open;

    /// <summary>
    /// Called for damage that a frame cannot be read past, whose remaining rows are then zeros; null to throw. The registry sets it.
    /// </summary>
    internal Action<ImageFormatException>? OnDamage { get; set; }

    /// <summary>The frames, at least one.</summary>
    public abstract IReadOnlyList<Frame> Frames { get; }

    /// <summary>How often an animation plays: 0 for ever, 1 once.</summary>
    public virtual int Plays => 1;

    /// <summary>Whether the frames share one canvas and are shown one after the other; false for pages and for a single picture.</summary>
    public virtual bool IsAnimation => false;

    /// <summary>
    /// Opens a frame. Frames are opened in increasing order, each at most once; the frame opened before
    /// must be disposed.
    /// </summary>
    /// <param name="index">From 0 to one less than the number of frames.</param>
    /// <exception cref="ImageFormatException">The file is damaged.</exception>
    /// <exception cref="UnsupportedImageException">The frame uses a feature that is not supported.</exception>
    /// <exception cref="ImageLimitException">The frame exceeds the limits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame, or it comes before one that was opened.</exception>
    public IRowSource Open(int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, _next);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Frames.Count);
        _open?.Dispose();
        _next = index + 1;
        IRowSource frame = OpenFrame(index);
        return _open = OnDamage is null ? frame : new LenientRowSource(frame, OnDamage);
    }

    /// <summary>Checks the end of the file, after the last frame that is needed.</summary>
    /// <exception cref="ImageFormatException">The file is damaged or ends too early.</exception>
    public virtual void Complete()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _open?.Dispose();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a frame; indices increase from call to call.</summary>
    private protected abstract IRowSource OpenFrame(int index);

    /// <summary>Closes the file.</summary>
    private protected abstract void Dispose(bool disposing);
}

/// <summary>A file with one picture as a sequence of length 1.</summary>
internal sealed class SingleFrameReader(IRowSource picture) : FrameReader
{
    public override IReadOnlyList<Frame> Frames { get; } = [new Frame(picture.Info, FrameDelay.Zero)];

    private protected override IRowSource OpenFrame(int index) => picture;

    private protected override void Dispose(bool disposing) => picture.Dispose();
}
