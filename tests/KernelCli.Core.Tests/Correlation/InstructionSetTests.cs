using System.Diagnostics;
using KernelCli.Core.Tests.Neighbourhood;
using KernelCli.Core.Tests.Support;
using KernelCli.Simd;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>The same bytes on processors with fewer instructions: child processes in which the runtime does without them.</summary>
public sealed class InstructionSetTests
{
    private const string DigestFile = "KERNELCLI_DIGEST_FILE";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 128)]
    public void Results_do_not_depend_on_the_instruction_set(string runtimeSwitch, int widest)
    {
        string file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in (string[])["exec", typeof(InstructionSetTests).Assembly.Location, "-method", $"{typeof(InstructionSetTests).FullName}.{nameof(The_digest_is_stable)}"])
                start.ArgumentList.Add(argument);
            start.Environment[runtimeSwitch] = "0";
            start.Environment[DigestFile] = file;
            using Process child = Process.Start(start)!;
            string output = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            Assert.True(child.ExitCode == 0, output);
            string[] report = File.ReadAllLines(file);
            Expect.That(int.Parse(report[0], System.Globalization.CultureInfo.InvariantCulture) <= widest, $"{runtimeSwitch}=0 took no effect: {report[0]} bits");
            Assert.Equal((AlgorithmCaseTests.Results, NeighbourhoodDigestTests.Results), (report[1], report[2]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_digest_is_stable()
    {
        string digest = AlgorithmCaseTests.Digest(VectorWidths.Best, threads: 1);
        Assert.Equal(AlgorithmCaseTests.Results, digest);
        string ofWindows = NeighbourhoodDigestTests.Digest(VectorWidths.Best);
        Assert.Equal(NeighbourhoodDigestTests.Results, ofWindows);
        if (Environment.GetEnvironmentVariable(DigestFile) is { Length: > 0 } file)
            File.WriteAllLines(file, [((int)VectorWidths.Best).ToString(System.Globalization.CultureInfo.InvariantCulture), digest, ofWindows]);
    }
}
