using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// Writes the strips of one page as its rows arrive: prediction, compression, and the table for the directory. Strips are compressed
/// independently and written in order, so that the bytes do not depend on the number of threads.
/// </summary>
internal sealed class TiffPageSink : RowSink
{
    private const int StripBytes = 1 << 16;

    private readonly TiffWriter _writer;
    private readonly EncodeOptions _options;
    private readonly bool _isBig;
    private readonly int _rowsPerStrip;
    private readonly Queue<Task<MemoryStream>> _pending = [];
    private readonly List<long> _offsets = [];
    private readonly List<long> _lengths = [];
    private byte[] _strip;
    private byte[]? _nanBuffer;
    private byte[] _swapped = [];
    private int _rowsInStrip;

    /// <param name="writer">Takes strips and the directory.</param>
    /// <param name="info">Size, format and metadata.</param>
    /// <param name="options">Compression and metadata.</param>
    /// <param name="isBig">Whether it is a page of a BigTIFF.</param>
    public TiffPageSink(TiffWriter writer, ImageInfo info, EncodeOptions options, bool isBig)
        : base(info)
    {
        (_writer, _options, _isBig) = (writer, options, isBig);
        _rowsPerStrip = Math.Clamp(StripBytes / info.RowBytes, 1, info.Height);
        _strip = new byte[_rowsPerStrip * info.RowBytes];
        if (!BitConverter.IsLittleEndian)
            _swapped = new byte[info.RowBytes];
    }

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y)
    {
        int sampleBytes = Info.Format.Sample.Bytes();
        if (Info.Format.Sample is SampleType.Float32)
            row = QuietNaN.Unify(row, ref _nanBuffer);
        Span<byte> to = _strip.AsSpan(_rowsInStrip * Info.RowBytes, Info.RowBytes);
        if (IsPredicted)
            TiffPredictor.Apply(row, to, Info.Format.Channels, sampleBytes);
        else
            row.CopyTo(to);
        if (!BitConverter.IsLittleEndian)
            Swap(to, sampleBytes);
        if (++_rowsInStrip == _rowsPerStrip)
            AddStrip();
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        if (_rowsInStrip > 0)
            AddStrip();
        while (_pending.Count > 0)
            WriteOldest();
        var fields = new TiffDirectoryBuilder(_isBig);
        Describe(fields);
        TiffMetadataWriter.Add(fields, Info, _options);
        _writer.EndPage(fields);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // A task that failed has nothing more to say.
        foreach (Task<MemoryStream> task in _pending)
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        _pending.Clear();
    }

    private bool IsPredicted => _options.TiffCompression is not TiffCompression.None;

    // The planes of floating-point prediction are bytes already.
    private void Swap(Span<byte> row, int sampleBytes)
    {
        if (sampleBytes == 2)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(row), MemoryMarshal.Cast<byte, ushort>(row));
        else if (sampleBytes == 4 && !IsPredicted)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(row), MemoryMarshal.Cast<byte, uint>(row));
    }

    private void AddStrip()
    {
        (byte[] strip, int length) = (_strip, _rowsInStrip * Info.RowBytes);
        _rowsInStrip = 0;
        if (_options.TiffCompression is TiffCompression.None)
        {
            Add(strip.AsSpan(0, length));
            return;
        }
        if (_options.Threads == 1)
        {
            Add(Written(Compressed(strip, length)));
            return;
        }
        if (_pending.Count == _options.Threads)
            WriteOldest();
        _pending.Enqueue(Task.Run(() => Compressed(strip, length)));
        _strip = new byte[strip.Length];
    }

    private void WriteOldest() => Add(Written(_pending.Dequeue().GetAwaiter().GetResult()));

    private void Add(ReadOnlySpan<byte> data)
    {
        _offsets.Add(_writer.AddStrip(data));
        _lengths.Add(data.Length);
    }

    private static ReadOnlySpan<byte> Written(MemoryStream stream) => stream.GetBuffer().AsSpan(0, (int)stream.Length);

    private MemoryStream Compressed(byte[] strip, int length)
    {
        var data = new MemoryStream();
        if (_options.TiffCompression is TiffCompression.Lzw)
        {
            LzwEncoder.Write(strip.AsSpan(0, length), data);
            return data;
        }
        var level = new ZLibCompressionOptions { CompressionLevel = _options.Compression };
        using (var deflate = new ZLibStream(data, level, leaveOpen: true))
            deflate.Write(strip, 0, length);
        return data;
    }

    private void Describe(TiffDirectoryBuilder fields)
    {
        (PixelFormat format, int channels) = (Info.Format, Info.Format.Channels);
        Debug.Assert(_offsets.Count == ((Info.Height - 1) / _rowsPerStrip) + 1);
        fields.AddLongs(TiffTag.Width, Info.Width);
        fields.AddLongs(TiffTag.Height, Info.Height);
        fields.AddShorts(TiffTag.BitsPerSample, Repeated(8 * format.Sample.Bytes(), channels));
        fields.AddShorts(TiffTag.Compression, (int)(_options.TiffCompression switch
        {
            TiffCompression.None => TiffScheme.None,
            TiffCompression.Lzw => TiffScheme.Lzw,
            _ => TiffScheme.Deflate,
        }));
        fields.AddShorts(TiffTag.Photometric, (int)(format.ColorChannels == 1 ? TiffPhotometric.BlackIsZero : TiffPhotometric.Rgb));
        fields.AddShorts(TiffTag.Orientation, (int)Orientation.Normal);
        fields.AddShorts(TiffTag.SamplesPerPixel, channels);
        fields.AddLongs(TiffTag.RowsPerStrip, _rowsPerStrip);
        fields.AddOffsets(TiffTag.StripOffsets, CollectionsMarshal.AsSpan(_offsets));
        fields.AddLongs(TiffTag.StripLengths, CollectionsMarshal.AsSpan(_lengths));
        fields.AddShorts(TiffTag.Planar, 1);
        bool isFloat = format.Sample is SampleType.Float32;
        if (IsPredicted)
            fields.AddShorts(TiffTag.Predictor, (int)(isFloat ? TiffPrediction.FloatingPoint : TiffPrediction.Horizontal));
        if (format.HasAlpha)
        {
            const int straightAlpha = 2;
            fields.AddShorts(TiffTag.ExtraSamples, straightAlpha);
        }
        fields.AddShorts(TiffTag.SampleFormat, Repeated((int)(isFloat ? TiffSampleFormat.Float : TiffSampleFormat.Unsigned), channels));
    }

    private static int[] Repeated(int value, int count)
    {
        int[] values = new int[count];
        Array.Fill(values, value);
        return values;
    }
}
