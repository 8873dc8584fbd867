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
    private readonly int _samples;
    private readonly AlignedBuffer? _extended;

    public FloatRows(RowRange range)
    {
        (_extension, _sample) = (range.CreateExtension(), range.Sample);
        _samples = _extension.Pixels * range.Channels;
        RowBytes = AlignedBuffer.RoundUp((long)_samples * 4);
        if (_sample is not SampleType.Float32)
            _extended = new AlignedBuffer(AlignedBuffer.RoundUp(_extension.Bytes));
    }

    /// <summary>Bytes of an extended row, rounded up.</summary>
    public long RowBytes { get; }

    /// <summary>For each tap, the sample that it reads for the first output.</summary>
    public int[] TapOffsets => _extension.TapOffsets;

    public long ScratchBytes => _extended?.Length ?? 0;

    /// <summary>The sums that may read the source row itself; none where it is converted.</summary>
    /// <inheritdoc cref="RowExtension.OwnPieces"/>
    public OwnRun OwnPieces(int piece, int reach, int sums) => _extended is null ? _extension.OwnPieces(piece, reach, sums) : default;

    /// <summary>Where the extended row would begin if it were all in the source row.</summary>
    public byte* Origin(byte* source) => _extension.Origin(source);

    /// <summary>Writes the extended row of a source row but for what the run does not need.</summary>
    public void Extend(byte* source, float* to, in OwnRun own) => _extension.Extend(source, (byte*)to, own);

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
            Conversions.BytesToSingle<TSimd, TVector>(_extended!.Pointer, to, _samples);
        else if (_sample is SampleType.UInt16)
            Conversions.UInt16ToSingle<TSimd, TVector>((ushort*)_extended!.Pointer, to, _samples);
    }
}
