using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Gif;

/// <summary>Writes a frame of gray row by row, with a color table of all 256 levels.</summary>
internal sealed class GifGraySink : RowSink
{
    private readonly GifLzwEncoder _pixels;

    public GifGraySink(GifWriter writer, ImageInfo info)
        : base(info)
    {
        byte[] levels = new byte[3 * GifColorTable.Entries];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = (byte)(i / 3);
        _pixels = writer.BeginPixels(levels, -1);
    }

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y) => _pixels.Write(row);

    /// <inheritdoc/>
    protected override void CompleteRows() => _pixels.Complete();
}

/// <summary>Keeps a frame with colour or alpha, and writes it once its colours are known.</summary>
internal sealed class GifColorSink(GifWriter writer, ImageInfo info) : RowSink(info)
{
    private readonly BufferedImage _frame = new(info, writer.Limits);
    private bool _hasPartialAlpha;

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y)
    {
        int channels = Info.Format.Channels;
        if (Info.Format.HasAlpha && !_hasPartialAlpha)
            for (int i = channels - 1; i < row.Length; i += channels)
                _hasPartialAlpha |= row[i] is not (0 or byte.MaxValue);
        row.CopyTo(_frame.Row(y));
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        if (_hasPartialAlpha)
            writer.Note("GIF holds no partial transparency: pixels are opaque from half up, transparent below");
        using GifIndices frame = GifIndices.Of(_frame, writer.Limits);
        if (frame is GifChosenIndices)
            writer.Note("GIF holds 256 colours in a frame: a palette is chosen for each frame that has more");
        GifLzwEncoder pixels = writer.BeginPixels(frame.Colors, frame.Transparent);
        byte[] indices = new byte[Info.Width];
        for (int y = 0; y < Info.Height; y++)
        {
            frame.Row(y, indices);
            pixels.Write(indices);
        }
        pixels.Complete();
    }
}
