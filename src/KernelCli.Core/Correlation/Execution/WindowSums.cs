using System.Diagnostics;
using KernelCli.Correlation.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Sums over every window of a fixed width along a row. Windows of 2, 4, 8, ... are built by adding a row to itself
/// shifted; the last pass adds two or three of the longest of these, and the shorter ones given by the remaining binary
/// digits of the width. The cost grows with the number of digits, and each output is added up in the same order wherever a
/// row is cut.
/// </summary>
internal sealed unsafe class WindowSums
{
    // Up to this width the last pass alone is cheaper.
    private const int MaxDirectWidth = 6;

    // Sums made at a time, so that the intermediate rows stay in the first-level cache.
    private const int Tile = 1024;

    private readonly int _step;
    private readonly int _reach;
    private readonly int _sampleBytes;
    private readonly AlignedBuffer[] _windows;
    private readonly (int Level, int Offset)[] _taps;
    private readonly AlignedBuffer _addresses;

    /// <param name="width">Samples in a window.</param>
    /// <param name="step">Samples from one sample of a window to the next: the number of channels.</param>
    /// <param name="sampleBytes">Bytes per sample, 2 or 4.</param>
    public WindowSums(int width, int step, int sampleBytes)
    {
        (_step, _sampleBytes, _reach) = (step, sampleBytes, (width - 1) * step);
        int levels = width <= MaxDirectWidth ? 0 : int.Log2(width) - 1;
        _windows = new AlignedBuffer[levels];
        for (int i = 0; i < levels; i++)
            _windows[i] = new AlignedBuffer(AlignedBuffer.RoundUp((Tile + (long)_reach) * sampleBytes));
        var taps = new List<(int, int)>();
        for (int offset = 0, level = levels; offset < width;)
        {
            if (width - offset < 1 << level)
            {
                level--;
                continue;
            }
            taps.Add((level, offset));
            offset += 1 << level;
        }
        _taps = [.. taps];
        _addresses = new AlignedBuffer(_taps.Length * sizeof(nint));
    }

    /// <summary>Bytes of the intermediate rows.</summary>
    public long ScratchBytes => _windows.Sum(window => window.Length);

    /// <summary><c>to[i] = sum over k below width of row[i + k * step]</c> in lanes of <typeparamref name="TLanes"/>.</summary>
    /// <param name="row">A row with a block of slack after it.</param>
    /// <param name="to">The sums.</param>
    /// <param name="count">Their number.</param>
    public void Run<TSimd, TVector, TLanes>(byte* row, byte* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TLanes : struct, ISumLanes<TVector>
    {
        Debug.Assert(TLanes.SampleBytes == _sampleBytes);
        for (int first = 0; first < count; first += Tile)
        {
            int sums = Math.Min(Tile, count - first);
            byte* from = row + ((long)first * _sampleBytes);
            for (int level = 0; level < _windows.Length; level++)
            {
                byte* shorter = Window(level, from);
                SlidingSums<TSimd, TVector>.Add<TLanes>(
                    shorter, shorter + ((_step << level) * _sampleBytes), _windows[level].Pointer,
                        sums + _reach - (_step * ((2 << level) - 1)));
            }
            UnweightedTaps<TSimd, TVector>.Run<TLanes>(Taps(from), _taps.Length, to + ((long)first * _sampleBytes), sums);
        }
    }

    // The sums of windows of 2^level samples.
    private byte* Window(int level, byte* row) => level == 0 ? row : _windows[level - 1].Pointer;

    private byte** Taps(byte* row)
    {
        byte** addresses = (byte**)_addresses.Pointer;
        for (int i = 0; i < _taps.Length; i++)
            addresses[i] = Window(_taps[i].Level, row) + ((long)_taps[i].Offset * _step * _sampleBytes);
        return addresses;
    }
}
