using System.Diagnostics;
using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tiff;

/// <summary>Reads one picture of a TIFF row by row.</summary>
internal sealed class TiffDecoder : RowSource
{
    private readonly TiffFile? _owned;
    private readonly TiffPicture _picture;
    private readonly TiffStoredRows[] _planes;
    private readonly byte[] _stored;
    private readonly int _stride;
    private readonly int _alpha;
    private readonly TiffColors? _colors;
    private readonly ushort[] _samples = [];
    private readonly ushort[] _result = [];
    private readonly float[] _numbers = [];

    /// <param name="picture">What is stored and how.</param>
    /// <param name="metadata">What the file says besides the samples.</param>
    /// <param name="options">Limits, and whether damage is read past.</param>
    /// <param name="owned">The file if it is closed with the picture.</param>
    public TiffDecoder(TiffPicture picture, ImageMetadata metadata, DecodeOptions options, TiffFile? owned)
        : base(picture.Info with { Metadata = metadata })
    {
        (_picture, _owned) = (picture, owned);
        var memory = new TiffMemory(options.Limits);
        var table = new TiffChunkTable(picture, memory);

        // Of planes, only those of colours and alpha are read.
        int[] planes = !picture.IsPlanar ? [0]
            : [.. Enumerable.Range(0, picture.ColorSamples), .. picture.AlphaSample >= 0 ? (int[])[picture.AlphaSample] : []];
        _stride = picture.IsPlanar ? planes.Length : picture.Samples;
        _alpha = picture.IsPlanar && picture.AlphaSample >= 0 ? planes.Length - 1 : picture.AlphaSample;
        _stored = new byte[(((long)picture.Width * (picture.IsPlanar ? 1 : picture.Samples) * picture.Bits) + 7) / 8];
        long samples = (long)picture.Width * _stride;
        memory.Take((samples * sizeof(float)) + (2L * Info.RowBytes) + _stored.Length);
        if (samples > Array.MaxLength)
            throw new ImageLimitException("samples in a row", Array.MaxLength, samples, "crop the picture");
        if (Info.Format.Sample is SampleType.Float32)
            _numbers = new float[samples];
        else
        {
            _colors = new TiffColors(picture);
            _samples = new ushort[samples];
            _result = new ushort[Info.Format.Sample is SampleType.UInt8 ? Info.RowSamples : 0];
        }
        _planes = Array.ConvertAll(planes, plane => new TiffStoredRows(picture, table, plane, options, memory));
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (IsCopied)
        {
            _planes[0].ReadRow(row);
            return;
        }
        for (int plane = 0; plane < _planes.Length; plane++)
        {
            _planes[plane].ReadRow(_stored);
            int count = _picture.Width * (_picture.IsPlanar ? 1 : _stride), stride = _picture.IsPlanar ? _stride : 1;
            if (_colors is null)
                TiffUnpacker.Unpack(_stored, _picture.Bits, _picture.Numbers, count, _numbers.AsSpan(plane), stride, Inverted(plane));
            else
                TiffUnpacker.Unpack(_stored, _picture.Bits, count, _samples.AsSpan(plane), stride);
        }
        if (_colors is null)
            TakeNumbers(MemoryMarshal.Cast<byte, float>(row));
        else if (_result.Length == 0)
            _colors.Convert(_samples, _stride, _alpha, MemoryMarshal.Cast<byte, ushort>(row));
        else
        {
            _colors.Convert(_samples, _stride, _alpha, _result);
            for (int i = 0; i < row.Length; i++)
                row[i] = (byte)_result[i];
        }
    }

    /// <inheritdoc/>
    protected override void CompleteRows() => ReadRest();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (TiffStoredRows plane in _planes)
            plane.Dispose();
        _owned?.Dispose();
    }

    // Whether stored rows are those of the result: gray or RGB, of 8 or 16 bits, with nothing but straight alpha besides.
    private bool IsCopied => !_picture.IsPlanar && _colors is not null && !_picture.IsAssociated
        && _picture.Bits == 8 * Info.Format.Sample.Bytes() && _picture.Samples == Info.Format.Channels
        && (_picture.Photometric is TiffPhotometric.BlackIsZero or TiffPhotometric.Rgb or TiffPhotometric.Mask
            || (_picture.Photometric is TiffPhotometric.YCbCr && !_picture.HasLuma));

    // Where zero is white, gray is inverted; signed and floating-point numbers have no largest one that is black.
    private int Inverted(int plane) => _picture.HasWhiteZero && _picture.Numbers is TiffSampleFormat.Unsigned && plane == 0
        ? _picture.IsPlanar ? 1 : _stride : 0;

    // Colours that are multiplied by alpha are divided by it, and keep the range of their type.
    private void TakeNumbers(Span<float> row)
    {
        double full = _picture.Numbers switch
        {
            TiffSampleFormat.Unsigned => Math.ScaleB(1, _picture.Bits) - 1,
            TiffSampleFormat.Signed => Math.ScaleB(1, _picture.Bits - 1) - 1,
            _ => 1,
        };
        double most = _picture.Numbers is TiffSampleFormat.Unsigned ? full : double.PositiveInfinity;
        int channels = Info.Format.Channels, colors = Info.Format.ColorChannels;
        Debug.Assert(row.Length / channels == _numbers.Length / _stride);
        for (int from = 0, to = 0; to < row.Length; from += _stride, to += channels)
        {
            _numbers.AsSpan(from, colors).CopyTo(row[to..]);
            if (_alpha < 0)
                continue;
            float alpha = row[to + colors] = _numbers[from + _alpha];
            if (_picture.IsAssociated)
                for (int c = to; c < to + colors; c++)
                    row[c] = alpha == 0 ? 0 : (float)Math.Min(row[c] * full / alpha, most);
        }
    }
}
