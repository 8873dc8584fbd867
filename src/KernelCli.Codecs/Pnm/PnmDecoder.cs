using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Pnm;

/// <summary>
/// Reads P1 to P7 row by row. Samples with a maximum other than 255 or 65535 are scaled to the full range of 8 or 16
/// bits, rounded half up; CMYK is converted to RGB.
/// </summary>
internal sealed class PnmDecoder : RowSource
{
    private readonly ByteReader _reader;
    private readonly PnmHeader _header;
    private readonly PnmPictureCounter _sequence;
    private readonly byte[] _stored;
    private readonly ushort[] _values;

    public PnmDecoder(ByteReader reader, PnmHeader header, DecodeOptions options)
    {
        (_reader, _header) = (reader, header);
        PixelLayout layout = header.IsCmyk ? PixelLayout.Rgb : (PixelLayout)header.Channels;
        Info = new ImageInfo(header.Width, header.Height,
            new PixelFormat(layout, header.Maximum > 255 ? SampleType.UInt16 : SampleType.UInt8));
        int samples = header.Width * header.Channels;
        _stored = new byte[header.Kind == '4' ? (header.Width + 7) / 8 : samples * (header.Maximum > 255 ? 2 : 1)];
        _values = new ushort[samples];
        _sequence = new PnmPictureCounter(reader, options);
        Info = _sequence.CountAhead(header, Info);
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (!_header.IsText && _header is { Maximum: 255, IsCmyk: false })
        {
            _reader.ReadExactly(row, "pixels");
            return;
        }
        ReadValues();
        if (_header.IsCmyk)
            ConvertCmyk();
        int written = Info.RowSamples;
        if (Info.Format.Sample is SampleType.UInt16)
            _values.AsSpan(0, written).CopyTo(MemoryMarshal.Cast<byte, ushort>(row));
        else
            for (int i = 0; i < written; i++)
                row[i] = (byte)_values[i];
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        ReadRest();
        Info = _sequence.CountRemaining(Info);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _reader.Dispose();

    // The row's stored samples, at full range.
    private void ReadValues()
    {
        int maximum = _header.Maximum, full = maximum > 255 ? 65535 : 255;
        if (!_header.IsText)
            _reader.ReadExactly(_stored, "pixels");
        for (int i = 0; i < _values.Length; i++)
        {
            int value = _header.Kind switch
            {
                '1' => ReadBit(),
                '2' or '3' => PnmText.Number(_reader, "a sample", int.MaxValue),
                '4' => (_stored[i >> 3] >> (7 - (i & 7))) & 1,
                _ when maximum > 255 => (_stored[2 * i] << 8) | _stored[(2 * i) + 1],
                _ => _stored[i],
            };
            if (_header.IsBitmap)
                value = 1 - value;
            if (value > maximum)
                throw _reader.Error($"a sample of {value}, the maximum is {maximum}");
            _values[i] = (ushort)(maximum == full ? value : (((2L * value * full) + maximum) / (2L * maximum)));
        }
    }

    // Bits as text need no blanks between them.
    private int ReadBit()
    {
        while (true)
        {
            int value = _reader.ReadByte("a bit");
            if (value is '0' or '1')
                return value - '0';
            if (value == '#')
            {
                while (value is not ('\n' or '\r'))
                    value = _reader.ReadByte("a bit");
            }
            else if (!PnmText.IsWhitespace(value))
                throw _reader.Error($"expected 0 or 1, found '{(char)value}'");
        }
    }

    // CMYK to RGB without a profile: (full - c) * (full - k) / full, rounded half up.
    private void ConvertCmyk()
    {
        int full = _header.Maximum > 255 ? 65535 : 255;
        for (int x = 0; x < _header.Width; x++)
        {
            long white = full - _values[(4 * x) + 3];
            for (int c = 0; c < 3; c++)
                _values[(3 * x) + c] = (ushort)(((2 * (full - _values[(4 * x) + c]) * white) + full) / (2L * full));
        }
    }
}
