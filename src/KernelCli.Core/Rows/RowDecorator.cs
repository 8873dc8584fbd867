using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>A stream of rows made from another one, which it owns.</summary>
public abstract class RowDecorator(IRowSource input, ImageInfo info) : IRowSource
{
    /// <inheritdoc/>
    public ImageInfo Info { get; } = info;

    /// <summary>Where rows come from.</summary>
    protected IRowSource Input { get; } = input;

    /// <inheritdoc/>
    public abstract void ReadRow(Span<byte> row);

    /// <inheritdoc/>
    public virtual void Complete() => Input.Complete();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the input.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Input.Dispose();
    }
}
