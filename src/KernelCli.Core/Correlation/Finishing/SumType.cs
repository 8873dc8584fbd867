namespace KernelCli.Correlation.Finishing;

/// <summary>What a row of sums is made of, before scaling.</summary>
internal enum SumType
{
    Int16,
    UInt16,
    Int32,
    Single,
    Double,
}
