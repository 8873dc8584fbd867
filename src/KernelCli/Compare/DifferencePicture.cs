using KernelCli.Cli.Apply;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Compare;

/// <summary>Takes the rows of two pictures as they are compared.</summary>
internal interface IComparedRows
{
    /// <summary>Takes the next row.</summary>
    void Add(RowPair row, RowDifferences differences);
}

/// <summary>
/// A picture of what differs: the expected picture in pale gray, what differs by more than the tolerance in red, what only smooths
/// an edge in yellow, what is ignored in blue.
/// </summary>
internal sealed class DifferencePicture : IComparedRows, IDisposable
{
    // Black becomes 192, white 255.
    private const int Fading = 4;
    private const int MostFaded = 63;

    // The quickest: the file is a quarter larger than at level 3, and the whole comparison takes a tenth less.
    private const int Compression = 1;

    private readonly IRowSink _sink;
    private readonly byte[] _row;

    private DifferencePicture(IRowSink sink, int width) => (_sink, _row) = (sink, new byte[width * 3]);

    /// <summary>Starts the picture in a file's stream.</summary>
    /// <param name="file">The name of the file, which says the format.</param>
    /// <param name="stream">Where the picture is written.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="threads">Threads that encode it.</param>
    public static DifferencePicture Create(string file, Stream stream, int width, int height, int threads)
    {
        ImageCodec codec = ImageCodecs.ByExtension(file) ?? throw new IOException("the extension is of no known format");
        if (!codec.CanWrite(SampleType.UInt8))
            throw new IOException($"{codec.Name} holds no 8-bit pixels: name a .png file");
        OutputEncoding.CheckLayout(file, codec, PixelLayout.Rgb);
        var info = new ImageInfo(width, height, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        return new DifferencePicture(codec.Create(stream, info, new EncodeOptions { Compression = Compression, Threads = threads }), width);
    }

    /// <inheritdoc/>
    public void Add(RowPair row, RowDifferences differences)
    {
        Fade(row);
        for (int x = row.IgnoresSome ? 0 : row.First; x < (row.IgnoresSome ? row.Width : row.End); x++)
            if (row.IsIgnored(x))
                Paint(x, 90, 90, 255);
            else if (differences.IsSmoothed(x))
                Paint(x, 255, 255, 0);
            else if (differences.IsOver(x))
                Paint(x, 255, 0, 0);
        _sink.WriteRow(_row);
    }

    private void Fade(RowPair row)
    {
        float[] values = row.B;
        (int channels, float unit) = (row.Channels, (float)row.Unit / Fading);
        bool isGray = row.ColorChannels == 1;
        for (int x = 0; x < row.Width; x++)
        {
            int at = x * channels;
            float gray = (isGray ? values[at] : (0.299f * values[at]) + (0.587f * values[at + 1]) + (0.114f * values[at + 2])) * unit;

            // NaN is neither, and is shown as black is.
            gray = gray > MostFaded ? MostFaded : gray > 0 ? gray : 0;
            byte pale = (byte)(byte.MaxValue - MostFaded + (int)gray);
            (_row[3 * x], _row[(3 * x) + 1], _row[(3 * x) + 2]) = (pale, pale, pale);
        }
    }

    private void Paint(int x, byte red, byte green, byte blue) =>
        (_row[3 * x], _row[(3 * x) + 1], _row[(3 * x) + 2]) = (red, green, blue);

    /// <summary>Ends the picture.</summary>
    public void Complete() => _sink.Complete();

    public void Dispose() => _sink.Dispose();
}
