using System.Diagnostics;
using System.IO.Compression;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>What is handed out: the tool and the libraries as packages, made of the build output.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void The_packed_tool_installs_and_runs()
    {
        Sdk.Dotnet(null, "pack", Path.Combine(Repository.Root, "src", "KernelCli"), "-c", "Release", "--no-build", "-o", _work["feed"]);
        File.WriteAllText(_work["nuget.config"], "<configuration><packageSources><clear /><add key=\"local\" value=\"feed\" /></packageSources></configuration>");
        Sdk.Dotnet(null, "tool", "install", "KernelCli", "--tool-path", _work["tools"], "--configfile", _work["nuget.config"]);
        string input = _work.Picture("in.png");
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(_work["tools"], OperatingSystem.IsWindows() ? "kernelcli.exe" : "kernelcli"), ["apply", input, "-f", "gaussian:2", "-o", _work["out.png"]]))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Tool.Run("apply", input, "-f", "gaussian:2", "-o", _work["built.png"]).Succeeded();
        Assert.Equal(File.ReadAllBytes(_work["built.png"]), File.ReadAllBytes(_work["out.png"]));
    }

    [Theory]
    [InlineData("KernelCli.Core", "README.md")]
    [InlineData("KernelCli.Codecs", "PACKAGE.md")]
    public void A_library_comes_with_documentation_symbols_and_a_page_of_its_own(string name, string page)
    {
        string source = Path.Combine(Repository.Root, "src", name);
        Sdk.Dotnet(null, "pack", source, "-c", "Release", "--no-build", "-o", _work["feed"]);
        using ZipArchive archive = ZipFile.OpenRead(Directory.GetFiles(_work["feed"], $"{name}.*.nupkg").Single());
        string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
        Assert.Contains($"lib/net10.0/{name}.dll", names);
        Assert.Contains($"lib/net10.0/{name}.xml", names);
        Assert.Equal(File.ReadAllText(Path.Combine(source, page)), Text("README.md"));
        Assert.DoesNotContain("](", Text("README.md").Replace("](https:", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_work["feed"], $"{name}.*.snupkg"));

        // One library uses what is internal in the other, which may differ from version to version.
        string description = Text($"{name}.nuspec");
        Assert.DoesNotContain("PublicApiAnalyzers", description, StringComparison.Ordinal);
        if (name != "KernelCli.Core")
            Assert.Matches("""<dependency id="KernelCli.Core" version="\[[0-9.]+\]" """, description);

        string Text(string entry)
        {
            using var reader = new StreamReader(archive.GetEntry(entry)!.Open());
            return reader.ReadToEnd();
        }
    }

    public void Dispose() => _work.Dispose();
}
