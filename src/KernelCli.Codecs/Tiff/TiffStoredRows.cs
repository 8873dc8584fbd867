using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// The stored rows of a picture from top to bottom, across all strips or tiles. Those that the current row crosses are open at the same
/// time, so that no more than a row of each is decompressed.
/// </summary>
internal sealed class TiffStoredRows : IDisposable
{
    private const int MostReports = 8;

    private readonly TiffPicture _picture;
    private readonly TiffChunkTable _table;
    private readonly DecodeOptions _options;
    private readonly TiffMemory _memory;
    private readonly long _firstChunk;
    private readonly TiffChunk?[] _chunks;
    private readonly byte[] _tileRow;
    private int _row;
    private int _reports;

    /// <param name="picture">What is stored and how.</param>
    /// <param name="table">Where the strips or tiles are.</param>
    /// <param name="sample">Which sample, where each has strips of its own.</param>
    /// <param name="options">Whether damage is read past.</param>
    /// <param name="memory">What all rows of the picture may take together.</param>
    public TiffStoredRows(TiffPicture picture, TiffChunkTable table, int sample, DecodeOptions options, TiffMemory memory)
    {
        (_picture, _table, _options, _memory) = (picture, table, options, memory);
        _firstChunk = (long)sample * picture.ChunksAcross * picture.ChunksDown;
        memory.Take(picture.ChunkRowBytes + (picture.ChunksAcross * (IntPtr.Size + TiffMemory.OpenBytes(picture))));
        _chunks = new TiffChunk?[picture.ChunksAcross];
        _tileRow = picture.IsTiled ? new byte[picture.ChunkRowBytes] : [];
    }

    /// <summary>Reads the next row.</summary>
    /// <param name="row">The samples of the picture's width, with unused bits at its end.</param>
    /// <exception cref="ImageFormatException">A strip or tile is damaged, and damage is not read past.</exception>
    public void ReadRow(Span<byte> row)
    {
        if (_row % _picture.ChunkHeight == 0)
            OpenChunks(_row / _picture.ChunkHeight);
        _row++;
        for (int i = 0; i < _chunks.Length; i++)
        {
            if (!_picture.IsTiled)
            {
                ReadRow(i, row);
                continue;
            }
            ReadRow(i, _tileRow);
            int start = (int)((long)i * _tileRow.Length);
            _tileRow.AsSpan(0, Math.Min(_tileRow.Length, row.Length - start)).CopyTo(row[start..]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TiffChunk? chunk in _chunks)
            chunk?.Dispose();
    }

    private void OpenChunks(int down)
    {
        for (int i = 0; i < _chunks.Length; i++)
        {
            _chunks[i]?.Dispose();
            _chunks[i] = null;
            try
            {
                long index = _firstChunk + ((long)down * _chunks.Length) + i;
                _chunks[i] = new TiffChunk(_picture, _table, index, _picture.RowsOf(down), _memory);
            }
            catch (ImageFormatException damage) when (_options.OnDamage is not null)
            {
                Report(damage);
            }
        }
    }

    // The rest of a strip or tile that is damaged is zeros.
    private void ReadRow(int index, Span<byte> row)
    {
        try
        {
            if (_chunks[index] is { } chunk)
            {
                chunk.ReadRow(row);
                return;
            }
        }
        catch (ImageFormatException damage) when (_options.OnDamage is not null)
        {
            Report(damage);
            _chunks[index]!.Dispose();
            _chunks[index] = null;
        }
        row.Clear();
    }

    private void Report(ImageFormatException damage)
    {
        if (_reports++ < MostReports)
            _options.ReportDamage(damage);
    }
}
