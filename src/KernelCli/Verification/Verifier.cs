using System.Runtime.InteropServices;
using KernelCli.Cli.Errors;
using KernelCli.Simd;

namespace KernelCli.Cli.Verification;

/// <summary>Runs cases and compares what they give with what was promised.</summary>
/// <param name="cases">The words of the cases.</param>
/// <param name="promised">The hash that each gives, by name; a file without a hash has no promise.</param>
internal sealed class Verifier(IReadOnlyList<string> cases, IReadOnlyDictionary<string, string> promised)
{
    /// <summary>The system and the processor, such as <c>linux-arm64</c>.</summary>
    public static string Platform { get; } = (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx"
        : OperatingSystem.IsLinux() ? "linux" : "other") + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>Runs all cases at a vector width, several side by side.</summary>
    public VerificationResult Run(VectorWidth width, CancellationToken cancellation)
    {
        var results = new VerifiedCase[cases.Count];
        Parallel.For(0, cases.Count, new ParallelOptions { CancellationToken = cancellation }, i => results[i] = Check(cases[i], width));
        return new VerificationResult(width, results);
    }

    // What the engine throws is a broken promise like any other.
    private VerifiedCase Check(string words, VectorWidth width)
    {
        var verifyCase = new VerifyCase(words);
        (string? samples, string? file, string? error) = (null, null, null);
        try
        {
            (samples, file) = verifyCase.Run(width);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            error = Failures.Describe(exception);
        }
        var broken = new List<BrokenPromise>();
        Compare("samples", verifyCase.Name, samples);
        if (promised.ContainsKey(verifyCase.FileName))
            Compare("file", verifyCase.FileName, file);
        return new VerifiedCase(verifyCase, samples, broken);

        void Compare(string what, string name, string? hash)
        {
            string expected = promised.GetValueOrDefault(name, "nothing");
            if (hash != expected)
                broken.Add(new BrokenPromise(what, expected, hash, error));
        }
    }
}

/// <summary>What became of all cases at a vector width.</summary>
internal sealed record VerificationResult(VectorWidth Width, IReadOnlyList<VerifiedCase> Cases)
{
    /// <summary>How many gave what was promised.</summary>
    public int Passed => Cases.Count(one => one.Broken.Count == 0);

    /// <summary>Whether all did.</summary>
    public bool IsWhole => Passed == Cases.Count;
}

/// <summary>What became of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Samples">The hash of its samples; null where it failed.</param>
/// <param name="Broken">What it did not give.</param>
internal sealed record VerifiedCase(VerifyCase Case, string? Samples, IReadOnlyList<BrokenPromise> Broken);

/// <summary>A hash that differs from the one that was promised.</summary>
/// <param name="What">Of what it is: samples or file.</param>
/// <param name="Promised">The hash that was promised.</param>
/// <param name="Actual">The hash that was found; null where there is none.</param>
/// <param name="Error">What went wrong instead.</param>
internal sealed record BrokenPromise(string What, string Promised, string? Actual, string? Error);
