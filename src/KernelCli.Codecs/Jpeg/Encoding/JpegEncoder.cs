using System.Runtime.CompilerServices;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Codecs.Jpeg.Transforms;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>
/// Writes a baseline JPEG, one row of MCUs at a time. For optimised Huffman tables, it stores all coefficients until the
/// last row is complete.
/// </summary>
internal sealed unsafe class JpegEncoder : RowSink
{
    // The format allows 65535, but the Independent JPEG Group's library, which most programs use, reads no more than this.
    private const int LongestSide = 65500;

    private readonly Stream _stream;
    private readonly JpegHeaderWriter _header;
    private readonly JpegLayout _layout;
    private readonly McuRowBuffer _rows;
    private readonly BlockDivisors[] _divisors;
    private readonly AlignedBuffer _natural = new(ZigZag.Count * sizeof(short));
    private readonly AlignedBuffer _coded = new(ZigZag.Count * sizeof(short));
    private readonly int _restartInterval;
    private readonly BlockStore? _store;
    private BlockWriter? _writer;

    public JpegEncoder(Stream stream, ImageInfo info, EncodeOptions options)
        : base(info)
    {
        if (Math.Max(info.Width, info.Height) > LongestSide)
            throw new UnsupportedImageException(
                $"a JPEG has at most {LongestSide} pixels a side, this picture has {info.Width}x{info.Height}: write another format");
        _stream = stream;
        _header = new JpegHeaderWriter(stream);
        bool isGray = info.Format.Layout is PixelLayout.Gray;
        _layout = new JpegLayout(isGray ? 1 : 3, isGray || options.Subsampling is ChromaSubsampling.None ? 1 : 2);
        _rows = new McuRowBuffer(_layout, info.Width);
        _restartInterval = (int)Math.Min((long)options.RestartRows * _rows.Units, ushort.MaxValue);

        byte[][] quantisers = [QuantizationTable.AtQuality(StandardTables.LumaQuantisation, options.Quality),
            QuantizationTable.AtQuality(StandardTables.ChromaQuantisation, options.Quality)];
        _divisors = Array.ConvertAll(quantisers, table => new BlockDivisors(table));
        _header.WriteMarker(JpegMarker.StartOfImage);
        JpegMetadataWriter.Write(_header, info, options);
        for (int slot = 0; slot < Tables; slot++)
            _header.WriteQuantisers(slot, quantisers[slot]);
        _header.WriteFrame(info.Width, info.Height, _layout);
        if (options.OptimizeTables)
            _store = new BlockStore(_layout.Components, options.Limits);
        else
            Begin([(StandardTables.LumaDc, StandardTables.LumaAc), (StandardTables.ChromaDc, StandardTables.ChromaAc)]);
    }

    // The number of table slots: one for luma, and one for chroma if there is any.
    private int Tables => Math.Min(_layout.Components, 2);

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y)
    {
        _rows.Add(row);
        if (_rows.IsFull)
            Encode();
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        if (!_rows.IsEmpty)
            Encode();
        if (_store is not null)
        {
            Begin(Array.ConvertAll(_store.Count(_restartInterval)[..Tables], counts =>
                (OptimalHuffman.Create(counts.Dc), OptimalHuffman.Create(counts.Ac))));
            _store.Replay(_writer!);
        }
        _writer!.Complete();
        _header.WriteMarker(JpegMarker.EndOfImage);
    }

    private void Begin((HuffmanSpec Dc, HuffmanSpec Ac)[] specs)
    {
        for (int slot = 0; slot < Tables; slot++)
        {
            _header.WriteHuffman(0, slot, specs[slot].Dc);
            _header.WriteHuffman(1, slot, specs[slot].Ac);
        }
        if (_restartInterval > 0)
            _header.WriteRestartInterval(_restartInterval);
        _header.WriteScan(_layout);
        var codes = new (HuffmanCodes, HuffmanCodes)[_layout.Components];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = (new HuffmanCodes(specs[Math.Min(i, 1)].Dc), new HuffmanCodes(specs[Math.Min(i, 1)].Ac));
        _writer = new BlockWriter(new BitWriter(_stream), codes, _restartInterval);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Encode()
    {
        _rows.Complete();
        IBlockSink sink = (IBlockSink?)_store ?? _writer!;
        for (int unit = 0; unit < _rows.Units; unit++)
        {
            for (int component = 0; component < _layout.Components; component++)
            {
                int sampling = component == 0 ? _layout.LumaSampling : 1;
                for (int v = 0; v < sampling; v++)
                    for (int h = 0; h < sampling; h++)
                        Encode(sink, component, _rows.Plane(component) + (8 * v * _rows.Pitch) + (8 * ((unit * sampling) + h)));
            }
            sink.EndMcu();
        }
        _rows.Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Encode(IBlockSink sink, int component, byte* samples)
    {
        short* natural = (short*)_natural.Pointer, coded = (short*)_coded.Pointer;
        ForwardDct.Run(samples, _rows.Pitch, _divisors[Math.Min(component, 1)], natural);
        ReadOnlySpan<byte> order = ZigZag.Natural;
        for (int k = 0; k < ZigZag.Count; k++)
            coded[k] = natural[order[k]];
        sink.Write(component, coded);
    }
}

/// <summary>The components of a file to be written.</summary>
/// <param name="Components">Their number: 1 for gray, 3 for YCbCr.</param>
/// <param name="LumaSampling">The sampling factor of luma, across and down, 1 or 2; that of chroma is 1.</param>
internal sealed record JpegLayout(int Components, int LumaSampling)
{
    /// <summary>The width and the height of an MCU, in pixels.</summary>
    public int UnitPixels => 8 * LumaSampling;
}

/// <summary>Scales the standard's quantisation tables to a quality, with the Independent JPEG Group's formula.</summary>
internal static class QuantizationTable
{
    /// <summary>Returns a table at a quality, row by row, with values of 1 to 255.</summary>
    /// <param name="standard">The table at quality 50, row by row.</param>
    /// <param name="quality">The quality, 1 to 100.</param>
    public static byte[] AtQuality(ReadOnlySpan<byte> standard, int quality)
    {
        int percent = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        byte[] table = new byte[standard.Length];
        for (int i = 0; i < table.Length; i++)
            table[i] = (byte)Math.Clamp(((standard[i] * percent) + 50) / 100, 1, 255);
        return table;
    }
}
