using KernelCli.Neighbourhood.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>
/// A filter that makes whole rows, at every column: in the output row itself, or, where a stride leaves columns out, in a
/// line of its own from which the others are copied.
/// </summary>
internal abstract unsafe class NeighbourhoodRowFilter : RowWindowFilter
{
    // Loops that end with a block which overlaps the one before write at least two registers.
    private const int LeastBytes = 2 * VectorWidths.MostBytes;

    private readonly int _stride;
    private readonly int _channels;
    private readonly bool _isDirect;
    private readonly bool _pastCaches;
    private readonly AlignedBuffer _line;

    /// <param name="strip">The output columns to compute.</param>
    /// <param name="resultBytes">Bytes of a sample of the result.</param>
    /// <param name="planes">Samples that each source sample becomes, in planes one after another.</param>
    /// <param name="rowsPerCall">The maximum number of output rows per call.</param>
    protected NeighbourhoodRowFilter(Strip strip, int resultBytes, int planes, int rowsPerCall)
        : base(strip, resultBytes * planes, rowsPerCall)
    {
        (_stride, _channels, ResultBytes) = (strip.Axis.Stride, strip.Channels, resultBytes);
        AxisGeometry axis = strip.Axis;
        Inner = strip with
        {
            Axis = AxisGeometry.Create(axis.SourceLength, axis.Outputs * _stride, axis.Taps, 1, 1, axis.Before),
            FirstOutput = strip.FirstOutput * _stride,
            Outputs = ((strip.Outputs - 1) * _stride) + 1,
        };
        Padder = Inner.CreatePadder();
        LineBytes = AlignedBuffer.RoundUp((long)Inner.Samples * Math.Max(resultBytes, sizeof(int)));
        _pastCaches = strip.StoreMode is StoreMode.NonTemporal;

        // Keys of float32 become samples on their way out of a line.
        _isDirect = _stride == 1 && planes == 1 && (long)Columns * resultBytes >= LeastBytes && strip.Sample is not SampleType.Float32;
        _line = new AlignedBuffer(LineBytes * rowsPerCall);
    }

    public override long ScratchBytes => _line.Length;

    /// <summary>The columns as they are without a stride.</summary>
    protected Strip Inner { get; }

    /// <summary>Pads source rows for these columns.</summary>
    protected RowPadder Padder { get; }

    /// <summary>Samples of a padded row.</summary>
    protected int PaddedSamples => Padder.Pixels * _channels;

    /// <summary>Samples of a line: outputs at every column.</summary>
    protected int Columns => Inner.Samples;

    /// <summary>Interleaved channels.</summary>
    protected int Channels => _channels;

    /// <summary>Bytes of a sample of the result.</summary>
    protected int ResultBytes { get; }

    /// <summary>Bytes from one line to the next.</summary>
    protected long LineBytes { get; }

    /// <summary>A line of results at every column, with slack for whole blocks.</summary>
    protected byte* Line(int index) => _line.Pointer + (index * LineBytes);

    /// <summary>Where a row of results at every column is made: <see cref="MadeBytes"/> and no more.</summary>
    /// <param name="index">Its index among the rows of a call.</param>
    /// <param name="to">The first output row of the call.</param>
    /// <param name="pitch">Bytes from one output row to the next.</param>
    protected byte* Target(int index, byte* to, long pitch) => _isDirect ? to + (index * pitch) : Line(index);

    /// <summary>Bytes that are made at <see cref="Target"/>, at least two registers.</summary>
    protected long MadeBytes => Math.Max(LeastBytes, (long)Columns * ResultBytes);

    public sealed override void Produce(byte** rows, long position, byte* to, long pitch, int count, in PrefetchHint next)
    {
        next.Issue(0, 1, 1);
        MakeRows(rows, position, to, pitch, count);
    }

    /// <summary>Makes consecutive output rows.</summary>
    protected abstract void MakeRows(byte** rows, long position, byte* to, long pitch, int count);

    /// <summary>Copies the columns that the stride keeps, unless they were made where they belong.</summary>
    protected void Emit(byte* line, byte* to)
    {
        if (line == to)
            return;
        if (_stride == 1)
        {
            Buffer.MemoryCopy(line, to, (long)Samples * ResultBytes, (long)Samples * ResultBytes);
            return;
        }
        int pixelBytes = _channels * ResultBytes;
        for (int x = 0; x < Samples / _channels; x++)
            for (int b = 0; b < pixelBytes; b++)
                to[(x * pixelBytes) + b] = line[((long)x * _stride * pixelBytes) + b];
    }

    /// <summary>The same of a line of keys, which become samples.</summary>
    protected void EmitKeys(KeyLoader loader, byte* line, byte* to)
    {
        if (loader.AreSingles && _stride == 1)
        {
            OrderedKeys.ToSingle((int*)line, (int*)to, Samples, _pastCaches && (nint)to % sizeof(int) == 0);
            return;
        }
        loader.Restore(line, Columns);
        Emit(line, to);
    }

    protected sealed override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count) =>
        throw new NotSupportedException();
}

/// <summary>Copies the pixel in the middle of each window, with the geometry of another pass.</summary>
internal sealed unsafe class CentreRowFilter : NeighbourhoodRowFilter
{
    public CentreRowFilter(Strip strip)
        : base(strip, strip.Sample.Bytes(), 1, rowsPerCall: 1) => RingRowBytes = AlignedBuffer.RoundUp(Padder.Bytes);

    public override long RingRowBytes { get; }

    public override void Ingest(byte* source, byte* ringRow) => Padder.Pad(source, ringRow);

    public override void IngestConstant(byte* ringRow) => Padder.Fill(ringRow);

    protected override void MakeRows(byte** rows, long position, byte* to, long pitch, int count) => Emit(rows[0], to);
}
