using System.Diagnostics;

namespace KernelCli.Tests.Support;

/// <summary>Runs the SDK's own command.</summary>
internal static class Sdk
{
    /// <summary>Runs <c>dotnet</c> and asserts success.</summary>
    /// <param name="folder">Where it runs; null for here.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it says.</returns>
    public static string Dotnet(string? folder, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A worker or a compiler that outlives the command would hold its output open, and with it whoever reads that to its end.
            Environment = { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false" },
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Tool.Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"dotnet {string.Join(' ', arguments)} has not ended after {Tool.Patience}");
        }
        string text = output.Result.ReplaceLineEndings("\n");
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {text} {errors.Result}");
        return text;
    }
}
