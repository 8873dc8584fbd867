using System.Globalization;

namespace KernelCli.Chains;

/// <summary>
/// Which samples hold no value. Kernels without negative weights then divide by the weights of what has a value, other kernels and
/// gradients give nodata where a tap meets nodata, and ranks and statistics leave nodata out. NaN holds no value either.
/// </summary>
public sealed class NoData
{
    private NoData(double? value, bool fills) => (Value, Fills) = (value, fills);

    /// <summary>The number as it is stored in the file, or null for the one that the file names itself, as GDAL's TIFF files do.</summary>
    public double? Value { get; }

    /// <summary>Whether a pixel without a value gets one where something in its window has a value; else it stays nodata.</summary>
    public bool Fills { get; }

    /// <summary>One number for all pictures; it may be NaN.</summary>
    public static NoData Of(double value, bool fills = false) => new(value, fills);

    /// <summary>The number that each file names; a file that names none is filtered as it is.</summary>
    public static NoData OfFile(bool fills = false) => new(null, fills);
}

/// <summary>Nodata values as text, as GDAL and command lines write them: a decimal number, <c>nan</c>, <c>inf</c> or <c>-inf</c>.</summary>
internal static class NoDataText
{
    /// <summary>Parses a number; null if the text is not one.</summary>
    public static double? Parse(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null => null,
        "nan" or "-nan" or "+nan" or "nan(ind)" => double.NaN,
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        var number => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value : null,
    };

    /// <summary>The text of a number.</summary>
    public static string Of(double value) => double.IsNaN(value) ? "nan" : double.IsInfinity(value) ? value > 0 ? "inf" : "-inf"
        : value.ToString("R", CultureInfo.InvariantCulture);
}
