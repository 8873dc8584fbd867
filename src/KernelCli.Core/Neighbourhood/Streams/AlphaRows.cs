using System.Runtime.InteropServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Neighbourhood.Streams;

/// <summary>The alpha channel of rows, as gray.</summary>
internal sealed class AlphaPlaneRows(IRowSource input)
    : RowDecorator(input, input.Info.With(new PixelFormat(PixelLayout.Gray, input.Info.Format.Sample)))
{
    private readonly byte[] _line = new byte[input.Info.RowBytes];

    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_line);
        int sample = Info.Format.BytesPerPixel, pixel = Input.Info.Format.BytesPerPixel;
        for (int x = 0; x < Info.Width; x++)
            _line.AsSpan(((x + 1) * pixel) - sample, sample).CopyTo(row[(x * sample)..]);
    }
}

/// <summary>Rows of colours and rows of alpha as one; alpha becomes float32 where the colours are.</summary>
internal sealed class JoinedAlphaRows : RowDecorator
{
    private readonly IRowSource _alpha;
    private readonly byte[] _colours;
    private readonly byte[] _alphas;
    private readonly byte[] _converted;

    public JoinedAlphaRows(IRowSource colours, IRowSource alpha)
        : base(colours, colours.Info.With(colours.Info.Format with
        {
            Layout = colours.Info.Format.Channels == 1 ? PixelLayout.GrayAlpha : PixelLayout.Rgba,
        }))
    {
        (_alpha, _colours, _alphas) = (alpha, new byte[colours.Info.RowBytes], new byte[alpha.Info.RowBytes]);
        _converted = alpha.Info.Format.Sample == Info.Format.Sample ? _alphas : new byte[alpha.Info.Width * Info.Format.Sample.Bytes()];
    }

    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_colours);
        _alpha.ReadRow(_alphas);
        if (_converted != _alphas)
            SampleRow.ToSingle(_alpha.Info.Format.Sample, _alphas, MemoryMarshal.Cast<byte, float>(_converted.AsSpan()));
        int sample = Info.Format.Sample.Bytes(), colours = Input.Info.Format.BytesPerPixel, pixel = Info.Format.BytesPerPixel;
        for (int x = 0; x < Info.Width; x++)
        {
            _colours.AsSpan(x * colours, colours).CopyTo(row[(x * pixel)..]);
            _converted.AsSpan(x * sample, sample).CopyTo(row[((x * pixel) + colours)..]);
        }
    }

    protected override void CompleteRows()
    {
        Input.Complete();
        _alpha.Complete();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _alpha.Dispose();
    }
}
