using System.Diagnostics;
using KernelCli.Primitives;

namespace KernelCli.SlidingWindow;

/// <summary>
/// Copies source rows with their margins, so that later stages never see a border. With a stride of s, the padded row is
/// stored as s phases, positions 0, s, 2s, ... then 1, s + 1, ..., so that each tap reads one contiguous run of samples.
/// </summary>
internal sealed unsafe class RowPadder
{
    private readonly int _pixelBytes;
    private readonly int _sampleBytes;

    // With a stride of 1, one run of picture pixels is copied and _sources holds the source pixel of each margin pixel.
    // With a larger stride, _sources holds those of the whole row in storage order. -1 is the constant.
    private readonly int _copyFrom;
    private readonly int _copyTo;
    private readonly int _copyCount;
    private readonly int[] _sources;
    private readonly byte[] _constant;

    /// <param name="axis">The horizontal axis.</param>
    /// <param name="firstOutput">First output column.</param>
    /// <param name="outputs">Number of output columns.</param>
    /// <param name="channels">Interleaved channels.</param>
    /// <param name="sampleBytes">Bytes of a sample.</param>
    /// <param name="border">How the margins are filled.</param>
    /// <param name="constant">One sample of the constant border, or one pixel, as bytes.</param>
    public RowPadder(AxisGeometry axis, int firstOutput, int outputs, int channels, int sampleBytes,
        BorderMode border, ReadOnlySpan<byte> constant)
    {
        (_pixelBytes, _sampleBytes) = (sampleBytes * channels, sampleBytes);
        _constant = new byte[_pixelBytes];
        for (int at = 0; at < _pixelBytes; at += constant.Length)
            constant.CopyTo(_constant.AsSpan(at));

        long start = axis.Start(firstOutput);
        int length = checked(((outputs - 1) * axis.Stride) + axis.Span);
        int phaseLength = (length + axis.Stride - 1) / axis.Stride;
        Pixels = phaseLength * axis.Stride;
        Bytes = (long)Pixels * _pixelBytes;
        TapOffsets = new int[axis.Taps];
        for (int t = 0; t < axis.Taps; t++)
        {
            int position = t * axis.Dilation;
            TapOffsets[t] = (((position % axis.Stride) * phaseLength) + (position / axis.Stride)) * channels;
        }

        if (axis.Stride == 1)
        {
            (_copyTo, _copyFrom) = start < 0 ? ((int)Math.Min(-start, length), 0) : (0, (int)Math.Min(start, axis.SourceLength));
            _copyCount = (int)Math.Max(0, Math.Min(length - _copyTo, axis.SourceLength - (start + _copyTo)));
            _sources = new int[length - _copyCount];
        }
        else
            _sources = new int[Pixels];

        int next = 0;
        for (int phase = 0; phase < axis.Stride; phase++)
            for (int i = 0; i < phaseLength; i++)
            {
                int position = (i * axis.Stride) + phase;
                if (axis.Stride > 1 || position < _copyTo || position >= _copyTo + _copyCount)
                    _sources[next++] = position < length ? Border.Map(border, start + position, axis.SourceLength) : -1;
            }
    }

    /// <summary>Pixels of the padded row.</summary>
    public int Pixels { get; }

    /// <summary>Bytes of the padded row.</summary>
    public long Bytes { get; }

    /// <summary>For each tap, the sample of the padded row that it reads for the first output.</summary>
    public int[] TapOffsets { get; }

    /// <summary>
    /// The pixels of the padded row that are copied from the picture's row in one piece: the first, and their number, which is 0
    /// if the stride is above 1.
    /// </summary>
    public (int First, int Count) Copied => (_copyTo, _copyCount);

