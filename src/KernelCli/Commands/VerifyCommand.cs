using System.CommandLine;
using System.Diagnostics;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Verification;
using KernelCli.Simd;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli verify</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create(CancellationToken cancellation) =>
        new DefinedCommand("verify",
            "Check that this machine gives the bytes that are promised: exit 0 where it does, 1 where it does not.", "[options]", null,
            VerifyOptions.All, arguments =>
                Run(arguments, new Verifier(VerifyCases.All, PromisedHashes.Read()), Console.Out, cancellation));

    /// <summary>Verifies, and tells what was found.</summary>
    internal static int Run(ParsedArguments arguments, Verifier verifier, TextWriter output, CancellationToken cancellation)
    {
        if (arguments.Get(VerifyOptions.Pictures) is { } folder)
            WritePictures(folder);
        bool isWhole = true;
        foreach (VectorWidth width in arguments.Get(VerifyOptions.EveryWidth) ? VectorWidths.Supported() : [VectorWidths.Best])
        {
            long start = Stopwatch.GetTimestamp();
            VerificationResult verification = verifier.Run(width, cancellation);
            isWhole &= verification.IsWhole;
            if (arguments.Get(CommonOptions.Json))
                output.WriteLine(ToJson(verification, Stopwatch.GetElapsedTime(start)));
            else if (!arguments.Get(CommonOptions.Quiet))
                WriteText(output, verification, isLong: arguments.Get(CommonOptions.Verbose));
        }
        return isWhole ? ExitCode.Done : ExitCode.Different;
    }

    private static void WriteText(TextWriter output, VerificationResult verification, bool isLong)
    {
        foreach (VerifiedCase one in verification.Cases)
        {
            if (isLong && one.Broken.Count == 0)
                output.WriteLine($"{one.Samples}  {one.Case.Name}");
            foreach (BrokenPromise broken in one.Broken)
                output.WriteLine($"{one.Case.Name}: {broken.What} {broken.Error ?? broken.Actual}, promised {broken.Promised}; "
                    + $"with the pictures of verify --pictures: {one.Case.Command}");
        }
        output.WriteLine($"{verification.Passed} of {verification.Cases.Count} as promised on {Verifier.Platform}, "
            + $"{(int)verification.Width}-bit vectors");
    }

    private static string ToJson(VerificationResult verification, TimeSpan time) => JsonLine.Create(json =>
    {
        json.WriteNumber("schema", 1);
        json.WriteString("kind", "verification");
        json.WriteString("tool", ToolVersion.Text);
        json.WriteString("platform", Verifier.Platform);
        json.WriteNumber("vector_bits", (int)verification.Width);
        json.WriteNumber("cases", verification.Cases.Count);
        json.WriteNumber("passed", verification.Passed);
        json.WriteStartArray("failed");
        foreach (VerifiedCase one in verification.Cases)
            foreach (BrokenPromise broken in one.Broken)
            {
                json.WriteStartObject();
                json.WriteString("case", one.Case.Name);
                json.WriteString("what", broken.What);
                json.WriteString("promised", broken.Promised);
                json.WriteString("actual", broken.Actual);
                json.WriteString("error", broken.Error);
                json.WriteString("command", one.Case.Command);
                json.WriteEndObject();
            }
        json.WriteEndArray();
        json.WriteNumber("milliseconds", Math.Round(time.TotalMilliseconds));
    });

    private static void WritePictures(string folder)
    {
        FileException.Guard(folder, () => Directory.CreateDirectory(folder));
        foreach (string name in VerifyCases.Pictures())
            AtomicFile.Write(Path.Combine(folder, name), new TestPicture(name).Write);
        AtomicFile.Write(Path.Combine(folder, VerifyCase.KernelFile), stream => stream.Write(VerifyCase.KernelBytes));
    }
}
