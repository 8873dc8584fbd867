using KernelCli.Cli.Verification;
using KernelCli.Simd;

namespace KernelCli.Tests.Verification;

/// <summary>Each case of verify, in this process.</summary>
public sealed class VerifyCaseTests
{
    private static readonly IReadOnlyDictionary<string, string> Promised = PromisedHashes.Read();

    public static TheoryData<string> Cases => [.. VerifyCases.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_is_as_promised_at_every_width_of_this_processor(string words)
    {
        foreach (VectorWidth width in VectorWidths.Supported())
            Assert.Equal([], new Verifier([words], Promised).Run(width, CancellationToken.None).Cases.SelectMany(one => one.Broken).Select(broken => $"{width}: {broken}"));
    }
}
