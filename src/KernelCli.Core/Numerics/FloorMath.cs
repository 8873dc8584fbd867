namespace KernelCli.Numerics;

/// <summary>Integer division that rounds towards minus infinity, and the greatest common divisor.</summary>
internal static class FloorMath
{
    /// <summary><c>floor(a / b)</c> for b above 0.</summary>
    public static long Divide(long a, long b) => (a >= 0 ? a : a - b + 1) / b;

    /// <summary><c>a - b * floor(a / b)</c> for b above 0: 0 to b - 1.</summary>
    public static long Modulo(long a, long b)
    {
        long rest = a % b;
        return rest < 0 ? rest + b : rest;
    }

    /// <summary>The greatest common divisor of two non-negative numbers; 0 if both are 0.</summary>
    public static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
