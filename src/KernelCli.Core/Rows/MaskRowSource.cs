using System.Runtime.InteropServices;
using KernelCli.Numerics;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>Float32 rows times a gray picture of the same size: white keeps, black removes.</summary>
internal sealed class MaskRowSource : RowDecorator
{
    private readonly IRowSource _mask;
    private readonly MaskGate _gate;
    private readonly byte[] _line;
    private readonly float[] _factors;
    private readonly float _maskFullRange;
    private readonly bool _keepsNaN;

    /// <summary>Multiplies <paramref name="input"/> by <paramref name="mask"/>, and owns both.</summary>
    /// <exception cref="ArgumentException">The sizes differ, the rows are not float32, or the mask is not gray.</exception>
    /// <param name="input">Float32 rows.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="gate">How its values become factors.</param>
    /// <param name="keepsNaN">Whether NaN stays NaN where the mask removes.</param>
    public MaskRowSource(IRowSource input, IRowSource mask, MaskGate gate = default, bool keepsNaN = false)
        : base(input, input.Info)
    {
        if (mask.Info.Width != input.Info.Width || mask.Info.Height != input.Info.Height)
            throw new ArgumentException($"the mask is {mask.Info.Width}x{mask.Info.Height}, the picture at that step "
                + $"{input.Info.Width}x{input.Info.Height}: they must be equal");
        if (input.Info.Format.Sample is not SampleType.Float32
            || mask.Info.Format is not { Layout: PixelLayout.Gray, Sample: not SampleType.Int16 })
            throw new ArgumentException("a mask works on float32 rows, and is gray: bytes, unsigned 16 bit or float32");
        _keepsNaN = keepsNaN;
        (_mask, _gate, _line, _factors) = (mask, gate, new byte[mask.Info.RowBytes], new float[mask.Info.Width]);
        _maskFullRange = (float)mask.Info.Format.Sample.FullRange();
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(row);
        _mask.ReadRow(_line);
        SampleRow.ToSingle(_mask.Info.Format.Sample, _line, _factors);
        for (int x = 0; x < _factors.Length; x++)
            _factors[x] /= _maskFullRange;
        _gate.Run(_factors);
        Span<float> samples = MemoryMarshal.Cast<byte, float>(row);
        (int channels, int colours) = (Info.Format.Channels, Info.Format.ColorChannels);
        for (int x = 0; x < _factors.Length; x++)
            for (int c = 0; c < colours; c++)
            {
                ref float sample = ref samples[(x * channels) + c];
                sample = _factors[x] == 0 && !(_keepsNaN && float.IsNaN(sample)) ? 0 : sample * _factors[x];
            }
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        base.CompleteRows();
        _mask.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _mask.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>How the values of a mask, as fractions of white, are converted to factors.</summary>
/// <param name="IsSigmoid">Whether <c>1 / (1 + e^-x)</c> is applied first, for masks with unbounded values, such as the
/// output of a neural network.</param>
/// <param name="IsInverted">Whether the value is then subtracted from 1, so that black keeps and white removes.</param>
internal readonly record struct MaskGate(bool IsSigmoid, bool IsInverted)
{
    /// <summary>Converts a row of mask values in place.</summary>
    internal void Run(Span<float> factors)
    {
        if (IsSigmoid)
            for (int i = 0; i < factors.Length; i++)
                factors[i] = (float)PortableMath.Sigmoid(factors[i]);
        if (IsInverted)
            for (int i = 0; i < factors.Length; i++)
                factors[i] = 1 - factors[i];
    }
}
