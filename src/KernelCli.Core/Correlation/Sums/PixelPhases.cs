using System.Runtime.CompilerServices;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>
/// A row of float32 pixels taken apart into its phases, the pixels 0, h, 2h, ..., then 1, h + 1, ..., and put together again. With one channel and h a
/// power of two that goes by halves in registers: even and odd pixels, those of each, and so on.
/// </summary>
internal sealed unsafe class PixelPhases<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _step;
    private readonly int _channels;
    private readonly bool _byHalves;
    private readonly long _pitch;
    private readonly AlignedBuffer _phases;
    private readonly AlignedBuffer _between;
    private readonly AlignedBuffer _addresses;

    /// <param name="step">The distance h of a phase's pixels.</param>
    /// <param name="pixels">Pixels of a row at most.</param>
    /// <param name="channels">Samples of a pixel.</param>
    public PixelPhases(int step, int pixels, int channels)
    {
        (_step, _channels, _byHalves) = (step, channels, channels == 1 && int.IsPow2(step));
        _pitch = AlignedBuffer.RoundUp(((pixels / step) + 1L) * channels * sizeof(float));
        _phases = new AlignedBuffer(_pitch * step);
        _between = new AlignedBuffer(_byHalves ? _pitch * step : 0);
        _addresses = new AlignedBuffer(step * sizeof(nint));
        for (int q = 0; q < step; q++)
            ((byte**)_addresses.Pointer)[q] = (byte*)Phase(q);
    }

    public long ScratchBytes => _phases.Length + _between.Length;

    /// <summary>All phases, as rows.</summary>
    public byte** Rows => (byte**)_addresses.Pointer;

    /// <summary>The pixels q, h + q, 2h + q, ...</summary>
    public float* Phase(int q) => (float*)(_phases.Pointer + (q * _pitch));

    /// <summary>Takes a row apart. Whole registers are read.</summary>
    public void Split(float* row, int pixels)
    {
        if (!_byHalves)
        {
            for (int q = 0; q < _step; q++)
            {
                float* phase = Phase(q);
                for (int p = q; p < pixels; p += _step)
                    for (int c = 0; c < _channels; c++)
                        *phase++ = row[(p * _channels) + c];
            }
            return;
        }

        // Row r of k holds the pixels r, k + r, ...; its halves are rows r and k + r of 2k.
        for (int parts = 1; parts < _step; parts *= 2)
            for (int r = 0; r < parts; r++)
                Halve(parts == 1 ? row : Part(parts, r), Part(2 * parts, r), Part(2 * parts, r + parts), ((pixels / parts) + 2) / 2);
    }

    /// <summary>Puts the phases together. Whole registers are written.</summary>
    public void Join(float* row, int pixels)
    {
        if (!_byHalves)
        {
            for (int q = 0; q < _step; q++)
            {
                float* phase = Phase(q);
                for (int p = q; p < pixels; p += _step)
                    for (int c = 0; c < _channels; c++)
                        row[(p * _channels) + c] = *phase++;
            }
            return;
        }
        for (int parts = _step / 2; parts >= 1; parts /= 2)
            for (int r = 0; r < parts; r++)
                Merge(Part(2 * parts, r), Part(2 * parts, r + parts), parts == 1 ? row : Part(parts, r), ((pixels / parts) + 2) / 2);
    }

    // Parts take turns between two buffers, so that the last ones are the phases.
    private float* Part(int parts, int r)
    {
        bool isPhases = ((int.Log2(_step) - int.Log2(parts)) & 1) == 0;
        return (float*)((isPhases ? _phases : _between).Pointer + (r * (_pitch * (_step / parts))));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Halve(float* row, float* even, float* odd, int count)
    {
        int lanes = TSimd.Bytes / sizeof(float);
        for (nint i = 0; i < count; i += lanes)
        {
            TVector a = TSimd.Load(row + (2 * i)), b = TSimd.Load(row + (2 * i) + lanes);
            TSimd.Store(even + i, TSimd.Even32(a, b));
            TSimd.Store(odd + i, TSimd.Odd32(a, b));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Merge(float* even, float* odd, float* row, int count)
    {
        int lanes = TSimd.Bytes / sizeof(float);
        for (nint i = 0; i < count; i += lanes)
            RowPairSums.Store<TSimd, TVector>((int*)(row + (2 * i)), TSimd.Load(even + i), TSimd.Load(odd + i));
    }
}
