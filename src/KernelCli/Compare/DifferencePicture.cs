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
    private readonly IRowSink _sink;
    private readonly byte[] _row;

    private DifferencePicture(IRowSink sink, int width) => (_sink, _row) = (sink, new byte[width * 3]);

    /// <summary>Starts the picture in a file's stream.</summary>
    public static DifferencePicture Create(string file, Stream stream, int width, int height)
    {
        ImageCodec codec = ImageCodecs.ByExtension(file) ?? throw new IOException("the extension is of no known format");
        if (!codec.CanWrite(SampleType.UInt8))
            throw new IOException($"{codec.Name} holds no 8-bit pixels: name a .png file");
        OutputEncoding.CheckLayout(file, codec, PixelLayout.Rgb);
        var info = new ImageInfo(width, height, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        return new DifferencePicture(codec.Create(stream, info, EncodeOptions.Default), width);
    }

    /// <inheritdoc/>
    public void Add(RowPair row, RowDifferences differences)
    {
        for (int x = 0; x < _row.Length / 3; x++)
        {
            int at = x * row.Channels;
            double gray = row.ColorChannels == 1 ? row.B[at]
                : (0.299 * row.B[at]) + (0.587 * row.B[at + 1]) + (0.114 * row.B[at + 2]);
            byte pale = (byte)(191 + (Math.Clamp(double.IsNaN(gray) ? 0 : gray * row.Unit, 0, 255) / 4));
            (_row[3 * x], _row[(3 * x) + 1], _row[(3 * x) + 2]) = row.IsIgnored(x) ? ((byte)90, (byte)90, (byte)255)
                : differences.IsSmoothed(x) ? ((byte)255, (byte)255, (byte)0)
                : differences.IsOver(x) ? ((byte)255, (byte)0, (byte)0)
                : (pale, pale, pale);
        }
        _sink.WriteRow(_row);
    }

    /// <summary>Ends the picture.</summary>
    public void Complete() => _sink.Complete();

    public void Dispose() => _sink.Dispose();
}
