using System.Diagnostics;
using System.IO.Compression;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>What is handed out: the tool and the library as packages, made of the build output.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void The_packed_tool_installs_and_runs()
    {
        Dotnet("pack", Path.Combine(Repository.Root, "src", "KernelCli"), "-c", "Release", "--no-build", "-o", _work["feed"]);
        File.WriteAllText(_work["nuget.config"], "<configuration><packageSources><clear /><add key=\"local\" value=\"feed\" /></packageSources></configuration>");
        Dotnet("tool", "install", "KernelCli", "--tool-path", _work["tools"], "--configfile", _work["nuget.config"]);
        string input = _work.Picture("in.png");
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(_work["tools"], OperatingSystem.IsWindows() ? "kernelcli.exe" : "kernelcli"), ["apply", input, "-f", "gaussian:2", "-o", _work["out.png"]]))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Tool.Run("apply", input, "-f", "gaussian:2", "-o", _work["built.png"]).Succeeded();
        Assert.Equal(File.ReadAllBytes(_work["built.png"]), File.ReadAllBytes(_work["out.png"]));
    }

    [Fact]
    public void The_library_comes_with_documentation_and_symbols()
    {
        Dotnet("pack", Path.Combine(Repository.Root, "src", "KernelCli.Core"), "-c", "Release", "--no-build", "-o", _work["feed"]);
        string package = Directory.GetFiles(_work["feed"], "KernelCli.Core.*.nupkg").Single();
        using ZipArchive archive = ZipFile.OpenRead(package);
        string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
        Assert.Contains("lib/net10.0/KernelCli.Core.dll", names);
        Assert.Contains("lib/net10.0/KernelCli.Core.xml", names);
        Assert.Contains("README.md", names);
        Assert.Single(Directory.GetFiles(_work["feed"], "KernelCli.Core.*.snupkg"));
    }

    public void Dispose() => _work.Dispose();

    private static void Dotnet(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output} {errors.Result}");
    }
}
