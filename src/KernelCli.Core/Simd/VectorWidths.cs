using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KernelCli.Simd;

/// <summary>The vector widths that this processor supports.</summary>
internal static class VectorWidths
{
    /// <summary>Bytes of the widest register.</summary>
    public const int MostBytes = 64;

    /// <summary>The widest accelerated width; 128 bits, possibly emulated, if there is none.</summary>
    public static VectorWidth Best { get; } = IsSupported(VectorWidth.Bits512) ? VectorWidth.Bits512
        : IsSupported(VectorWidth.Bits256) ? VectorWidth.Bits256
        : VectorWidth.Bits128;

    /// <summary>Whether the processor has every instruction that the width uses.</summary>
    public static bool IsSupported(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported && Avx512F.VL.IsSupported,
        VectorWidth.Bits256 => Vector256.IsHardwareAccelerated && Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };

    /// <summary>Every width that <see cref="IsSupported"/>, narrowest first.</summary>
    public static IEnumerable<VectorWidth> Supported()
    {
        yield return VectorWidth.Bits128;
        if (IsSupported(VectorWidth.Bits256))
            yield return VectorWidth.Bits256;
        if (IsSupported(VectorWidth.Bits512))
            yield return VectorWidth.Bits512;
    }

    /// <summary>Calls a function with the operations of a width. This is the only switch over widths.</summary>
    public static TResult Dispatch<TFunction, TResult>(VectorWidth width, TFunction function)
        where TFunction : IWidthFunction<TResult> => width switch
        {
            VectorWidth.Bits512 => function.Invoke<Simd512, Vector512<byte>>(),
            VectorWidth.Bits256 => function.Invoke<Simd256, Vector256<byte>>(),
            _ => function.Invoke<Simd128, Vector128<byte>>(),
        };
}

/// <summary>A function that is compiled for every vector width.</summary>
internal interface IWidthFunction<TResult>
{
    /// <summary>Runs the function with the operations of a width.</summary>
    TResult Invoke<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>The widths that row loops are compiled for; the value is the number of bits.</summary>
internal enum VectorWidth
{
    Bits128 = 128,
    Bits256 = 256,
    Bits512 = 512,
}
