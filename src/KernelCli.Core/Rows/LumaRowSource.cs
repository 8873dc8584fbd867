using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>Colour rows as gray ones of the same sample type; alpha stays.</summary>
public sealed class LumaRowSource(IRowSource input, Luma luma)
    : RowDecorator(input, input.Info.With(new PixelFormat(input.Info.Format.HasAlpha ? PixelLayout.GrayAlpha : PixelLayout.Gray, input.Info.Format.Sample)))
{
    private readonly byte[] _line = new byte[input.Info.RowBytes];

    /// <inheritdoc/>
    public override void ReadRow(Span<byte> row)
    {
        Input.ReadRow(_line);
        LumaRow.Convert(luma, Input.Info.Format, _line, row);
    }
}
