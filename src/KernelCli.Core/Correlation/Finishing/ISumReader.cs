namespace KernelCli.Correlation.Finishing;

/// <summary>Reads a register of sums as float32 lanes.</summary>
internal unsafe interface ISumReader<TSimd, TVector>
    where TVector : struct
{
    static abstract TVector Read(void* sums, int index);
}
