namespace KernelCli.Simd;

/// <summary>The widths that row loops are compiled for; the value is the number of bits.</summary>
internal enum VectorWidth
{
    Bits128 = 128,
    Bits256 = 256,
    Bits512 = 512,
}
