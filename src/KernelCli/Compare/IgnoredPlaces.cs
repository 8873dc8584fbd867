using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Compare;

/// <summary>The pixels of a picture that do not count: those of rectangles, and those that are not black in masks.</summary>
internal sealed class IgnoredPlaces : IDisposable
{
    private readonly List<RectanglePlace> _rectangles;
    private readonly List<IRowSource> _masks = [];
    private readonly bool[] _row;
    private readonly byte[] _line;
    private readonly float[] _values;

    /// <param name="places">The places.</param>
    /// <param name="info">The picture.</param>
    /// <param name="path">Its file, for errors.</param>
    /// <param name="open">Opens a mask.</param>
    public IgnoredPlaces(IReadOnlyList<Place> places, ImageInfo info, string path, Func<string, IRowSource> open)
    {
        _rectangles = [.. places.OfType<RectanglePlace>()];
        _row = places.Count == 0 ? [] : new bool[info.Width];
        int bytes = 0;
        foreach (MaskPlace place in places.OfType<MaskPlace>())
        {
            IRowSource mask = open(place.Path);
            _masks.Add(mask);
            if ((mask.Info.Width, mask.Info.Height) != (info.Width, info.Height))
                throw new UsageException($"{path}: the mask {place.Path} is {mask.Info.Width}x{mask.Info.Height}, the picture "
                    + $"{info.Width}x{info.Height}: they must be equal");
            bytes = Math.Max(bytes, mask.Info.RowBytes);
        }
        (_line, _values) = (new byte[bytes], new float[bytes]);
    }

    /// <summary>The pixels that were ignored so far.</summary>
    public long Count { get; private set; }

    /// <summary>Whether each pixel of the next row, <paramref name="y"/>, is ignored; empty where no place was given.</summary>
    public ReadOnlySpan<bool> Next(int y)
    {
        Array.Clear(_row);
        foreach (RectanglePlace place in _rectangles)
        {
            long left = Math.Max(0, place.X), right = Math.Min(_row.Length, (long)place.X + place.Width);
            if (y >= place.Y && y < (long)place.Y + place.Height && left < right)
                _row.AsSpan((int)left, (int)(right - left)).Fill(true);
        }
        foreach (IRowSource mask in _masks)
        {
            Span<byte> line = _line.AsSpan(0, mask.Info.RowBytes);
            mask.ReadRow(line);
            Span<float> values = _values.AsSpan(0, mask.Info.RowSamples);
            SampleRow.ToSingle(mask.Info.Format.Sample, line, values);
            for (int x = 0; x < _row.Length; x++)
                _row[x] |= values[x * mask.Info.Format.Channels] > 0;
        }
        Count += _row.AsSpan().Count(true);
        return _row;
    }

    public void Dispose() => _masks.ForEach(mask => mask.Dispose());
}
