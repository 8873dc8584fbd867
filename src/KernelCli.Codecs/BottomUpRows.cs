using KernelCli.Primitives;

namespace KernelCli.Codecs;

/// <summary>
/// Returns rows that are stored bottom to top in order from top to bottom. A file is read in blocks of rows from its
/// end; the rows of a pipe are all kept in memory.
/// </summary>
internal sealed class BottomUpRows
{
    private const int BlockBytes = 1 << 18;

    private readonly ByteReader _reader;
    private readonly long _start;
    private readonly int _rowBytes;
    private readonly int _height;
    private readonly int _blockRows;
    private readonly bool _isLenient;
    private byte[] _block = [];
    private int _blockStart;

    /// <param name="reader">The file, at its first row.</param>
    /// <param name="rowBytes">Bytes of a stored row.</param>
    /// <param name="height">Number of rows.</param>
    /// <param name="options">The memory limit, and whether missing rows are read as zeros.</param>
    public BottomUpRows(ByteReader reader, int rowBytes, int height, DecodeOptions options)
    {
        (_reader, _start, _rowBytes, _height, _blockStart, _isLenient) = (reader, reader.Offset, rowBytes, height, height,
            options.OnDamage is not null);
        _blockRows = reader.CanSeek ? Math.Clamp(BlockBytes / rowBytes, 1, height) : height;
        long bytes = (long)_blockRows * rowBytes;
        options.Limits.CheckMemory(bytes);
        if (bytes > Array.MaxLength)
            throw new ImageLimitException("bytes in one buffer", Array.MaxLength, bytes, "give the file's name instead of a pipe");
        if (reader.CanSeek && reader.Length < _start + ((long)rowBytes * height))
            options.ReportDamage(new ImageFormatException(reader.Format, reader.Length,
                $"the file ends where row {height} of {height} should be"));
    }

    /// <summary>
    /// The stored bytes of row <paramref name="y"/>, counted from the top. Rows must be requested from top to bottom.
    /// </summary>
    public ReadOnlySpan<byte> Row(int y)
    {
        int stored = _height - 1 - y;
        if (stored < _blockStart)
            ReadBlock(stored);
        return _block.AsSpan((stored - _blockStart) * _rowBytes, _rowBytes);
    }

    private void ReadBlock(int last)
    {
        _blockStart = Math.Max(0, last + 1 - _blockRows);
        if (!_reader.CanSeek)
        {
            // Reads all rows; memory is allocated as the data arrives.
            _block = _reader.ReadBlock((long)_height * _rowBytes, "pixels", _isLenient);
            return;
        }
        if (_block.Length == 0)
            _block = new byte[_blockRows * _rowBytes];
        _reader.Seek(_start + ((long)_blockStart * _rowBytes));
        Span<byte> block = _block.AsSpan(0, (last + 1 - _blockStart) * _rowBytes);
        if (_isLenient)
            block[_reader.Read(block)..].Clear();
        else
            _reader.ReadExactly(block, "pixels");
    }
}