    /// <summary>
    /// Finds the sums that can read the picture's row directly and need no padded row; none if the stride is above 1.
    /// </summary>
    /// <param name="tile">Sums of a tile; a multiple of every number of channels.</param>
    /// <param name="reach">Distance from the first to the last sample that a sum reads, in samples.</param>
    /// <param name="sums">Sums of a row.</param>
    public InteriorSpan InteriorTiles(int tile, int reach, int sums)
    {
        int channels = _pixelBytes / _sampleBytes;
        int from = ((_copyTo * channels) + tile - 1) / tile * tile;
        int end = Math.Min(sums, ((_copyTo + _copyCount) * channels) - reach - (AlignedBuffer.Block / _sampleBytes));
        int to = from + (Math.Max(0, end - from) / tile * tile);
        if (_copyCount == 0 || to == from)
            return new InteriorSpan(0, 0, _copyTo, _copyTo);

        // The sums before the run read the padded row up to here.
        int skipFrom = Math.Min(from + reach + (AlignedBuffer.Block / _sampleBytes), to);
        return new InteriorSpan(from, to, (skipFrom + channels - 1) / channels, to / channels);
    }

    /// <summary>The address at which the padded row would start if the image's row were part of it.</summary>
    public byte* VirtualStart(byte* source) => source + ((long)(_copyFrom - _copyTo) * _pixelBytes);

    /// <summary>Writes the padded row of <paramref name="source"/>, the image's row.</summary>
    public void Pad(byte* source, byte* padded) => Pad(source, padded, new InteriorSpan(0, 0, _copyTo, _copyTo));

    /// <summary>
    /// Writes the padded row of <paramref name="source"/>, except for the pixels that <paramref name="interior"/> skips.
    /// </summary>
    public void Pad(byte* source, byte* padded, in InteriorSpan interior)
    {
        Debug.Assert(interior.SkipFrom >= _copyTo && interior.SkipFrom <= interior.SkipTo && interior.SkipTo <= _copyTo + _copyCount);
        fixed (int* sources = _sources)
        fixed (byte* constant = _constant)
        {
            byte* copyTo = padded + ((long)_copyTo * _pixelBytes);
            long copyBytes = (long)_copyCount * _pixelBytes;
            long before = (long)(interior.SkipFrom - _copyTo) * _pixelBytes, after = (long)(interior.SkipTo - _copyTo) * _pixelBytes;
            byte* copyFrom = source + ((long)_copyFrom * _pixelBytes);
            int head = _copyCount > 0 ? _copyTo : _sources.Length;
            Gather(source, constant, sources, head, padded);
            Buffer.MemoryCopy(copyFrom, copyTo, before, before);
            Buffer.MemoryCopy(copyFrom + after, copyTo + after, copyBytes - after, copyBytes - after);
            Gather(source, constant, sources + head, _sources.Length - head, copyTo + copyBytes);
        }
    }

    /// <summary>Writes a padded row of nothing but the constant.</summary>
    public void Fill(byte* padded)
    {
        for (int i = 0; i < Pixels; i++)
            _constant.CopyTo(new Span<byte>(padded + ((long)i * _pixelBytes), _pixelBytes));
    }

    private void Gather(byte* source, byte* constant, int* sources, int count, byte* to)
    {
        switch (_pixelBytes)
        {
            case sizeof(byte):
                for (int i = 0; i < count; i++)
                    to[i] = sources[i] < 0 ? *constant : source[sources[i]];
                break;
            case sizeof(uint):
                for (int i = 0; i < count; i++)
                    ((uint*)to)[i] = sources[i] < 0 ? *(uint*)constant : ((uint*)source)[sources[i]];
                break;
            default:
                for (int i = 0; i < count; i++, to += _pixelBytes)
                {
                    byte* from = sources[i] < 0 ? constant : source + ((long)sources[i] * _pixelBytes);
                    for (int b = 0; b < _pixelBytes; b++)
                        to[b] = from[b];
                }
                break;
        }
    }
}

/// <summary>
/// The part of a padded row that need not be written because the picture's row already holds it. The sums from
/// <see cref="From"/> to <see cref="To"/>, exclusive, are whole tiles that read only samples inside the picture, and so
/// does any vector that starts among them.
/// </summary>
/// <param name="From">The first such sum.</param>
/// <param name="To">One past the last.</param>
/// <param name="SkipFrom">The first pixel of the padded row that no other sum reads.</param>
/// <param name="SkipTo">One past the last.</param>
internal readonly record struct InteriorSpan(int From, int To, int SkipFrom, int SkipTo);
