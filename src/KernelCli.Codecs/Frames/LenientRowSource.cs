using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Frames;

/// <summary>The rows of a decoder up to damage that it cannot continue past; the remaining rows are zeros.</summary>
internal sealed class LenientRowSource(IRowSource input, Action<ImageFormatException> onDamage) : RowDecorator(input, input.Info)
{
    private bool _ended;

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
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
    protected override void CompleteRows()
    {
        try
        {
            if (!_ended)
                base.CompleteRows();
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
