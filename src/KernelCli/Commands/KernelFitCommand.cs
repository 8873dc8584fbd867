using System.CommandLine;
using System.Globalization;
using System.Text;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Kernels;
using KernelCli.Kernels.Files;
using KernelCli.Kernels.Fitting;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli kernels fit BEFORE AFTER --size N</c>.</summary>
internal static class KernelFitCommand
{
    // Weights are told to this part of the largest.
    private const double Precision = 1e-9;

    public static Command Create()
    {
        var pictures = new OperandDefinition("BEFORE AFTER", "A picture, and what a kernel made of it", Least: 2, Most: 2);
        return new DefinedCommand("fit", "The kernel that turns one picture into another, by least squares.",
            "BEFORE AFTER --size N [options]", pictures, KernelsOptions.Fit, Run);
    }

    private static int Run(ParsedArguments arguments)
    {
        (int width, int height) = arguments.Get(KernelsOptions.FitSize);
        bool hasBias = arguments.Get(KernelsOptions.FitBias), isSymmetric = arguments.Get(KernelsOptions.FitSymmetric);
        var options = new KernelFitOptions(width, height, hasBias, isSymmetric);
        string? file = arguments.Get(KernelsOptions.FitFile);
        if (file is not null && !IsKernelFile(file))
            throw new UsageException($"{file}: a kernel is saved as .txt, .json or .npy");
        if (arguments.Inputs is not [var before, var after])
            throw new UsageException("fit takes two pictures: the one before a filter, and the one after it");
        KernelFitResult result;
        try
        {
            result = Fit(before, after, options);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
        double[] weights = Rounded(result.Weights);
        double bias = Math.Round(result.Bias, 6);
        if (file is not null)
            Save(Kernel.FromWeights(width, height, weights).WithScale(1, 1, bias), file);
        if (arguments.Get(CommonOptions.Json))
        {
            Console.Out.WriteLine(ToJson(result, weights, width, bias));
            return ExitCode.Done;
        }
        Console.Out.WriteLine(Spec(weights, width, bias));
        Console.Out.WriteLine(FormattableString.Invariant($"residual {result.Residual:0.####} levels (root mean square)"));
        Console.Out.WriteLine(FormattableString.Invariant($"explains {100 * result.Explained:0.####} % of the variance"));
        if (file is not null && arguments.Get(CommonOptions.Verbose))
            Console.Error.WriteLine($"{before}, {after} -> {file}");
        return ExitCode.Done;
    }

    private static KernelFitResult Fit(string before, string after, KernelFitOptions options)
    {
        using IRowSource a = OpenGray(before), b = OpenGray(after);
        if ((a.Info.Width, a.Info.Height) != (b.Info.Width, b.Info.Height))
            throw new UsageException($"{before} is {a.Info.Width}x{a.Info.Height}, {after} {b.Info.Width}x{b.Info.Height}: "
                + "both must have one size, so filter with --padding same");
        var fit = new KernelFit(a.Info.Width, a.Info.Height, options);
        (byte[] rowA, byte[] rowB) = (new byte[a.Info.RowBytes], new byte[b.Info.RowBytes]);
        (float[] valuesA, float[] valuesB) = (new float[a.Info.Width], new float[b.Info.Width]);
        for (int y = 0; y < a.Info.Height; y++)
        {
            FileException.Guard(before, () => Read(a, rowA, valuesA));
            FileException.Guard(after, () => Read(b, rowB, valuesB));
            fit.Add(valuesA, valuesB);
        }
        FileException.Guard(before, a.Complete);
        FileException.Guard(after, b.Complete);
        return fit.Solve();
    }

    private static IRowSource OpenGray(string path) => FileException.Guard(path, () =>
    {
        IRowSource rows = ImageFile.OpenOpaque(path, new DecodeOptions { LumaOnly = true });
        return rows.Info.Format.ColorChannels == 3 ? new LumaRowSource(rows, Luma.Bt601) : rows;
    });

    private static void Read(IRowSource rows, byte[] row, float[] values)
    {
        rows.ReadRow(row);
        SampleType sample = rows.Info.Format.Sample;
        SampleRow.ToSingle(sample, row, values);
        if (sample is SampleType.UInt8)
            return;
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(values[i] * 255 / sample.FullRange());
    }

    private static double[] Rounded(double[] weights)
    {
        double unit = weights.Max(Math.Abs) * Precision;
        return Array.ConvertAll(weights, weight => unit > 0 ? Math.Round(weight / unit) * unit : 0);
    }

    private static string Spec(double[] weights, int width, double bias)
    {
        var text = new StringBuilder("custom:");
        for (int i = 0; i < weights.Length; i++)
            text.Append(i == 0 ? "" : i % width == 0 ? "/" : ",").Append(weights[i].ToString("G9", CultureInfo.InvariantCulture));
        return bias == 0 ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $":bias={bias}").ToString();
    }

    private static string ToJson(KernelFitResult result, double[] weights, int width, double bias) => JsonLine.Create(json =>
    {
        json.WriteNumber("schema", 1);
        json.WriteString("kind", "fit");
        json.WriteString("spec", Spec(weights, width, bias));
        json.WriteNumber("residual", result.Residual);
        json.WriteNumber("explained", result.Explained);
    });

    private static bool IsKernelFile(string file) => Path.GetExtension(file).ToLowerInvariant() is ".txt" or ".json" or ".npy";

    private static void Save(Kernel kernel, string file)
    {
        byte[] content = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".json" => Encoding.UTF8.GetBytes(JsonKernelFile.Format(kernel)),
            ".npy" => NpyKernelFile.Format(kernel),
            _ => Encoding.UTF8.GetBytes(TextKernelFile.Format(kernel)),
        };
        AtomicFile.Write(file, stream => stream.Write(content));
    }
}
