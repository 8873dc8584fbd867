using System.Runtime.InteropServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>Rows as float32, each colour sample changed by itself; alpha stays as it is.</summary>
/// <param name="input">Rows of any sample type.</param>
/// <param name="operations">What is done, in order; nothing for a mere conversion.</param>
/// <param name="white">Full range in the unit of the samples.</param>
public sealed class PointRowSource(IRowSource input, IReadOnlyList<PointOperation> operations, double white)
    : RowDecorator(input, input.Info.With(input.Info.Format.With(SampleType.Float32)))
{
    private readonly byte[] _line = new byte[input.Info.RowBytes];
    private readonly float[] _alpha = new float[input.Info.Format.HasAlpha ? input.Info.Width : 0];

    /// <inheritdoc/>
    public override void ReadRow(Span<byte> row)
    {
        Input.ReadRow(_line);
        Span<float> samples = MemoryMarshal.Cast<byte, float>(row);
        SampleRow.ToSingle(Input.Info.Format.Sample, _line, samples);

        // All samples are changed alike, and alpha put back behind.
        int channels = Info.Format.Channels;
        for (int x = 0; x < _alpha.Length; x++)
            _alpha[x] = samples[(x * channels) + channels - 1];
        foreach (PointOperation operation in operations)
            operation.Run(samples, white);
        for (int x = 0; x < _alpha.Length; x++)
            samples[(x * channels) + channels - 1] = _alpha[x];
    }
}
