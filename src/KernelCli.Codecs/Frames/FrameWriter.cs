using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Frames;

/// <summary>What is known of a sequence of frames before the first is written.</summary>
/// <param name="Count">How many frames follow, at least 1.</param>
/// <param name="Plays">How often an animation plays: 0 for ever, 1 once.</param>
public readonly record struct FrameSequence(int Count, int Plays);

/// <summary>Writes the frames of a file one after the other.</summary>
public abstract class FrameWriter : IDisposable
{
    /// <summary>Begins a frame. The frame before must be complete.</summary>
    /// <param name="info">The size, pixel format and metadata of the frame; the frames of an animation share size and format.</param>
    /// <param name="delay">How long it is shown; ignored by formats of pages.</param>
    /// <returns>Takes the rows of the frame; completing it completes the frame, not the file.</returns>
    public abstract IRowSink Begin(ImageInfo info, FrameDelay delay);

    /// <summary>Writes the end of the file, after the last frame.</summary>
    public abstract void Complete();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases buffers; the stream stays open.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>Writes the only frame of a file through the codec's sink.</summary>
internal sealed class SingleFrameWriter(Func<ImageInfo, IRowSink> create) : FrameWriter
{
    private IRowSink? _sink;

    public override IRowSink Begin(ImageInfo info, FrameDelay delay) =>
        _sink is null ? _sink = create(info) : throw new InvalidOperationException("the format stores one picture in a file");

    public override void Complete()
    {
    }

    protected override void Dispose(bool disposing) => _sink?.Dispose();
}
