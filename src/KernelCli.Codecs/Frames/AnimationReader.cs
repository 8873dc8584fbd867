using KernelCli.Rows;

namespace KernelCli.Codecs.Frames;

/// <summary>The frames of an animation as a viewer shows them. A file with one frame is no animation.</summary>
/// <param name="canvas">The canvas that they are drawn on.</param>
/// <param name="delays">How long each is shown.</param>
/// <param name="plays">How often the animation plays: 0 for ever.</param>
/// <param name="file">The file; owned.</param>
internal sealed class AnimationReader(AnimationCanvas canvas, IEnumerable<FrameDelay> delays, int plays, IDisposable file) : FrameReader
{
    /// <inheritdoc/>
    public override IReadOnlyList<Frame> Frames { get; } = [.. delays.Select(delay => new Frame(canvas.Info, delay))];

    /// <inheritdoc/>
    public override int Plays => IsAnimation ? plays : 1;

    /// <inheritdoc/>
    public override bool IsAnimation => Frames.Count > 1;

    /// <inheritdoc/>
    private protected override IRowSource OpenFrame(int index)
    {
        canvas.Show(index);
        return new CanvasRows(canvas.Pixels, canvas.Info);
    }

    /// <inheritdoc/>
    private protected override void Dispose(bool disposing) => file.Dispose();
}
