using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>A baseline or extended sequential scan, decoded a row of MCUs at a time (T.81, annex F.2).</summary>
internal sealed class SequentialScan : ISampleProducer
{
    private readonly JpegScanHeader _header;
    private readonly EntropyReader _reader;
    private readonly RestartCounter _restarts;
    private readonly McuDecoder _decoder;
    private readonly int _mcusAcross;
    private readonly int _mcusDown;

    /// <param name="file">The file, at the scan's first byte.</param>
    /// <param name="targetOf">Gives the target of a component's blocks, or null if they are not needed.</param>
    /// <exception cref="ImageFormatException">A table is missing.</exception>
    public SequentialScan(JpegReader file, Func<JpegComponent, IBlockTarget?> targetOf)
    {
        (_header, _reader) = (file.Scan!, file.Entropy);
        _restarts = new RestartCounter(_reader, file.Damage, file.Tables.RestartInterval);
        _decoder = new McuDecoder(_header, file.Tables, _reader, targetOf);
        (_mcusAcross, _mcusDown) = _header.Mcus(file.Frame);
    }

    /// <summary>The row of MCUs that is decoded next.</summary>
    public int Row { get; private set; }

    /// <summary>Whether all rows were decoded, or no more can be.</summary>
    public bool IsComplete => Row == _mcusDown || _restarts.IsOver;

    /// <inheritdoc/>
    public int ReadyRows(JpegComponent component) => 8 * Row * (_header.IsInterleaved ? component.Vertical : 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Produce()
    {
        int y = Row++;
        for (int x = 0; x < _mcusAcross; x++)
        {
            if (_restarts.Begin())
                _decoder.Restart();
            if (_restarts.IsResyncing)
            {
                _decoder.Skip(x, y);
                continue;
            }
            _reader.EnsureMcu();
            if (!_decoder.Decode(ref _reader.Cursor, x, y) || _reader.IsOverrun)
                _restarts.StartResync();
        }
        if (Row == _mcusDown)
            _restarts.CheckEnd();
    }

    /// <summary>
    /// Goes on at a row of MCUs that starts an interval, of which the file's next byte is the first. Only a scan of which no
    /// row was decoded here can do so.
    /// </summary>
    public void StartAt(int row, int intervals)
    {
        Debug.Assert(row < _mcusDown && row >= Row, "rows are decoded from the top down");
        Row = row;
        _restarts.StartAt(intervals);
        _reader.Start();
    }
}
