namespace KernelCli.Rows;

/// <summary>What can still be done with a stream of rows.</summary>
internal enum RowsState
{
    Open,
    Failed,
    Completed,
    Disposed,
}
