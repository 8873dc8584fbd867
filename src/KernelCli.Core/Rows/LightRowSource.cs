using System.Runtime.InteropServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>Rows of bytes or unsigned 16 bit as linear light in float32, full range 1; alpha as a fraction.</summary>
/// <param name="input">The rows.</param>
/// <param name="curve">Their curve.</param>
internal sealed class LinearRowSource(IRowSource input, LightCurve curve)
    : RowDecorator(input, CheckSamples(input.Info, SampleType.UInt8, SampleType.UInt16).With(input.Info.Format.With(SampleType.Float32)))
{
    private readonly byte[] _line = new byte[input.Info.RowBytes];

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_line);
        curve.Table.Decode(Input.Info.Format, _line, MemoryMarshal.Cast<byte, float>(row));
    }
}

/// <summary>Rows of linear light as bytes or unsigned 16 bit, rounded and clamped once.</summary>
/// <param name="input">Rows of float32, full range 1.</param>
/// <param name="result">The type written.</param>
/// <param name="curve">The curve.</param>
internal sealed class EncodedRowSource(IRowSource input, SampleType result, LightCurve curve)
    : RowDecorator(input, CheckSamples(input.Info, SampleType.Float32).With(input.Info.Format.With(result)))
{
    private readonly byte[] _line = new byte[input.Info.RowBytes];

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_line);
        curve.Table.Encode(Info.Format, MemoryMarshal.Cast<byte, float>(_line), row);
    }
}

/// <summary>Rows that will be written as linear light: without the metadata that say of another curve.</summary>
internal sealed class LinearlyDescribedRows(IRowSource input)
    : RowDecorator(input, input.Info with { Metadata = PictureLight.Linear(input.Info.Metadata) })
{
    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y) => Input.ReadRow(row);
}
