using KernelCli.Neighbourhood.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>The median of 5x5 samples by a network of minima and maxima.</summary>
internal sealed unsafe class MedianOf25RowFilter<TSimd, TVector, TLeast, TGreatest> : RankRowFilter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TLeast : struct, IExtremum<TVector>
    where TGreatest : struct, IExtremum<TVector>
{
    private const int Side = 5;

    private readonly long _pitch;
    private readonly long _paddedBytes;
    private readonly AlignedBuffer _sorted;

    public MedianOf25RowFilter(Strip strip, FilterWindow window, int strideY)
        : base(strip, window, isSigned: false, strideY == 1 ? 2 : 1)
    {
        _paddedBytes = (long)PaddedSamples * TLeast.SampleBytes;
        _pitch = AlignedBuffer.RoundUp(_paddedBytes);
        _sorted = new AlignedBuffer(_pitch * Side * RowsPerCall);
    }

    public override long ScratchBytes => base.ScratchBytes + _sorted.Length;

    protected override void MakeRows(byte** rows, long position, byte* to, long pitch, int count)
    {
        byte* below = count == 2 ? _sorted.Pointer + (_pitch * Side) : null;
        MedianOf25<TSimd, TVector, TLeast, TGreatest>.SortColumns(rows, _sorted.Pointer, below, _pitch, _paddedBytes);
        nint step = TLeast.SampleBytes * Channels;
        for (int r = 0; r < count; r++)
        {
            byte* made = Target(r, to, pitch);
            MedianOf25<TSimd, TVector, TLeast, TGreatest>.Select(r == 0 ? _sorted.Pointer : below, _pitch, step, made, MadeBytes);
            Finish(rows + r, made, to + (r * pitch));
        }
    }
}
