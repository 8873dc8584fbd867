using System.Runtime.InteropServices;
using KernelCli.Correlation;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// <c>v + amount * (v - blurred)</c> where <c>|v - blurred|</c> is the threshold or more, else v. Two engines of one geometry run
/// side by side: the blur, and a kernel of the same size that picks the pixel itself.
/// </summary>
public sealed unsafe class UnsharpRowSource : RowDecorator
{
    private readonly CorrelationEngine _blur;
    private readonly CorrelationEngine _pick;
    private readonly float _amount;
    private readonly float _threshold;
    private readonly byte[] _line;
    private readonly byte[] _blurred;

    /// <summary>Sharpens <paramref name="input"/>.</summary>
    /// <param name="input">Rows.</param>
    /// <param name="blur">The plan of the blur, to float32.</param>
    /// <param name="pick">The plan of the picking kernel, to float32.</param>
    /// <param name="amount">How much of the difference is added.</param>
    /// <param name="threshold">The least difference that counts, in the unit of the samples.</param>
    public UnsharpRowSource(IRowSource input, CorrelationPlan blur, CorrelationPlan pick, double amount, double threshold)
        : base(input, input.Info.With(blur.OutputWidth, blur.OutputHeight).With(input.Info.Format.With(SampleType.Float32)))
    {
        (_blur, _pick, _amount, _threshold) = (blur.CreateEngine(), pick.CreateEngine(), (float)amount, (float)threshold);
        (_line, _blurred) = (new byte[input.Info.RowBytes], new byte[Info.RowBytes]);
    }

    /// <summary>Bytes of the engines' buffers.</summary>
    public long BufferBytes => _blur.BufferBytes + _pick.BufferBytes;

    /// <inheritdoc/>
    public override void ReadRow(Span<byte> row)
    {
        while (!_blur.IsReady)
        {
            Input.ReadRow(_line);
            fixed (byte* line = _line)
            {
                _blur.Push(line);
                _pick.Push(line);
            }
        }
        fixed (byte* to = row, blurred = _blurred)
        {
            _pick.Pull(to);
            _blur.Pull(blurred);
        }
        Span<float> samples = MemoryMarshal.Cast<byte, float>(row), smooth = MemoryMarshal.Cast<byte, float>(_blurred.AsSpan());
        for (int i = 0; i < samples.Length; i++)
        {
            float difference = samples[i] - smooth[i];
            if (MathF.Abs(difference) >= _threshold)
                samples[i] = MathF.FusedMultiplyAdd(_amount, difference, samples[i]);
        }
    }
}
