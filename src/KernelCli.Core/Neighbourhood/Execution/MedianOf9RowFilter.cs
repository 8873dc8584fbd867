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

    // Samples of a tile: whole blocks, and whole pixels of up to four channels.
    private const int Tile = 768;

    private readonly long _pitch;
    private readonly nint _step;
    private readonly InteriorSpan _interior;
    private readonly AlignedBuffer _pointers = new((Side + 1) * sizeof(nint));

    public MedianOf9RowFilter(Strip strip, FilterWindow window, int strideY)
        : base(strip, window, isSigned: false, strideY == 1 ? 2 : 1, Side * PitchOf(strip))
    {
        (_pitch, _step) = (PitchOf(strip), TLeast.SampleBytes * Channels);

        // Whole numbers are their own keys: inside, the picture's row is read as it is.
        if (strip.Sample is not SampleType.Float32)
            _interior = Padder.InteriorTiles(Tile, (Side - 1) * Channels, Columns);
    }

    public override long ScratchBytes => base.ScratchBytes + _pointers.Length;

    public override void Ingest(byte* source, byte* ringRow)
    {
        if (_interior.To == 0)
        {
            base.Ingest(source, ringRow);
            return;
        }
        Padder.Pad(source, ringRow, _interior);
        Mark(ringRow, hasNaN: false);
        long from = (long)_interior.From * TLeast.SampleBytes, to = (long)_interior.To * TLeast.SampleBytes;
        byte* lines = ringRow + LinesAt;
        Sort(ringRow, lines, 0, from);
        Sort(Padder.VirtualStart(source), lines, from, to);
        Sort(ringRow, lines, to, MadeBytes);
    }

    protected override void MakeLines(byte* keys, byte* lines) => Sort(keys, lines, 0, MadeBytes);

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

    private void Sort(byte* keys, byte* lines, long from, long to) =>
        MedianOf9<TSimd, TVector, TLeast, TGreatest>.SortTriples(keys + from, _step, lines + from, _pitch, to - from);

    // Of a line of triples at every column, with or without a stride.
    private static long PitchOf(Strip strip) =>
        AlignedBuffer.RoundUp((((strip.Outputs - 1L) * strip.Axis.Stride) + 1) * strip.Channels * TLeast.SampleBytes);
}
