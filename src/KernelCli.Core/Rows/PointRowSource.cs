using System.Runtime.InteropServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// Converts rows to float32 and applies point operations to the colour samples; the values of alpha are kept.
/// </summary>
internal sealed class PointRowSource : RowDecorator
{
    private readonly IReadOnlyList<PointOperation> _operations;
    private readonly double _fullRange;
    private readonly byte[] _line;
    private readonly float[] _alpha;

    /// <summary>Changes the rows of <paramref name="input"/>.</summary>
    /// <param name="input">Rows of any sample type.</param>
    /// <param name="operations">The operations, in order; empty for a mere conversion.</param>
    /// <param name="fullRange">Full range in the unit of the samples.</param>
    /// <exception cref="ArgumentException">The rows are signed 16 bit, a number is outside the range of float32, gamma is
    /// not above 0, or the limits of a clip are in the wrong order.</exception>
    public PointRowSource(IRowSource input, IReadOnlyList<PointOperation> operations, double fullRange)
        : base(input, CheckSamples(input.Info, SampleType.UInt8, SampleType.UInt16, SampleType.Float32)
            .With(input.Info.Format.With(SampleType.Float32)))
    {
        foreach (PointOperation operation in operations)
            operation.Check();
        (_operations, _fullRange) = (operations, fullRange);
        (_line, _alpha) = (new byte[input.Info.RowBytes], new float[input.Info.Format.HasAlpha ? input.Info.Width : 0]);
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_line);
        Span<float> samples = MemoryMarshal.Cast<byte, float>(row);
        SampleRow.ToSingle(Input.Info.Format.Sample, _line, samples);
        // The operations change all samples, so alpha is saved before and restored after them.
        int channels = Info.Format.Channels;
        for (int x = 0; x < _alpha.Length; x++)
            _alpha[x] = samples[(x * channels) + channels - 1];
        foreach (PointOperation operation in _operations)
            operation.Run(samples, _fullRange);
        for (int x = 0; x < _alpha.Length; x++)
            samples[(x * channels) + channels - 1] = _alpha[x];
    }
}

/// <summary>
/// The last stage of a chain: converts float32 rows to samples of the output type, rounded half up and clamped once.
/// </summary>
/// <param name="input">Rows of float32.</param>
/// <param name="result">The type written.</param>
/// <param name="fullRange">Full range of the input; it becomes full range of the result.</param>
internal sealed class QuantisingRowSource(IRowSource input, SampleType result, double fullRange)
    : RowDecorator(input, CheckSamples(input.Info, SampleType.Float32)
        .With(input.Info.Format.With(result is not SampleType.Int16
        ? result
        : throw new ArgumentOutOfRangeException(nameof(result), result, "rows are written as bytes, unsigned 16 bit or float32"))))
{
    private readonly byte[] _line = new byte[input.Info.RowBytes];

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_line);
        SampleRow.FromSingle(result, MemoryMarshal.Cast<byte, float>(_line), result.FullRange() / fullRange, row);
    }
}
