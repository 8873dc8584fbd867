using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs;

/// <summary>Rows up to the damage that a decoder could not read past; those behind it are zeros.</summary>
internal sealed class LenientRowSource(IRowSource input, Action<ImageFormatException> onDamage) : RowDecorator(input, input.Info)
{
    private bool _ended;

    /// <inheritdoc/>
    public override void ReadRow(Span<byte> row)
    {
        try
        {
            if (!_ended)
            {
                Input.ReadRow(row);
                return;
            }
        }
        catch (ImageFormatException exception)
        {
            End(exception);
        }
        row.Clear();
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        try
        {
            if (!_ended)
                base.Complete();
        }
        catch (ImageFormatException exception)
        {
            End(exception);
        }
    }

    private void End(ImageFormatException exception)
    {
        _ended = true;
        onDamage(exception);
    }
}
