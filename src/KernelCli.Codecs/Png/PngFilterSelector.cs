using System.Numerics;

namespace KernelCli.Codecs.Png;

/// <summary>Filters each row with the filter that gives the smallest sum of absolute values.</summary>
internal sealed class PngFilterSelector
{
    private readonly int _rowBytes;
    private readonly int _bytesPerPixel;
    private readonly bool _adaptive;
    private byte[] _row;
    private byte[] _above;
    private byte[] _best;
    private byte[] _candidate;

    /// <param name="bytes">Bytes of a row.</param>
    /// <param name="distance">Bytes per pixel.</param>
    /// <param name="adaptive">Whether to choose a filter for each row; otherwise rows are left unfiltered (filter 0).</param>
    public PngFilterSelector(int bytes, int distance, bool adaptive)
    {
        (_rowBytes, _bytesPerPixel, _adaptive) = (bytes, distance, adaptive);
        int length = bytes + distance + Vector<byte>.Count;
        (_row, _above, _best, _candidate) = (new byte[length], new byte[length], new byte[length], new byte[length]);
    }

    /// <summary>The buffer for the next row, to be filled before <see cref="Filter"/> is called.</summary>
    public Span<byte> Row => _row.AsSpan(_bytesPerPixel, _rowBytes);

    /// <summary>
    /// Filters the row in <see cref="Row"/>; returns the filter type and the filtered bytes, which are valid until the
    /// next call.
    /// </summary>
    public ReadOnlySpan<byte> Filter(out byte type)
    {
        type = 0;
        if (_adaptive)
        {
            long minSum = long.MaxValue;
            for (int candidate = 0; candidate < PngFilter.Count; candidate++)
            {
                long sum = PngFilter.Run(candidate, _row, _above, _bytesPerPixel, _candidate, _rowBytes);
                if (sum >= minSum)
                    continue;
                (minSum, type) = (sum, (byte)candidate);
                (_best, _candidate) = (_candidate, _best);
            }
        }
        else
            Row.CopyTo(_best);
        (_row, _above) = (_above, _row);
        return _best.AsSpan(0, _rowBytes);
    }
}
