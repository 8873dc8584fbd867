using KernelCli.Neighbourhood.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>The median of 3x3 or 5x5 samples by networks of minima and maxima.</summary>
internal sealed unsafe class MedianNetworkRowFilter<TSimd, TVector, TLeast, TGreatest> : RankRowFilter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TLeast : struct, IExtremum<TVector>
    where TGreatest : struct, IExtremum<TVector>
{
    private readonly int _side;
    private readonly long _pitch;
    private readonly long _paddedBytes;
    private readonly long _columnBytes;
    private readonly AlignedBuffer _sorted;

    public MedianNetworkRowFilter(Strip strip, FilterWindow window, int strideY)
        : base(strip, window, isSigned: false, strideY == 1 && window.Height == 5 ? 2 : 1)
    {
        _side = window.Height;
        int sampleBytes = strip.Sample.Bytes();
        (_paddedBytes, _columnBytes) = ((long)PaddedSamples * sampleBytes, (long)Columns * sampleBytes);
        _pitch = AlignedBuffer.RoundUp(_paddedBytes);
        _sorted = new AlignedBuffer(_pitch * _side * RowsPerCall);
    }

    public override long ScratchBytes => base.ScratchBytes + _sorted.Length;

    protected override void MakeRows(byte** rows, long position, byte* to, long pitch, int count)
    {
        byte* below = count == 2 ? _sorted.Pointer + (_pitch * _side) : null;
        if (_side == 3)
            MedianOf9<TSimd, TVector, TLeast, TGreatest>.SortColumns(rows, _sorted.Pointer, _pitch, _paddedBytes);
        else
            MedianOf25<TSimd, TVector, TLeast, TGreatest>.SortColumns(rows, _sorted.Pointer, below, _pitch, _paddedBytes);
        nint step = TLeast.SampleBytes * Channels;
        for (int r = 0; r < count; r++)
        {
            byte* lines = r == 0 ? _sorted.Pointer : below;
            if (_side == 3)
                MedianOf9<TSimd, TVector, TLeast, TGreatest>.Select(lines, _pitch, step, Line(r), _columnBytes);
            else
                MedianOf25<TSimd, TVector, TLeast, TGreatest>.Select(lines, _pitch, step, Line(r), _columnBytes);
            Finish(rows + r, Line(r), to + (r * pitch));
        }
    }
}
