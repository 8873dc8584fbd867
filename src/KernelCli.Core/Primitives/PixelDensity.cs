namespace KernelCli.Primitives;

/// <summary>Physical resolution of a picture.</summary>
/// <param name="X">Pixels per metre along a row.</param>
/// <param name="Y">Pixels per metre down a column.</param>
public readonly record struct PixelDensity(double X, double Y)
{
    /// <summary>Metres in an inch.</summary>
    public const double MetresPerInch = 0.0254;

    /// <summary>The density for a number of dots per inch.</summary>
    public static PixelDensity FromDotsPerInch(double x, double y) => new(x / MetresPerInch, y / MetresPerInch);
}
