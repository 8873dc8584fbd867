using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>A stream of rows made from another one, which it owns.</summary>
/// <param name="input">The source of the rows.</param>
/// <param name="info">Size and format of the rows that are made from it.</param>
/// <exception cref="ArgumentNullException">One is null.</exception>
public abstract class RowDecorator(IRowSource input, ImageInfo info) : RowSource(info)
{
    /// <summary>The source of the rows.</summary>
    protected IRowSource Input { get; } = input ?? throw new ArgumentNullException(nameof(input));

    /// <inheritdoc/>
    protected override void CompleteRows() => Input.Complete();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Input.Dispose();
    }

    /// <summary>Returns <paramref name="info"/> after checking that rows have one of the wanted sample types.</summary>
    /// <exception cref="ArgumentException">The rows have another sample type.</exception>
    private protected static ImageInfo CheckSamples(ImageInfo info, params SampleType[] wanted) =>
        Array.IndexOf(wanted, info.Format.Sample) >= 0
        ? info
        : throw new ArgumentException($"rows of {info.Format.Sample}, where {string.Join(" or ", wanted)} is needed", nameof(info));
}
