using System.Buffers.Binary;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Qoi;

/// <summary>Writes a QOI row by row; gray is written as RGB, or as RGBA if it has alpha.</summary>
internal sealed class QoiEncoder : RowSink
{
    private const int MaxRunLength = 62;
    private const int BufferBytes = 1 << 16;

    // A pixel takes at most five bytes, and a run before it one more.
    private const int MaxPixelBytes = 6;

    private readonly Stream _stream;
    private readonly PixelLayout _layout;
    private readonly QoiPixel[] _index = new QoiPixel[64];

    private readonly byte[] _buffer = new byte[BufferBytes + MaxPixelBytes];
    private QoiPixel _pixel = QoiPixel.Start;
    private int _run;
    private int _used;

    public QoiEncoder(Stream stream, ImageInfo info)
        : base(info)
    {
        (_stream, _layout) = (stream, info.Format.Layout);
        Span<byte> header = stackalloc byte[14];
        "qoif"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], info.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], info.Height);
        header[12] = (byte)(info.Format.HasAlpha ? 4 : 3);
        header[13] = 0;
        stream.Write(header);
    }

    /// <summary>The bytes after the last pixel.</summary>
    public static ReadOnlySpan<byte> EndMarker => [0, 0, 0, 0, 0, 0, 0, 1];

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y)
    {
        int channels = (int)_layout;
        for (int i = 0; i < row.Length; i += channels)
        {
            if (_used >= BufferBytes)
                WriteBuffer();
            WritePixel(_layout switch
            {
                PixelLayout.Gray => new QoiPixel(row[i], row[i], row[i], 255),
                PixelLayout.GrayAlpha => new QoiPixel(row[i], row[i], row[i], row[i + 1]),
                PixelLayout.Rgb => new QoiPixel(row[i], row[i + 1], row[i + 2], 255),
                _ => new QoiPixel(row[i], row[i + 1], row[i + 2], row[i + 3]),
            });
        }
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        EndRun();
        WriteBuffer();
        _stream.Write(EndMarker);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _used = 0;

    private void WriteBuffer()
    {
        _stream.Write(_buffer, 0, _used);
        _used = 0;
    }

    private void WritePixel(QoiPixel p)
    {
        QoiPixel last = _pixel;
        if (p == last)
        {
            if (++_run == MaxRunLength)
                EndRun();
            return;
        }
        EndRun();
        _pixel = p;
        if (_index[p.Hash] == p)
        {
            Put(p.Hash);
            return;
        }
        _index[p.Hash] = p;
        if (p.A != last.A)
        {
            Put(0xFF);
            PutColour(p);
            Put(p.A);
            return;
        }

        // Differences wrap around at 256.
        int red = (sbyte)(p.R - last.R), green = (sbyte)(p.G - last.G), blue = (sbyte)(p.B - last.B);
        int redToGreen = red - green, blueToGreen = blue - green;
        if (red is >= -2 and <= 1 && green is >= -2 and <= 1 && blue is >= -2 and <= 1)
            Put(0x40 | ((red + 2) << 4) | ((green + 2) << 2) | (blue + 2));
        else if (green is >= -32 and <= 31 && redToGreen is >= -8 and <= 7 && blueToGreen is >= -8 and <= 7)
        {
            Put(0x80 | (green + 32));
            Put(((redToGreen + 8) << 4) | (blueToGreen + 8));
        }
        else
        {
            Put(0xFE);
            PutColour(p);
        }
    }

    private void EndRun()
    {
        if (_run > 0)
            Put(0xC0 | (_run - 1));
        _run = 0;
    }

    private void PutColour(QoiPixel p)
    {
        Put(p.R);
        Put(p.G);
        Put(p.B);
    }

    private void Put(int value) => _buffer[_used++] = (byte)value;
}
