using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// Decodes the MCUs of a sequential scan (T.81, annex F.2): of each component one block, or in an interleaved scan as many
/// as its sampling factors say.
/// </summary>
internal sealed unsafe class McuDecoder
{
    private readonly ScanComponent[] _components;

    /// <param name="header">The scan header.</param>
    /// <param name="tables">The tables in force.</param>
    /// <param name="reader">Where the scan is, for errors.</param>
    /// <param name="targetOf">Gives the target of a component's blocks, or null if they are not needed.</param>
    /// <exception cref="ImageFormatException">A table is missing.</exception>
    public McuDecoder(JpegScanHeader header, JpegTables tables, EntropyReader reader, Func<JpegComponent, IBlockTarget?> targetOf) =>
        _components = Array.ConvertAll(header.Components, entry => new ScanComponent(
            targetOf(entry.Component),
            tables.Dc(entry.Dc, reader),
            tables.Ac(entry.Ac, reader),
            header.IsInterleaved ? entry.Component.Horizontal : 1,
            header.IsInterleaved ? entry.Component.Vertical : 1));

    /// <summary>Resets the DC predictions, as at the start of a restart interval.</summary>
    public void Restart()
    {
        foreach (ScanComponent part in _components)
            part.Prediction = 0;
    }

    /// <summary>Decodes an MCU. Blocks from the first damaged one on are skipped.</summary>
    /// <param name="cursor">The bits.</param>
    /// <param name="x">The MCU's column.</param>
    /// <param name="y">The MCU's row.</param>
    /// <returns>Whether all its blocks are valid.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Decode(ref BitCursor cursor, int x, int y)
    {
        bool sound = true;
        foreach (ScanComponent part in _components)
            sound &= Decode(ref cursor, part, x, y, sound);
        return sound;
    }

    /// <summary>Skips an MCU whose data is lost.</summary>
    public void Skip(int x, int y)
    {
        BitCursor none = default;
        foreach (ScanComponent part in _components)
            Decode(ref none, part, x, y, decodes: false);
    }

    // Decodes the blocks of one component in an MCU, or skips those that are damaged or not to be decoded. Returns whether
    // all blocks were decoded.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Decode(ref BitCursor cursor, ScanComponent part, int mcuX, int mcuY, bool decodes)
    {
        for (int v = 0; v < part.Vertical; v++)
            for (int h = 0; h < part.Horizontal; h++)
            {
                (int x, int y) = ((mcuX * part.Horizontal) + h, (mcuY * part.Vertical) + v);
                if (decodes && part.Target is null)
                    decodes = BlockDecoder.Skip(ref cursor, part.Dc, part.Ac) >= 0;
                else if (decodes)
                {
                    short* block = part.Target!.Begin(x, y);
                    int last = BlockDecoder.Decode(ref cursor, part.Dc, part.Ac, ref part.Prediction, block);
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
