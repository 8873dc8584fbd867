using KernelCli.Cli.Errors;
using KernelCli.Rows;

namespace KernelCli.Cli.Inputs;

/// <summary>
/// Wraps exceptions that are thrown while rows are read in a <see cref="FileException"/> that names the file.
/// </summary>
internal sealed class NamedRowSource(string path, IRowSource input) : RowDecorator(input, input.Info)
{
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        try
        {
            Input.ReadRow(row);
        }
        catch (Exception exception)
        {
            throw new FileException(path, exception);
        }
    }

    protected override void CompleteRows() => FileException.Guard(path, () =>
    {
        base.CompleteRows();
    });
}
