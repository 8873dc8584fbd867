using KernelCli.Neighbourhood.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>The median of 3x3 samples by a network of minima and maxima. The ring holds the sorted triples of each row.</summary>
internal sealed unsafe class MedianOf9RowFilter<TSimd, TVector, TLeast, TGreatest> : RankRowFilter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TLeast : struct, IExtremum<TVector>
    where TGreatest : struct, IExtremum<TVector>
{
    private const int Side = 3;

    private readonly long _pitch;
    private readonly AlignedBuffer _pointers = new((Side + 1) * sizeof(nint));

    public MedianOf9RowFilter(Strip strip, FilterWindow window, int strideY)
        : base(strip, window, isSigned: false, strideY == 1 ? 2 : 1, Side * PitchOf(strip)) => _pitch = PitchOf(strip);

    public override long ScratchBytes => base.ScratchBytes + _pointers.Length;

    protected override void MakeLines(byte* keys, byte* lines) =>
        MedianOf9<TSimd, TVector, TLeast, TGreatest>.SortTriples(keys, TLeast.SampleBytes * Channels, lines, _pitch, MadeBytes);

    protected override void MakeRows(byte** rows, long position, byte* to, long pitch, int count)
    {
        byte** triples = (byte**)_pointers.Pointer;
        for (int y = 0; y < Side + count - 1; y++)
            triples[y] = rows[y] + LinesAt;
        byte* first = Target(0, to, pitch), second = Target(1, to, pitch);
        if (count == 2)
            MedianOf9<TSimd, TVector, TLeast, TGreatest>.SelectTwo(triples, _pitch, first, second, MadeBytes);
        else
            MedianOf9<TSimd, TVector, TLeast, TGreatest>.Select(triples, _pitch, first, MadeBytes);
        Finish(rows, first, to);
        if (count == 2)
            Finish(rows + 1, second, to + pitch);
    }

    // Of a line of triples at every column, with or without a stride.
    private static long PitchOf(Strip strip) =>
        AlignedBuffer.RoundUp((((strip.Outputs - 1L) * strip.Axis.Stride) + 1) * strip.Channels * TLeast.SampleBytes);
}
