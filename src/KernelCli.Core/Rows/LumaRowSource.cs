using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>Converts colour rows to gray rows of the same sample type; alpha stays.</summary>
internal sealed class LumaRowSource(IRowSource input, Luma luma)
    : RowDecorator(
        input, Colour(input.Info)
        .With(new PixelFormat(input.Info.Format.HasAlpha ? PixelLayout.GrayAlpha : PixelLayout.Gray, input.Info.Format.Sample)))
{
    private readonly byte[] _line = new byte[input.Info.RowBytes];

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_line);
        LumaRow.Convert(luma, Input.Info.Format, _line, row);
    }

    private static ImageInfo Colour(ImageInfo info) => info.Format.ColorChannels == 3 && info.Format.Sample is not SampleType.Int16
        ? info
        : throw new ArgumentException($"rows of {info.Format} have no colours to make gray of", nameof(info));
}

/// <summary>Rows without their alpha channel.</summary>
internal sealed class DropAlphaRowSource(IRowSource input) : RowDecorator(input, input.Info.With(input.Info.Format.WithoutAlpha()))
{
    private readonly byte[] _line = new byte[input.Info.RowBytes];

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(_line);
        int from = Input.Info.Format.BytesPerPixel, to = Info.Format.BytesPerPixel;
        for (int x = 0; x < Info.Width; x++)
            _line.AsSpan(x * from, to).CopyTo(row[(x * to)..]);
    }
}
