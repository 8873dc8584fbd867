using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>A stream of rows made from another one, which it owns.</summary>
public abstract class RowDecorator(IRowSource input, ImageInfo info) : RowSource(info)
{
    /// <summary>Where rows come from.</summary>
    protected IRowSource Input { get; } = input;

    /// <inheritdoc/>
    protected override void CompleteRows() => Input.Complete();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Input.Dispose();
    }
}
