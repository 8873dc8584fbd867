using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>What the markers of JPEG data say before it is decoded.</summary>
internal sealed class TiffJpegData
{
    private const int BlockSide = 8;

    // As many as LibTiff.NET reads.
    private const int MostComponents = 10;

    // A buffer of rows is padded to whole vectors.
    private const int RowPadding = 64;

    // LibTiff.NET keeps a coefficient in two bytes, and needs half as much again to find the blocks.
    private const int KeptCoefficientBytes = 4;

    // More than any encoder writes. Each scan may pass over the whole picture, however few bytes it has.
    private const int MostScans = 100;

    // Eight tables have less than 3 KiB.
    private const int MostTableBytes = 1 << 16;

    private const byte StartOfImage = 0xD8;
    private const byte StartOfScan = 0xDA;
    private const byte Baseline = 0xC0;
    private const byte Progressive = 0xC2;

    private readonly int _width;
    private readonly int _height;
    private readonly int[] _ids;
    private readonly (int Across, int Down)[] _factors;
    private readonly HashSet<int> _given = [];
    private bool _isProgressive;
    private int _scans;

    private TiffJpegData(ReadOnlySpan<byte> frame)
    {
        (_height, _width) = (BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), BinaryPrimitives.ReadUInt16BigEndian(frame[3..]));
        (_ids, _factors) = (new int[frame[5]], new (int, int)[frame[5]]);
        for (int i = 0; i < _ids.Length; i++)
        {
            ReadOnlySpan<byte> component = frame.Slice(6 + (3 * i), 3);
            (_ids[i], _factors[i]) = (component[0], (Math.Max(1, component[1] >> 4), Math.Max(1, component[1] & 15)));
        }
    }

    /// <summary>Components of the frame.</summary>
    public int Components => _ids.Length;

    /// <summary>
    /// The bytes that rows take while they are decoded. Where the components come in several scans, all coefficients are kept.
    /// </summary>
    public long DecodingBytes
    {
        get
        {
            long bytes = 0;
            int across = _factors.Max(factor => factor.Across), down = _factors.Max(factor => factor.Down);
            foreach ((int Across, int Down) factor in _factors)
            {
                long columns = Units(_width, across) * factor.Across * BlockSide, rows = Units(_height, down) * factor.Down * BlockSide;
                bytes += (columns + RowPadding) * 2 * BlockSide * factor.Down;
                if (_isProgressive || _scans > 1)
                    bytes += columns * rows * KeptCoefficientBytes;
            }
            return bytes + ((long)_width * Components);
        }
    }

    /// <summary>The tables that all strips or tiles share: a JPEG file without a picture; empty if there are none.</summary>
    public static byte[] Tables(TiffDirectory directory) =>
        directory.TryGet(TiffTag.JpegTables, out TiffEntry entry) && entry.Bytes <= MostTableBytes ? directory.Bytes(entry) : [];

    /// <summary>Whether data starts as a JPEG file does.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> data) => data is [0xFF, StartOfImage, ..];

    /// <summary>Reads the frame and counts the scans.</summary>
    /// <param name="data">A JPEG file, with its tables or without.</param>
    /// <param name="offset">Where it is, for messages.</param>
    /// <exception cref="ImageFormatException">There is no frame, a component has no scan, or there are too many scans.</exception>
    /// <exception cref="UnsupportedImageException">The process of the frame is not supported.</exception>
    public static TiffJpegData Read(ReadOnlySpan<byte> data, long offset)
    {
        TiffJpegData? frame = null;
        for (int at = 0; NextMarker(data, ref at) is >= 0 and var marker;)
        {
            // Markers without a segment: the start and the end of the image, restarts, and padding.
            if (marker is >= 0xD0 and <= 0xD9 or <= 1)
                continue;
            if (at + 2 > data.Length)
                break;
            int length = BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
            if (marker is >= Baseline and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (marker > Progressive)
                    throw new UnsupportedImageException($"a TIFF with JPEG data of process {marker - Baseline}: convert it first");
                if (length < 11 || at + length > data.Length)
                    break;
                ReadOnlySpan<byte> fields = data.Slice(at + 2, length - 2);
                if (fields[5] is 0 or > MostComponents || fields.Length < 6 + (3 * fields[5]))
                    throw new ImageFormatException(TiffFile.Format, offset, $"a JPEG frame of {fields[5]} components");
                frame ??= new TiffJpegData(fields) { _isProgressive = marker == Progressive };
            }
            if (marker == StartOfScan)
                frame?.AddScan(data[Math.Min(at + 2, data.Length)..], offset);
            at += Math.Max(length, 2);
        }
        if (frame is null)
            throw new ImageFormatException(TiffFile.Format, offset, "JPEG data without a frame");
        return Array.TrueForAll(frame._ids, frame._given.Contains)
            ? frame : throw new ImageFormatException(TiffFile.Format, offset, "JPEG data that ends before all components have a scan");
    }

    /// <summary>Checks that the frame is no larger than the strip or tile; its last rows may fill whole blocks.</summary>
    /// <exception cref="ImageFormatException">It is larger.</exception>
    public void CheckSize(int columns, int rows, long offset)
    {
        int down = _factors.Max(factor => factor.Down);
        if (_width > columns || _height > Units(rows, down) * down * BlockSide)
            throw new ImageFormatException(TiffFile.Format, offset,
                $"JPEG data of {_width} columns and {_height} rows, not of {columns} and {rows}");
    }

    // How many MCUs are side by side, or one below the other.
    private static long Units(int pixels, int factor) => ((pixels - 1L) / (BlockSide * factor)) + 1;

    private void AddScan(ReadOnlySpan<byte> header, long offset)
    {
        if (++_scans > MostScans)
            throw new ImageFormatException(TiffFile.Format, offset, $"JPEG data of more than {MostScans} scans");
        for (int i = 0; !header.IsEmpty && i < header[0] && 1 + (2 * i) < header.Length; i++)
            _given.Add(header[1 + (2 * i)]);
    }

    // The next marker, and the place after it; -1 at the end.
    private static int NextMarker(ReadOnlySpan<byte> data, ref int at)
    {
        while (at < data.Length)
        {
            int found = data[at..].IndexOf((byte)0xFF);
            if (found < 0)
                break;
            at += found + 1;
            while (at < data.Length && data[at] == 0xFF)
                at++;
            if (at < data.Length && data[at++] is not 0 and var marker)
                return marker;
        }
        return -1;
    }
}
