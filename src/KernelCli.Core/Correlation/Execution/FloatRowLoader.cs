using KernelCli.Correlation.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>Loads source rows of any sample type as float32 rows with their margins.</summary>
internal sealed unsafe class FloatRowLoader<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly RowPadder _padder;
    private readonly SampleType _sample;
    private readonly int _samples;
    private readonly AlignedBuffer? _padded;

    public FloatRowLoader(Strip strip)
    {
        (_padder, _sample) = (strip.CreatePadder(), strip.Sample);
        _samples = _padder.Pixels * strip.Channels;
        RowBytes = AlignedBuffer.RoundUp((long)_samples * 4);
        if (_sample is not SampleType.Float32)
            _padded = new AlignedBuffer(AlignedBuffer.RoundUp(_padder.Bytes));
    }

    /// <summary>Bytes of a padded row, rounded up.</summary>
    public long RowBytes { get; }

    /// <summary>For each tap, the sample that it reads for the first output.</summary>
    public int[] TapOffsets => _padder.TapOffsets;

    public long ScratchBytes => _padded?.Length ?? 0;

    /// <summary>The sums that may read the source row directly; none where it is converted.</summary>
    /// <inheritdoc cref="RowPadder.InteriorTiles"/>
    public InteriorSpan InteriorTiles(int tile, int reach, int sums) =>
        _padded is null ? _padder.InteriorTiles(tile, reach, sums) : default;

    /// <summary>Where the padded row would begin if it were all in the source row.</summary>
    public byte* VirtualStart(byte* source) => _padder.VirtualStart(source);

    /// <summary>Writes the padded row of a float32 source row, except for pixels that only interior sums read.</summary>
    public void Pad(byte* source, float* to, in InteriorSpan own) => _padder.Pad(source, (byte*)to, own);

    /// <summary>Writes the padded row of a source row.</summary>
    public void Pad(byte* source, float* to)
    {
        _padder.Pad(source, _padded is null ? (byte*)to : _padded.Pointer);
        Convert(to);
    }

    /// <summary>Writes a padded row of the border's constant.</summary>
    public void Fill(float* to)
    {
        _padder.Fill(_padded is null ? (byte*)to : _padded.Pointer);
        Convert(to);
    }

    private void Convert(float* to)
    {
        if (_sample is SampleType.UInt8)
            WidenRows<TSimd, TVector>.BytesToSingle(_padded!.Pointer, to, _samples);
        else if (_sample is SampleType.UInt16)
            WidenRows<TSimd, TVector>.UInt16ToSingle((ushort*)_padded!.Pointer, to, _samples);
    }
}
