using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Output;
using KernelCli.Correlation.Selection;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Writes the final sums of a float32 correlation to the picture. Where the sums are the results already, full blocks are
/// stored directly, from each row's first aligned sample on; everything else goes through a buffer and the output
/// conversion.
/// </summary>
internal sealed unsafe class FloatOutput<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _samples;
    private readonly OutputConverter _converter;
    private readonly bool _nonTemporal;
    private readonly FloatPass _pass;
    private readonly bool _sumsAreResults;
    private readonly AlignedBuffer _sums;

    /// <param name="strip">The output columns.</param>
    /// <param name="plan">The selected algorithm; where its output only copies, the sums are the results already.</param>
    /// <param name="pass">Makes the sums.</param>
    /// <param name="converter">Converts accumulators to samples.</param>
    public FloatOutput(Strip strip, AlgorithmPlan plan, FloatPass pass, OutputConverter converter)
    {
        (_samples, _pass, _converter) = (strip.Samples, pass, converter);
        (_sumsAreResults, _nonTemporal) = (plan.Output.Loop is LoopId.Copy, strip.StoreMode is StoreMode.NonTemporal);
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)_samples * sizeof(float)));
    }

    public long ScratchBytes => _sums.Length;

    /// <summary>
    /// Writes a tile of an output row. Tiles must come from left to right; what a tile reads need only be ready up to its own end.
    /// </summary>
    /// <param name="rows">The rows that the pass reads.</param>
    /// <param name="first">The first sample.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="to">Receives the first sample.</param>
    public void Write(byte** rows, int first, int samples, byte* to)
    {
        // If the address is no multiple of the sample size, no sample of the row is aligned.
        if (!_sumsAreResults || (_nonTemporal && ((nint)to & (sizeof(float) - 1)) != 0))
        {
            WriteThroughBuffer(rows, first, samples, to);
            return;
        }

        // The boundaries between tiles are moved back to an aligned sample of this row.
        float* row = (float*)to - first;
        int lanes = TSimd.Bytes / sizeof(float),
            lead = (int)(-(nint)row & (TSimd.Bytes - 1)) / sizeof(float), back = (lanes - lead) % lanes;
        int begin = first == 0 ? 0 : first - back, end = first + samples == _samples ? _samples : first + samples - back;
        if (first == 0 && lead > 0)
        {
            begin = Math.Min(lead, end);
            WriteThroughBuffer(rows, 0, begin, (byte*)row);
        }
        int block = FloatStores<TSimd, TVector>.Block(), whole = (end - begin) / block * block;
        if (whole > 0)
            _pass.Run(rows, begin, row + begin, whole, _nonTemporal);
        if (begin + whole < end)
            WriteThroughBuffer(rows, begin + whole, end - begin - whole, (byte*)(row + begin + whole));
    }

    private void WriteThroughBuffer(byte** rows, int first, int samples, byte* to)
    {
        _pass.Run(rows, first, (float*)_sums.Pointer, samples);
        _converter.Run(_sums.Pointer, to, samples);
    }
}
