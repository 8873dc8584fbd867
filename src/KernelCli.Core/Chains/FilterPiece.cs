using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Chains;

/// <summary>A part of the picture that is filtered separately, together with the surrounding pixels that its results depend on.</summary>
/// <param name="box">The pixels whose results are used.</param>
/// <param name="source">The pixels that are read.</param>
/// <param name="picture">The picture.</param>
/// <param name="needsReal">Whether results are also needed before they are rounded.</param>
/// <param name="build">Makes the chain for rows of the source box, rounded or not.</param>
internal sealed class FilterPiece(PixelBox box, PixelBox source, ImageInfo picture, bool needsReal,
    Func<IRowSource, PixelBox, bool, FilterChain> build) : IDisposable
{
    private readonly List<CutRows> _cuts = [];
    private FilterChain? _chain;
    private FilterChain? _real;
    private bool _isDone;
    private byte[] _row = [];
    private byte[] _realRow = [];

    /// <summary>The pixels whose results are used.</summary>
    public PixelBox Box => box;

    /// <summary>The pixels that are read.</summary>
    public PixelBox Source => source;

    /// <summary>How many rows of the picture are read before a row of the results is there.</summary>
    public long RowsAhead => source.Bottom - box.Top;

    /// <summary>The results of the current row, from the first column of the box on.</summary>
    public ReadOnlySpan<byte> Row => _row.AsSpan((box.Left - source.Left) * _chain!.Info.Format.BytesPerPixel);

    /// <summary>The same before they were rounded, as float32; empty if they are not needed.</summary>
    public ReadOnlySpan<byte> RealRow =>
        _real is null ? [] : _realRow.AsSpan((box.Left - source.Left) * _real.Info.Format.BytesPerPixel);

    /// <summary>The value of white in results before they are rounded.</summary>
    public double RealFullRange => _real!.FullRange;

    /// <summary>Takes a row of the picture, if the piece reads it.</summary>
    public void Take(ReadOnlySpan<byte> row, int y)
    {
        if (y < source.Top || y >= source.Bottom || _isDone)
            return;
        if (_cuts.Count == 0)
            for (int i = 0; i < (needsReal ? 2 : 1); i++)
                _cuts.Add(new CutRows(picture.With(source.Width, source.Height)));
        int pixel = picture.Format.BytesPerPixel;
        foreach (CutRows cut in _cuts)
            cut.Add(row.Slice(source.Left * pixel, source.Width * pixel));
    }

    /// <summary>Makes the next row of results, the first for the first row of the box.</summary>
    /// <param name="readRow">Reads a row of the picture, which all pieces take.</param>
    public void MakeRow(Action readRow)
    {
        int skipped = 0;
        if (_chain is null)
        {
            skipped = box.Top - source.Top;
            _chain = Start(0, readRow);
            _real = needsReal ? Start(1, readRow) : null;
            (_row, _realRow) = (new byte[_chain.Info.RowBytes], new byte[_real?.Info.RowBytes ?? 0]);
        }
        for (; skipped >= 0; skipped--)
        {
            _chain.Output.ReadRow(_row);
            _real?.Output.ReadRow(_realRow);
        }
    }

    /// <summary>Frees what the piece holds.</summary>
    public void Dispose()
    {
        _isDone = true;
        _chain?.Dispose();
        _real?.Dispose();
        _cuts.Clear();
    }

    private FilterChain Start(int index, Action readRow)
    {
        if (_cuts.Count == 0)
            readRow();
        _cuts[index].ReadMore = readRow;
        return build(_cuts[index], source, index == 1);
    }

    /// <summary>Rows cut out of the picture, which wait until the chain reads them.</summary>
    private sealed class CutRows(ImageInfo info) : RowSource(info)
    {
        private readonly Queue<byte[]> _waiting = [];
        private readonly Stack<byte[]> _free = [];

        public Action ReadMore { get; set; } = () => { };

        public void Add(ReadOnlySpan<byte> row)
        {
            if (!_free.TryPop(out byte[]? copy))
                copy = new byte[row.Length];
            row.CopyTo(copy);
            _waiting.Enqueue(copy);
        }

        protected override void ReadNextRow(Span<byte> row, int y)
        {
            while (_waiting.Count == 0)
                ReadMore();
            byte[] next = _waiting.Dequeue();
            next.CopyTo(row);
            _free.Push(next);
        }

        protected override void CompleteRows()
        {
        }
    }
}
