using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Separable kernels whose column and row are the same from both ends, in float32: wide Gaussians above all. Every tap is added up with its
/// weight, so that nothing outside the window reaches a result. Two samples are added before they are weighted, so that results hold for samples
/// up to half the range of float32. The ring holds horizontal sums.
/// </summary>
internal sealed unsafe class FoldedBlockCorrelator<TSimd, TVector> : RowCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Rows of a block: each strip of the ring that has come into the first-level cache serves all of them. More rows make the ring higher.
    private const int MostBlockRows = 32;

    // For the rows of a strip; the smallest first-level caches have 32 KiB.
    private const int StripBytes = 24 << 10;
    private const int LeastStripSamples = 64;

    // Of fewer taps the folded sums are no faster than four plain rows at once.
    private const int LeastTaps = 17;
    private readonly FloatRows<TSimd, TVector> _rows;
    private readonly AlignedBuffer _widened;
    private readonly FoldedRow<TSimd, TVector>? _folded;
    private readonly FloatStage<TSimd, TVector>? _plain;
    private readonly float[] _weights;
    private readonly int _taps;
    private readonly int _stripSamples;
    private readonly AlignedBuffer _sums;
    private readonly long _sumBytes;

    public FoldedBlockCorrelator(RowRange range, SeparableFactors factors, RowFinish finish)
        : base(range, finish)
    {
        _rows = new FloatRows<TSimd, TVector>(range);
        _widened = new AlignedBuffer(_rows.RowBytes);
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * sizeof(float));
        if (FoldedRow<TSimd, TVector>.Serves(factors.Row, range))
            _folded = new FoldedRow<TSimd, TVector>(factors.Row, range.Outputs);
        else
            _plain = FloatStage<TSimd, TVector>.OfLine(factors.Row, i => (0, _rows.TapOffsets[i]));
        (_weights, _taps) = (Half(factors.Column), factors.Column.Length);
        int strip = StripBytes / sizeof(float) / (_taps + FoldedBlockSums.Rows);
        _stripSamples = Math.Max(LeastStripSamples, strip / LeastStripSamples * LeastStripSamples);
        _sumBytes = AlignedBuffer.RoundUp(PieceBytes * sizeof(float) / 2);
        _sums = new AlignedBuffer(_sumBytes * Block);
    }

    public override int Block => Math.Min(MostBlockRows, _taps / 2 / FoldedBlockSums.Rows * FoldedBlockSums.Rows);

    public override long RingRowBytes { get; }

    public override long ScratchBytes => _rows.ScratchBytes + _widened.Length + (_folded?.ScratchBytes ?? 0) + _sums.Length;

    /// <summary>Whether a kernel is the same from both ends along both axes, without weights of 0, high enough to gain by it, and its rows follow each other without a step.</summary>
    public static bool Serves(Kernel kernel, RowRange range) =>
        range.IsRowByRow && kernel.Traits.Factors is { } factors && factors.Column.Length >= LeastTaps
        && IsFoldable(factors.Column) && IsFoldable(factors.Row);

    /// <summary>The first half of a symmetric line, with the middle weight where there is one.</summary>
    internal static float[] Half(ReadOnlySpan<double> line) => Array.ConvertAll(line[..((line.Length + 1) / 2)].ToArray(), weight => (float)weight);

    public override void Enter(byte* source, byte* ringRow)
    {
        _rows.Extend(source, (float*)_widened.Pointer);
        Take((float*)ringRow);
    }

    public override void EnterConstant(byte* ringRow)
    {
        _rows.Fill((float*)_widened.Pointer);
        Take((float*)ringRow);
    }

    protected override void MakePiece(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        float** sums = stackalloc float*[FoldedBlockSums.Rows];
        fixed (float* weights = _weights)
        {
            for (int from = 0; from < samples; from += _stripSamples)
                for (int r = 0; r < count; r += FoldedBlockSums.Rows)
                {
                    for (int i = 0; i < FoldedBlockSums.Rows; i++)
                        sums[i] = Sums(r + i) + from;
                    FoldedBlockSums.Run<TSimd, TVector>(weights, _taps, (float**)rows + r, first + from, sums, Math.Min(_stripSamples, samples - from));
                }
        }
        for (int r = 0; r < count; r++)
            Finish.Run(Sums(r), to + (r * pitch), samples);
    }

    private float* Sums(int row) => (float*)(_sums.Pointer + (row * _sumBytes));

    private static bool IsFoldable(ReadOnlySpan<double> line)
    {
        for (int i = 0; i < (line.Length + 1) / 2; i++)
            if (line[i] != line[^(i + 1)] || line[i] == 0)
                return false;
        return true;
    }

    private void Take(float* ringRow)
    {
        byte* widened = _widened.Pointer;
        if (_folded is not null)
            _folded.Run((float*)widened, ringRow);
        else
            _plain!.Run(&widened, 0, ringRow, Samples);
    }
}
