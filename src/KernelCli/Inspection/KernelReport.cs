using System.Globalization;
using System.Text;
using KernelCli.Cli.Output;
using KernelCli.Kernels;

namespace KernelCli.Cli.Inspection;

/// <summary>The report of <c>kernels show</c> on one kernel.</summary>
internal static class KernelReport
{
    // Weights and factors are listed up to the first size, and the picture is drawn up to the second.
    private const int LargestTable = 15;
    private const int LargestPicture = 39;
    private const string Shades = " .:-=+*#%@";

    /// <summary>Weights, sum, range, factors, sigma and a picture in characters.</summary>
    /// <param name="title">What the kernel is called.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="isWhole">Whether many weights are listed and drawn, too.</param>
    public static string Create(string title, Kernel kernel, bool isWhole)
    {
        KernelTraits traits = kernel.Traits;
        var text = new StringBuilder();
        double scale = kernel.Multiplier / kernel.Divisor;
        text.AppendLine(CultureInfo.InvariantCulture, $"{title}: {kernel.Width}x{kernel.Height}, anchor {kernel.AnchorX}+{kernel.AnchorY}");
        if (isWhole || (kernel.Width <= LargestTable && kernel.Height <= LargestTable))
            AppendTable(text, kernel);
        text.AppendLine(CultureInfo.InvariantCulture, $"  multiplier {kernel.Multiplier}, divisor {kernel.Divisor}, bias {kernel.Bias}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  sum {traits.Sum:G10}, after scaling {traits.Sum * scale:G10}");
        (double low, double high) = (255 * traits.NegativeSum * scale, 255 * traits.PositiveSum * scale);
        text.AppendLine(CultureInfo.InvariantCulture,
            $"  results on 8 bit from {Math.Min(low, high) + kernel.Bias:G10} to {Math.Max(low, high) + kernel.Bias:G10}{Advice(traits)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  weights {(traits.IsInteger ? "whole: 8-bit results are exact" : "real")}");
        text.AppendLine(Separability(traits, isWhole));
        if (traits.EffectiveSigmaX is { } x && traits.EffectiveSigmaY is { } y)
            text.AppendLine(CultureInfo.InvariantCulture, $"  effective sigma {x:0.####} x {y:0.####} pixels");
        if (isWhole || (kernel.Width <= LargestPicture && kernel.Height <= LargestPicture))
            AppendPicture(text, kernel);
        return text.Replace("\r\n", "\n").ToString();
    }

    /// <summary>The report for programs, a line.</summary>
    public static string ToJson(string title, Kernel kernel) => JsonLine.Create(json =>
    {
        KernelTraits traits = kernel.Traits;
        json.WriteNumber("schema", 1);
        json.WriteString("kind", "kernel");
        json.WriteString("spec", title);
        json.WriteNumber("width", kernel.Width);
        json.WriteNumber("height", kernel.Height);
        json.WriteNumber("anchor_x", kernel.AnchorX);
        json.WriteNumber("anchor_y", kernel.AnchorY);
        json.WriteNumber("multiplier", kernel.Multiplier);
        json.WriteNumber("divisor", kernel.Divisor);
        json.WriteNumber("bias", kernel.Bias);
        json.WriteNumber("sum", traits.Sum);
        json.WriteBoolean("whole", traits.IsInteger);
        json.WriteBoolean("separable", traits.Factors is not null);
        if (traits.EffectiveSigmaX is { } x && traits.EffectiveSigmaY is { } y)
        {
            json.WriteNumber("sigma_x", x);
            json.WriteNumber("sigma_y", y);
        }
        json.WriteStartArray("weights");
        for (int row = 0; row < kernel.Height; row++)
        {
            json.WriteStartArray();
            for (int column = 0; column < kernel.Width; column++)
                json.WriteNumberValue(kernel[column, row]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }) + "\n";

    private static string Advice(KernelTraits traits) =>
        traits.Sum == 0 && traits.NegativeSum < 0 ? "; a flat picture becomes 0: --range abs or mid shows negative results" : "";

    private static string Separability(KernelTraits traits, bool isWhole)
    {
        if (traits.Factors is not { } factors)
            return "  not separable";
        if (!isWhole && (factors.Column.Length > LargestTable || factors.Row.Length > LargestTable))
            return "  separable";
        return $"  separable: column {Line(factors.Column)}, row {Line(factors.Row)}";
    }

    private static string Line(ReadOnlySpan<double> values) =>
        string.Join(' ', values.ToArray().Select(value => value.ToString("G6", CultureInfo.InvariantCulture)));

    private static void AppendTable(StringBuilder text, Kernel kernel)
    {
        string[] cells = Array.ConvertAll(kernel.ToArray(), weight => weight.ToString("G6", CultureInfo.InvariantCulture));
        int width = cells.Max(cell => cell.Length);
        for (int y = 0; y < kernel.Height; y++)
            text.AppendLine("    " + string.Join("  ", cells.Skip(y * kernel.Width).Take(kernel.Width)
                .Select(cell => cell.PadLeft(width))));
    }

    // Each weight is two characters, denser for a larger magnitude; a negative weight begins with a minus sign.
    private static void AppendPicture(StringBuilder text, Kernel kernel)
    {
        double[] weights = kernel.ToArray();
        double largest = weights.Max(Math.Abs);
        for (int y = 0; y < kernel.Height; y++)
        {
            text.Append("    ");
            for (int x = 0; x < kernel.Width; x++)
            {
                double weight = weights[(y * kernel.Width) + x];
                char shade = largest == 0 ? ' ' : Shades[(int)Math.Ceiling(Math.Abs(weight) / largest * (Shades.Length - 1))];
                text.Append(weight < 0 ? '-' : shade).Append(shade);
            }
            while (text[^1] == ' ')
                text.Length--;
            text.AppendLine();
        }
    }
}
