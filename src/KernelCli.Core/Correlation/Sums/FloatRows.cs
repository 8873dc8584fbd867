using KernelCli.Correlation.Correlators;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>Source rows of any sample type as float32 rows with their margins.</summary>
internal sealed unsafe class FloatRows<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly RowExtension _extension;
    private readonly SampleType _sample;
    private readonly int _extendedSamples;
    private readonly AlignedBuffer? _extended;

    public FloatRows(RowRange range)
    {
        (_extension, _sample) = (range.CreateExtension(), range.Sample);
        _extendedSamples = _extension.Pixels * range.Channels;
        RowBytes = AlignedBuffer.RoundUp((long)_extendedSamples * 4);
        if (_sample is not SampleType.Float32)
            _extended = new AlignedBuffer(AlignedBuffer.RoundUp(_extension.Bytes));
    }

    /// <summary>Bytes of an extended row.</summary>
    public long RowBytes { get; }

    /// <summary>For each tap, the sample that it reads for the first output.</summary>
    public int[] TapOffsets => _extension.TapOffsets;

    public long ScratchBytes => _extended?.Length ?? 0;

    /// <summary>Writes the extended row of a source row.</summary>
    public void Extend(byte* source, float* to)
    {
        _extension.Extend(source, _extended is null ? (byte*)to : _extended.Pointer);
        Convert(to);
    }

    /// <summary>Writes an extended row of the constant.</summary>
    public void Fill(float* to)
    {
        _extension.Fill(_extended is null ? (byte*)to : _extended.Pointer);
        Convert(to);
    }

    private void Convert(float* to)
    {
        if (_sample is SampleType.UInt8)
            Conversions.BytesToSingle<TSimd, TVector>(_extended!.Pointer, to, _extendedSamples);
        else if (_sample is SampleType.UInt16)
            Conversions.UInt16ToSingle<TSimd, TVector>((ushort*)_extended!.Pointer, to, _extendedSamples);
    }
}
