using System.Runtime.InteropServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>The end of a chain: float32 rows as samples of the type that is written, rounded half up and clamped once.</summary>
/// <param name="input">Rows of float32.</param>
/// <param name="result">The type written.</param>
/// <param name="white">Full range of the input; it becomes full range of the result.</param>
public sealed class QuantisingRowSource(IRowSource input, SampleType result, double white)
    : RowDecorator(input, CheckSamples(input.Info, SampleType.Float32).With(input.Info.Format.With(result is not SampleType.Int16 ? result : throw new ArgumentOutOfRangeException(nameof(result), result, "rows are written as bytes, unsigned 16 bit or float32"))))
{
    private readonly byte[] _line = new byte[input.Info.RowBytes];

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_line);
        SampleRow.FromSingle(result, MemoryMarshal.Cast<byte, float>(_line), result.FullRange() / white, row);
    }
}
