using KernelCli.Cli.Output;
using KernelCli.Rows;

namespace KernelCli.Cli.Jobs;

/// <summary>Names the file in whatever goes wrong while its rows are read.</summary>
internal sealed class NamedRowSource(string path, IRowSource input) : RowDecorator(input, input.Info)
{
    public override void ReadRow(Span<byte> row)
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

    public override void Complete() => FileException.Guard(path, () =>
    {
        base.Complete();
    });
}
