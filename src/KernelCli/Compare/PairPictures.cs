using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Compare;

/// <summary>
/// Both pictures of a pair and a layer of what differs, in 8 bits, as PNG files of one size: a window of each. What only one picture
/// has is transparent in the other, and red in the layer.
/// </summary>
internal sealed class PairPictures : IComparedRows
{
    private static readonly ImageCodec Png = ImageCodecs.ByExtension(".png")!;

    private readonly PictureWindow _window;
    private readonly Picture _actual;
    private readonly Picture _expected;
    private readonly Picture _layer;
    private readonly Mark[] _marks;
    private readonly (int Width, int Height) _both;
    private int _row;

    /// <param name="window">What is shown.</param>
    /// <param name="actual">The size of the first picture.</param>
    /// <param name="expected">The size of the second.</param>
    public PairPictures(PictureWindow window, (int Width, int Height) actual, (int Width, int Height) expected)
    {
        (_window, _both) = (window, (Math.Min(actual.Width, expected.Width), Math.Min(actual.Height, expected.Height)));
        (_actual, _expected) = (new Picture(window, actual), new Picture(window, expected));
        _layer = new Picture(window, (0, 0));
        _marks = new Mark[window.OutWidth];
    }

    private enum Mark : byte
    {
        None,
        Ignored,
        Smoothed,
        Different,
    }

    /// <summary>The files, when all rows have been added.</summary>
    public (byte[] Actual, byte[] Expected, byte[] Layer) Files => (_actual.File, _expected.File, _layer.File);

    /// <inheritdoc/>
    public void Add(RowPair row, RowDifferences differences)
    {
        int y = _row++;
        if (y < _window.Y || y >= _window.Y + _window.Height)
            return;
        row.Convert();
        _actual.Add(row, row.A, y);
        _expected.Add(row, row.B, y);
        for (int x = _window.X; x < _window.X + _window.Width; x++)
        {
            Mark mark = x >= _both.Width || y >= _both.Height || differences.IsOver(x) ? Mark.Different
                : differences.IsSmoothed(x) ? Mark.Smoothed
                : row.IsIgnored(x) ? Mark.Ignored
                : Mark.None;
            ref Mark most = ref _marks[(x - _window.X) / _window.Scale];
            most = mark > most ? mark : most;
        }
        if ((y - _window.Y + 1) % _window.Scale != 0 && y + 1 != _window.Y + _window.Height)
            return;
        _actual.EndRow();
        _expected.EndRow();
        _layer.EndRow(Array.ConvertAll(_marks, Colour));
        Array.Clear(_marks);
    }

    private static (byte Red, byte Green, byte Blue, byte Alpha) Colour(Mark mark) => mark switch
    {
        Mark.Different => (255, 0, 0, 255),
        Mark.Smoothed => (255, 200, 0, 255),
        Mark.Ignored => (90, 90, 255, 120),
        _ => default,
    };

    // Means of colours are weighted by alpha.
    private sealed class Picture
    {
        private readonly PictureWindow _window;
        private readonly (int Width, int Height) _size;
        private readonly MemoryStream _stream = new();
        private readonly IRowSink _sink;
        private readonly double[] _sums;
        private readonly int[] _counts;
        private readonly byte[] _row;
        private int _rows;

        public Picture(PictureWindow window, (int Width, int Height) size)
        {
            (_window, _size) = (window, size);
            var format = new PixelFormat(PixelLayout.Rgba, SampleType.UInt8);
            _sink = Png.Create(_stream, new ImageInfo(window.OutWidth, window.OutHeight, format), EncodeOptions.Default);
            (_sums, _counts, _row) = (new double[window.OutWidth * 4], new int[window.OutWidth], new byte[window.OutWidth * 4]);
        }

        public byte[] File => _stream.ToArray();

        public void Add(RowPair row, float[] values, int y)
        {
            for (int x = _window.X; x < _window.X + _window.Width; x++)
            {
                int to = (x - _window.X) / _window.Scale, at = x * row.Channels;
                _counts[to]++;
                if (x >= _size.Width || y >= _size.Height)
                    continue;
                double alpha = row.HasAlpha ? Level(values[at + row.ColorChannels] * row.Unit) / 255 : 1;
                for (int c = 0; c < 3; c++)
                    _sums[(4 * to) + c] += alpha * Level(values[at + (row.ColorChannels == 1 ? 0 : c)] * row.Unit);
                _sums[(4 * to) + 3] += alpha;
            }
        }

        public void EndRow()
        {
            for (int x = 0; x < _counts.Length; x++)
            {
                double alpha = _sums[(4 * x) + 3];
                for (int c = 0; c < 3; c++)
                    _row[(4 * x) + c] = alpha == 0 ? (byte)0 : (byte)Math.Round(_sums[(4 * x) + c] / alpha);
                _row[(4 * x) + 3] = (byte)Math.Round(255 * alpha / _counts[x]);
            }
            Array.Clear(_sums);
            Array.Clear(_counts);
            Write();
        }

        public void EndRow((byte Red, byte Green, byte Blue, byte Alpha)[] colours)
        {
            for (int x = 0; x < colours.Length; x++)
                (_row[4 * x], _row[(4 * x) + 1], _row[(4 * x) + 2], _row[(4 * x) + 3]) = colours[x];
            Write();
        }

        private void Write()
        {
            _sink.WriteRow(_row);
            if (++_rows < _window.OutHeight)
                return;
            _sink.Complete();
            _sink.Dispose();
        }

        private static double Level(double level) => double.IsNaN(level) ? 0 : Math.Clamp(level, 0, 255);
    }
}

/// <summary>A picture with zeros at the right and below, up to another size.</summary>
/// <param name="input">The picture.</param>
/// <param name="width">Columns, no fewer than it has.</param>
/// <param name="height">Rows, no fewer than it has.</param>
internal sealed class PaddedRowSource(IRowSource input, int width, int height) : RowDecorator(input, input.Info.With(width, height))
{
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        row.Clear();
        if (y < Input.Info.Height)
            Input.ReadRow(row[..Input.Info.RowBytes]);
    }
}
