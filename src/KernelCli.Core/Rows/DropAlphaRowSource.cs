namespace KernelCli.Rows;

/// <summary>Rows without their alpha channel.</summary>
public sealed class DropAlphaRowSource(IRowSource input) : RowDecorator(input, input.Info.With(input.Info.Format.WithoutAlpha()))
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
