using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>A baseline or extended sequential scan, decoded a row of MCUs at a time (T.81, annex F.2).</summary>
internal sealed unsafe class SequentialScan : ISampleProducer
{
    private readonly EntropyReader _reader;
    private readonly RestartCounter _restarts;
    private readonly ScanComponent[] _components;
    private readonly int _unitsAcross;
    private readonly int _unitsDown;
    private int _row;

    /// <param name="frame">The frame.</param>
    /// <param name="header">The scan header.</param>
    /// <param name="tables">The tables in force.</param>
    /// <param name="reader">The entropy-coded data, at the scan's first byte.</param>
    /// <param name="damage">Handles damage.</param>
    /// <param name="targetOf">Gives the target of a component's blocks, or null if they are not needed.</param>
    /// <exception cref="ImageFormatException">A table is missing.</exception>
    public SequentialScan(
        JpegFrame frame, JpegScanHeader header, JpegTables tables, EntropyReader reader, DamageReport damage,
            Func<JpegComponent, IBlockTarget?> targetOf)
    {
        (_reader, _restarts) = (reader, new RestartCounter(reader, damage, tables.RestartInterval));
        _components = Array.ConvertAll(header.Components, entry => new ScanComponent(
            targetOf(entry.Component),
            tables.Dc(entry.Dc) ?? throw Missing(reader, entry.Dc),
            tables.Ac(entry.Ac) ?? throw Missing(reader, entry.Ac),
            header.IsInterleaved ? entry.Component.Horizontal : 1,
            header.IsInterleaved ? entry.Component.Vertical : 1));
        JpegComponent first = header.Components[0].Component;
        (_unitsAcross, _unitsDown) = header.IsInterleaved
            ? (frame.McusPerRow, frame.UnitsDown)
            : (first.NonInterleavedBlocksPerRow, first.OwnBlocksDown);
    }

    /// <summary>Whether all rows were decoded, or no more can be.</summary>
    public bool IsComplete => _row == _unitsDown || _restarts.IsOver;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Produce()
    {
        int y = _row++;
        for (int x = 0; x < _unitsAcross; x++)
        {
            if (_restarts.Begin())
                foreach (ScanComponent part in _components)
                    part.Prediction = 0;
            bool lost = _restarts.IsResyncing;
            if (!lost)
                _reader.EnsureMcu();
            bool sound = true;
            foreach (ScanComponent part in _components)
                sound &= DecodeComponent(part, x, y, sound && !lost);
            if (!lost && (!sound || _reader.IsOverrun))
                _restarts.StartResync();
        }
        if (_row == _unitsDown)
            _restarts.CheckEnd();
    }

    /// <summary>Creates the error for a Huffman table that no segment defines.</summary>
    public static ImageFormatException Missing(EntropyReader reader, int slot) =>
        new("JPEG", reader.Offset, $"the scan uses Huffman table {slot}, which no segment gives");

    // Decodes the blocks of one component in an MCU, or skips those that are damaged or not to be decoded. Returns whether
    // all blocks were decoded.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool DecodeComponent(ScanComponent part, int unitX, int unitY, bool decodes)
    {
        for (int v = 0; v < part.Vertical; v++)
            for (int h = 0; h < part.Horizontal; h++)
            {
                (int x, int y) = ((unitX * part.Horizontal) + h, (unitY * part.Vertical) + v);
                if (decodes && part.Target is null)
                    decodes = BlockDecoder.Skip(ref _reader.Cursor, part.Dc, part.Ac) >= 0;
                else if (decodes)
                {
                    short* block = part.Target!.Begin(x, y);
                    int last = BlockDecoder.Decode(ref _reader.Cursor, part.Dc, part.Ac, ref part.Prediction, block);
                    decodes = last >= 0;
                    if (decodes)
                        part.Target.End(x, y, last);
                }
                if (!decodes)
                    part.Target?.Skip(x, y);
            }
        return decodes;
    }

    // One component of the scan: its target and tables, its blocks across and down in an MCU, and its DC prediction.
    private sealed class ScanComponent(IBlockTarget? target, HuffmanLookup dc, HuffmanLookup ac, int horizontal, int vertical)
    {
        public readonly IBlockTarget? Target = target;
        public readonly HuffmanLookup Dc = dc;
        public readonly HuffmanLookup Ac = ac;
        public readonly int Horizontal = horizontal;
        public readonly int Vertical = vertical;
        public int Prediction;
    }
}
