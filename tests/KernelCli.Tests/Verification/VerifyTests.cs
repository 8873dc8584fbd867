using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Options;
using KernelCli.Cli.Verification;
using KernelCli.Simd;
using KernelCli.Tests.Support;

namespace KernelCli.Tests.Verification;

/// <summary>What verify tells, and its exit codes.</summary>
public sealed class VerifyTests : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> Promised = PromisedHashes.Read();

    private readonly Workspace _work = new();

    [Fact]
    public void One_line_says_what_was_found()
    {
        Tool run = Tool.Run("verify").Succeeded();
        int count = VerifyCases.All.Length;
        Assert.Matches($"^{count} of {count} as promised on [a-z]+-[a-z0-9]+, (128|256|512)-bit vectors\n$", run.Text);
        Assert.Equal("", Tool.Run("verify", "-q").Succeeded().Text);
        string[] lines = Tool.Run("verify", "-v").Succeeded().Text.TrimEnd('\n').Split('\n');
        Assert.Equal(VerifyCases.All, lines[..^1].Select(line => line.Split("  ")[1]));
    }

    [Fact]
    public void Every_width_has_a_line_of_words_or_of_json()
    {
        string[] words = Tool.Run("verify", "--isa").Succeeded().Text.TrimEnd('\n').Split('\n'), json = Tool.Run("verify", "--isa", "--json").Succeeded().Text.TrimEnd('\n').Split('\n');
        Assert.Equal(words.Length, json.Length);
        Assert.EndsWith(", 128-bit vectors", words[0], StringComparison.Ordinal);
        foreach ((string line, string told) in json.Zip(words))
        {
            using JsonDocument one = JsonDocument.Parse(line);
            JsonElement root = one.RootElement;
            Assert.Equal(told, $"{root.GetProperty("passed").GetInt32()} of {root.GetProperty("cases").GetInt32()} as promised on {root.GetProperty("platform").GetString()}, {root.GetProperty("vector_bits").GetInt32()}-bit vectors");
            Assert.Equal(("verification", 0), (root.GetProperty("kind").GetString(), root.GetProperty("failed").GetArrayLength()));
        }
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 128)]
    public void A_processor_with_fewer_instructions_keeps_the_promises(string runtimeSwitch, int widest)
    {
        Assert.SkipWhen(Tool.IsNative || Tool.IsWindows, "The runtime has no such switches here.");
        Tool run = Without(runtimeSwitch);
        Assert.True(run.ExitCode == 0, run.Text + run.Error);
        string[] lines = run.Text.TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.InRange(int.Parse(line.Split(", ")[1].Split('-')[0], CultureInfo.InvariantCulture), 128, widest));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_broken_promise_is_told_with_both_hashes_and_a_command_and_the_exit_code_is_1(bool asJson)
    {
        const string broken = "noise-gray8.pam -f box:3", file = "file of noise-rgb8.pam -f identity --channels color --format pnm";
        string truth = Promised[broken], lie = new('0', 64);
        var promised = new Dictionary<string, string>(Promised) { [broken] = lie, [file] = lie };
        var arguments = new ParsedArguments();
        if (asJson)
            arguments.Add(CommonOptions.Json, "");
        using var told = new StringWriter { NewLine = "\n" };
        Assert.Equal(1, VerifyCommand.Run(arguments, new Verifier(VerifyCases.All, promised), told, CancellationToken.None));
        string command = $"kernelcli apply {broken} -o result.pam --json";
        if (asJson)
        {
            using JsonDocument line = JsonDocument.Parse(told.ToString());
            JsonElement[] failed = [.. line.RootElement.GetProperty("failed").EnumerateArray()];
            Assert.Equal((VerifyCases.All.Length - 2, 2), (line.RootElement.GetProperty("passed").GetInt32(), failed.Length));
            Assert.Equal([broken, "samples", lie, truth, null, command], ((string[])["case", "what", "promised", "actual", "error", "command"]).Select(name => failed[0].GetProperty(name).GetString()));
            Assert.Equal("file", failed[1].GetProperty("what").GetString());
            return;
        }
        string[] lines = told.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal($"{broken}: samples {truth}, promised {lie}; with the pictures of verify --pictures: {command}", lines[0]);
        Assert.Contains(": file ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{VerifyCases.All.Length - 2} of {VerifyCases.All.Length} as promised on ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_of_the_engine_is_a_broken_promise()
    {
        const string impossible = "noise-gray8.pam -f box:99 --padding valid";
        VerificationResult result = new Verifier([impossible], new Dictionary<string, string> { [impossible] = "" }).Run(VectorWidths.Best, CancellationToken.None);
        Assert.Contains("99", Assert.Single(result.Cases[0].Broken).Error, StringComparison.Ordinal);
        Assert.False(result.IsWhole);
    }

    [Fact]
    public void The_pictures_and_the_command_of_a_case_show_its_hash()
    {
        Tool.Run("verify", "-q", "--pictures", _work["pictures"]).Succeeded();
        foreach (string words in VerifyCases.All.Where((_, i) => i % 9 == 0).Append("noise-gray8.pam -f file=kernel.txt").Append("noise-gray8.pam -f box:3 --where shapes-gray8.pam"))
        {
            var one = new VerifyCase(words);
            Tool run = Tool.RunIn(_work["pictures"], null, one.Command.Split(' ')[1..]);
            Assert.True(run.ExitCode == 0, $"{words}: {run.Error}");
            using JsonDocument line = JsonDocument.Parse(run.Text.Split('\n')[0]);
            if (one.Format?.Name is not "jpeg")
                Assert.Equal(Promised[words], line.RootElement.GetProperty("samples_sha256").GetString());
        }
    }

    public void Dispose() => _work.Dispose();

    private static Tool Without(string runtimeSwitch)
    {
        var start = new ProcessStartInfo(Tool.Binary, ["verify", "--isa"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[runtimeSwitch] = "0";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Tool(process.ExitCode, System.Text.Encoding.UTF8.GetBytes(output), errors.Result);
    }
}
