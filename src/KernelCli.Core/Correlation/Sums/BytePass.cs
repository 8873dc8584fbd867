using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>The horizontal pass of a separable kernel of whole numbers over a row of bytes, to 16-bit sums.</summary>
/// <param name="Stage">The sums.</param>
/// <param name="ReadsBytes">Whether it reads the bytes themselves; else they are widened first.</param>
internal sealed record BytePass(IntegerStage Stage, bool ReadsBytes)
{
    /// <summary>The pass for a line of weights.</summary>
    /// <param name="offsets">The sample that each weight reads for the first sum.</param>
    /// <param name="row">The weights.</param>
    /// <param name="plain">Whether samples are taken as they are.</param>
    public static BytePass Create<TSimd, TVector>(int[] offsets, long[] row, bool plain = true)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        (int, int)[] taps = Array.ConvertAll(offsets, offset => (0, offset));
        LineStage? line = plain ? LineStage.TryCreate<TSimd, TVector, ByteLoad<TSimd, TVector>, Int16Store<TSimd, TVector>>(taps, row, default) : null;
        return line is null ? new BytePass(IntegerStage.InClasses<TSimd, TVector>(taps, row, 0), false) : new BytePass(line, true);
    }
}
