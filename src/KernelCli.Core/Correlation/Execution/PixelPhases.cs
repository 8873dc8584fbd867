using System.Runtime.CompilerServices;
using KernelCli.Correlation.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Splits a row of float32 pixels into h phases, the pixels 0, h, 2h, ..., then 1, h + 1, ..., and joins them again. With
/// one channel and h a power of two, the row is halved repeatedly in registers: into even and odd pixels, each of these
/// again, and so on.
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
    private readonly AlignedBuffer _intermediate;
    private readonly AlignedBuffer _addresses;

    /// <param name="step">The distance h between the pixels of a phase.</param>
    /// <param name="pixels">The maximum number of pixels in a row.</param>
    /// <param name="channels">Samples per pixel.</param>
    public PixelPhases(int step, int pixels, int channels)
    {
        (_step, _channels, _byHalves) = (step, channels, channels == 1 && int.IsPow2(step));
        _pitch = AlignedBuffer.RoundUp(((pixels / step) + 1L) * channels * sizeof(float));
        _phases = new AlignedBuffer(_pitch * step);
        _intermediate = new AlignedBuffer(_byHalves ? _pitch * step : 0);
        _addresses = new AlignedBuffer(step * sizeof(nint));
        for (int q = 0; q < step; q++)
            ((byte**)_addresses.Pointer)[q] = (byte*)Phase(q);
    }

    public long ScratchBytes => _phases.Length + _intermediate.Length;

    /// <summary>All phases, as rows.</summary>
    public byte** Rows => (byte**)_addresses.Pointer;

    /// <summary>The pixels q, h + q, 2h + q, ...</summary>
    public float* Phase(int q) => (float*)(_phases.Pointer + (q * _pitch));

    /// <summary>Splits a row into its phases. Reads whole registers.</summary>
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

        // Part r of k holds the pixels r, k + r, ...; its halves are parts r and k + r of 2k. Quarter does the first two halvings at once.
        int first = 1;
        if (_step >= 4)
        {
            Quarter(row, Part(4, 0), Part(4, 1), Part(4, 2), Part(4, 3), (pixels + 3) / 4);
            first = 4;
        }
        for (int parts = first; parts < _step; parts *= 2)
            for (int r = 0; r < parts; r++)
                Halve(parts == 1 ? row : Part(parts, r), Part(2 * parts, r), Part(2 * parts, r + parts), ((pixels / parts) + 2) / 2);
    }

    /// <summary>Joins the phases to a row. Writes whole registers.</summary>
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
        int last = _step >= 4 ? 4 : 1;
        for (int parts = _step / 2; parts >= last; parts /= 2)
            for (int r = 0; r < parts; r++)
                Merge(Part(2 * parts, r), Part(2 * parts, r + parts), parts == 1 ? row : Part(parts, r), ((pixels / parts) + 2) / 2);
        if (_step >= 4)
            MergeQuarters(Part(4, 0), Part(4, 1), Part(4, 2), Part(4, 3), row, (pixels + 3) / 4);
    }

    // Parts alternate between two buffers, so that the last ones are in _phases.
    private float* Part(int parts, int r)
    {
        bool isPhases = ((int.Log2(_step) - int.Log2(parts)) & 1) == 0;
        return (float*)((isPhases ? _phases : _intermediate).Pointer + (r * (_pitch * (_step / parts))));
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
    private static void Quarter(float* row, float* part0, float* part1, float* part2, float* part3, int count)
    {
        int lanes = TSimd.Bytes / sizeof(float);
        for (nint i = 0; i < count; i += lanes)
        {
            float* at = row + (4 * i);
            TVector a = TSimd.Load(at), b = TSimd.Load(at + lanes), c = TSimd.Load(at + (2 * lanes)), d = TSimd.Load(at + (3 * lanes));
            TVector even0 = TSimd.Even32(a, b), even1 = TSimd.Even32(c, d), odd0 = TSimd.Odd32(a, b), odd1 = TSimd.Odd32(c, d);
            TSimd.Store(part0 + i, TSimd.Even32(even0, even1));
            TSimd.Store(part1 + i, TSimd.Even32(odd0, odd1));
            TSimd.Store(part2 + i, TSimd.Odd32(even0, even1));
            TSimd.Store(part3 + i, TSimd.Odd32(odd0, odd1));
        }
    }

    // Interleaves parts 0 and 2 to the even pixels, parts 1 and 3 to the odd ones, and these to the row. The even and odd pixels go
    // through buffers on the stack that stay in the first-level cache.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MergeQuarters(float* part0, float* part1, float* part2, float* part3, float* row, int count)
    {
        int lanes = TSimd.Bytes / sizeof(float);
        float* even = stackalloc float[2 * 16], odd = stackalloc float[2 * 16];
        for (nint i = 0; i < count; i += lanes)
        {
            AdjacentPairs<TSimd, TVector>.Store((int*)even, TSimd.Load(part0 + i), TSimd.Load(part2 + i));
            AdjacentPairs<TSimd, TVector>.Store((int*)odd, TSimd.Load(part1 + i), TSimd.Load(part3 + i));
            AdjacentPairs<TSimd, TVector>.Store((int*)(row + (4 * i)), TSimd.Load(even), TSimd.Load(odd));
            AdjacentPairs<TSimd, TVector>.Store((int*)(row + (4 * i) + (2 * lanes)), TSimd.Load(even + lanes), TSimd.Load(odd + lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Merge(float* even, float* odd, float* row, int count)
    {
        int lanes = TSimd.Bytes / sizeof(float);
        for (nint i = 0; i < count; i += lanes)
            AdjacentPairs<TSimd, TVector>.Store((int*)(row + (2 * i)), TSimd.Load(even + i), TSimd.Load(odd + i));
    }
}
