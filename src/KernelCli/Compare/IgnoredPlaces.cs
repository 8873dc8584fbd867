using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Compare;

/// <summary>The pixels of a picture that do not count: those of rectangles, and those that are not black in masks.</summary>
internal sealed class IgnoredPlaces : IDisposable
{
    private readonly PlaceWeights _weights;
    private readonly bool[] _row;

    /// <param name="places">The places.</param>
    /// <param name="info">The picture.</param>
    /// <param name="path">Its file, for errors.</param>
    /// <param name="open">Opens a mask as gray rows.</param>
    /// <exception cref="UsageException">A mask does not fit the picture.</exception>
    public IgnoredPlaces(IReadOnlyList<Place> places, ImageInfo info, string path, Func<string, IRowSource> open)
    {
        _row = places.Count == 0 ? [] : new bool[info.Width];
        try
        {
            _weights = new PlaceWeights(
                [.. places.OfType<RectanglePlace>().Select(place => PixelBox.Of(place, info)).Where(box => !box.IsEmpty)],
                [.. places.OfType<MaskPlace>().Select(place => place.Path)], info.Width, info.Height, open);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException($"{path}: {exception.Message}");
        }
    }

    /// <summary>The pixels that were ignored so far.</summary>
    public long Count { get; private set; }

    /// <summary>Whether each pixel of the next row is ignored; empty where no place was given.</summary>
    public ReadOnlySpan<bool> Next()
    {
        if (_row.Length == 0)
            return _row;
        _weights.Next();
        for (int x = 0; x < _row.Length; x++)
            _row[x] = _weights.Row[x] > 0;
        Count += _row.AsSpan().Count(true);
        return _row;
    }

    public void Dispose() => _weights.Dispose();
}
