using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Neighbourhood.Loops;

/// <summary>
/// Bilateral means: <c>v + sum(w d) / sum(w)</c> with d the difference of a cell from the value v in the middle and
/// <c>w = 2^(spatial - d^2 factor)</c>. Powers of 2 are a polynomial times a power that is put into the exponent; they err
/// by 4e-6 of themselves. Every lane is a pixel, and cells are added in one order.
/// </summary>
internal static unsafe class BilateralSums<TSimd, TVector, TDifferences>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TDifferences : struct, IDifferences
{
    // A number of this size has a unit of 1 in its last place, so that adding it rounds to whole numbers.
    private const float Rounder = 12582912;
    private const float LeastExponent = BilateralExponents.Least;
    private const int ExponentShift = 23;

    /// <summary>Makes a row of means.</summary>
    /// <param name="cells">Addresses of the cells of the first window; all others come one sample later.</param>
    /// <param name="weights">The base-2 logarithms of their spatial weights.</param>
    /// <param name="alphas">As many addresses of factors of the cells' weights, or null.</param>
    /// <param name="count">Their number.</param>
    /// <param name="middle">The values in the middle.</param>
    /// <param name="factor">What squares of differences are multiplied by.</param>
    /// <param name="to">The means.</param>
    /// <param name="samples">Their number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        float** cells, float* weights, float** alphas, int count, float* middle, float factor, float* to, int samples)
    {
        int lanes = TSimd.Bytes / sizeof(float);
        TVector scale = TSimd.BroadcastS(-factor), rounder = TSimd.BroadcastS(Rounder), least = TSimd.BroadcastS(LeastExponent);
        TVector c0 = TSimd.BroadcastS(1), c1 = TSimd.BroadcastS(0.693121045f), c2 = TSimd.BroadcastS(0.24022349f);
        TVector c3 = TSimd.BroadcastS(0.055921976f), c4 = TSimd.BroadcastS(0.0096663685f);
        TVector infinity = TSimd.BroadcastS(float.PositiveInfinity);
        for (nint i = 0; i < samples; i += lanes)
        {
            TVector value = TSimd.Load(middle + i), sum = TSimd.Zero, total = TSimd.Zero;
            for (nint k = 0; k < count; k++)
            {
                TVector difference = TSimd.SubtractS(TSimd.Load(cells[k] + i), value);
                TVector exponent = TSimd.FusedMultiplyAddS(TSimd.MultiplyS(difference, difference), scale, TSimd.BroadcastS(weights[k]));
                if (TDifferences.MayBeLarge)
                    exponent = TSimd.MaxS(least, exponent);
                TVector rounded = TSimd.AddS(exponent, rounder), part = TSimd.SubtractS(exponent, TSimd.SubtractS(rounded, rounder));
                TVector power = TSimd.FusedMultiplyAddS(part, c4, c3);
                power = TSimd.FusedMultiplyAddS(part, power, c2);
                power = TSimd.FusedMultiplyAddS(part, power, c1);
                power = TSimd.FusedMultiplyAddS(part, power, c0);
                TVector weight = TSimd.Add32(power, TSimd.ShiftLeft32(rounded, ExponentShift));
                if (alphas != null)
                    weight = TSimd.MultiplyS(weight, TSimd.Load(alphas[k] + i));
                total = TSimd.AddS(total, weight);

                // What is infinitely far away has no weight.
                if (TDifferences.MayBeLarge)
                    difference = TSimd.SelectGreaterOrEqualS(TSimd.AbsS(difference), infinity, TSimd.Zero, difference);
                sum = TSimd.FusedMultiplyAddS(weight, difference, sum);
            }
            TVector mean = TSimd.DivideS(sum, total);
            if (alphas != null)
                mean = TSimd.SelectGreaterOrEqualS(TSimd.Zero, total, TSimd.Zero, mean);
            TSimd.Store(to + i, TSimd.AddS(value, mean));
        }
    }
}

/// <summary>What is known about the differences between samples.</summary>
internal interface IDifferences
{
    /// <summary>Whether the exponent of a weight may be below <see cref="BilateralExponents.Least"/>, or a difference infinite.</summary>
    static abstract bool MayBeLarge { get; }
}

/// <summary>Nothing is known.</summary>
internal readonly struct AnyDifferences : IDifferences
{
    public static bool MayBeLarge => true;
}

/// <summary>They are so small that no exponent is below <see cref="BilateralExponents.Least"/>.</summary>
internal readonly struct SmallDifferences : IDifferences
{
    public static bool MayBeLarge => false;
}

/// <summary>Exponents of weights.</summary>
internal static class BilateralExponents
{
    /// <summary>The least exponent of a normal float32 number.</summary>
    public const float Least = -126;
}
