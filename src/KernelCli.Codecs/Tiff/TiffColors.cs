using System.Diagnostics;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>Turns unsigned samples of at most 16 bits, as they are stored, into the gray or RGB of the result.</summary>
internal sealed class TiffColors
{
    private readonly TiffPicture _picture;
    private readonly ushort[] _scale;
    private readonly ushort[] _palette = [];
    private readonly TiffLuma? _luma;
    private readonly int _paletteSize;
    private readonly int _full;

    /// <summary>Builds the tables of a picture.</summary>
    /// <exception cref="ImageFormatException">The palette is missing or too short.</exception>
    public TiffColors(TiffPicture picture)
    {
        _picture = picture;
        _full = picture.Info.Format.Sample is SampleType.UInt8 ? byte.MaxValue : ushort.MaxValue;
        int most = (1 << picture.Bits) - 1;
        _scale = new ushort[most + 1];
        for (int i = 0; i <= most; i++)
            _scale[i] = (ushort)((((long)i * _full) + (most / 2)) / most);
        if (picture.Photometric is TiffPhotometric.Palette)
        {
            _paletteSize = most + 1;
            _palette = ReadPalette(picture, _paletteSize);
        }
        if (picture.HasLuma)
            _luma = new TiffLuma(picture.Directory);
    }

    /// <summary>Converts a row.</summary>
    /// <param name="stored">The samples of each pixel side by side.</param>
    /// <param name="stride">Samples of a pixel in it.</param>
    /// <param name="alpha">Which of them is alpha, or -1.</param>
    /// <param name="row">Receives the channels of the result, in the range of its sample type.</param>
    public void Convert(ReadOnlySpan<ushort> stored, int stride, int alpha, Span<ushort> row)
    {
        int channels = _picture.Info.Format.Channels, colors = _picture.Info.Format.ColorChannels;
        bool isInverted = _picture.Photometric is TiffPhotometric.WhiteIsZero;
        Debug.Assert(row.Length / channels == stored.Length / stride);
        for (int from = 0, to = 0; to < row.Length; from += stride, to += channels)
        {
            ReadOnlySpan<ushort> pixel = stored.Slice(from, stride);
            Span<ushort> result = row.Slice(to, channels);
            switch (_picture.Photometric)
            {
                case TiffPhotometric.Palette:
                    for (int c = 0; c < 3; c++)
                        result[c] = _palette[(c * _paletteSize) + pixel[0]];
                    break;
                case TiffPhotometric.Cmyk:
                    int black = _full - _scale[pixel[3]];
                    for (int c = 0; c < 3; c++)
                        result[c] = (ushort)((((long)(_full - _scale[pixel[c]]) * black) + (_full / 2)) / _full);
                    break;
                case TiffPhotometric.YCbCr when _luma is not null:
                    _luma.Convert(pixel, result);
                    break;
                case TiffPhotometric.Rgb or TiffPhotometric.YCbCr:
                    (result[0], result[1], result[2]) = (_scale[pixel[0]], _scale[pixel[1]], _scale[pixel[2]]);
                    break;
                default:
                    result[0] = isInverted ? (ushort)(_full - _scale[pixel[0]]) : _scale[pixel[0]];
                    break;
            }
            if (alpha < 0)
                continue;
            int opacity = result[colors] = _scale[pixel[alpha]];
            if (_picture.IsAssociated)
                for (int c = 0; c < colors; c++)
                    result[c] = Divided(result[c], opacity);
        }
    }

    // Rounded down, as other programs do.
    private ushort Divided(int color, int alpha) => alpha == 0 ? (ushort)0 : (ushort)Math.Min(_full, (long)color * _full / alpha);

    // All reds, all greens, all blues, of 16 bits each. Some writers store bytes instead, as numbers or as high bytes.
    private static ushort[] ReadPalette(TiffPicture picture, int size)
    {
        long[] stored = picture.Directory.Numbers(TiffTag.ColorMap, 3L * size);
        if (stored.Length < 3 * size)
            throw picture.Directory.Damage(TiffTag.ColorMap, $"has {stored.Length} values instead of {3 * size}");
        bool isBytes = Array.TrueForAll(stored, value => value is >= 0 and < 256);
        bool isHighBytes = Array.TrueForAll(stored, value => (value & 255) == 0);
        return Array.ConvertAll(stored, value => isBytes ? (ushort)value
            : isHighBytes ? (ushort)((value & 0xFFFF) >> 8) : (ushort)(((value & 0xFFFF) + 128) / 257));
    }
}
