using System.Diagnostics;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Help;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>The commands of the documents do what they say.</summary>
public sealed class DocumentationTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("samples/README.md")]
    public async Task Every_command_runs(string document)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for a POSIX shell.");
        string[] commands = [.. Commands(File.ReadAllText(Path.Combine(Repository.Root, document))).Where(command => command.Contains("kernelcli ", StringComparison.Ordinal) && !command.StartsWith("dotnet ", StringComparison.Ordinal))];
        Assert.True(commands.Length > 5);
        await RunAll(commands);
    }

    [Theory]
    [InlineData("python", "python3", "-c")]
    [InlineData("js", "node", "-e")]
    public async Task Every_program_of_the_samples_runs(string language, string interpreter, string option)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for a POSIX shell.");
        Assert.SkipUnless(IsInstalled(interpreter), $"{interpreter} is not installed.");
        string[] programs = [.. File.ReadAllText(Path.Combine(Repository.Root, "samples", "README.md")).Split($"```{language}\n").Skip(1).Select(rest => rest.Split("```")[0])];
        Assert.NotEmpty(programs);
        await RunAll(programs.Select(program => $"{interpreter} {option} '{program}'"));
    }

    [Fact]
    public void The_readme_is_a_first_minute() => Assert.InRange(File.ReadLines(Path.Combine(Repository.Root, "README.md")).Count(), 1, 180);

    [Fact]
    public void The_code_map_names_every_folder_and_nothing_else()
    {
        string source = Path.Combine(Repository.Root, "src"), map = File.ReadAllText(Path.Combine(source, "README.md"));
        string[] named = [.. map.Split('`').Where((_, i) => i % 2 == 1).Where(word => word.StartsWith("KernelCli/", StringComparison.Ordinal)
            || word.StartsWith("KernelCli.Core/", StringComparison.Ordinal) || word.StartsWith("KernelCli.Codecs/", StringComparison.Ordinal) || word == "KernelCli.Codecs")];
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(source, path)), path));
        IEnumerable<string> folders = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(source, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(folder => !folder.Split('/').Any(part => part is "obj" or "bin") && folder is not ("KernelCli" or "KernelCli.Core"));
        Assert.Empty(folders.Except(named));
    }

    [Theory]
    [InlineData("src/README.md")]
    [InlineData("src/KernelCli/README.md")]
    [InlineData("src/KernelCli.Codecs/README.md")]
    [InlineData("src/KernelCli.Codecs/PACKAGE.md")]
    [InlineData("src/KernelCli.Core/README.md")]
    [InlineData("src/KernelCli.Core/Correlation/README.md")]
    [InlineData("tests/README.md")]
    [InlineData("benchmarks/README.md")]
    [InlineData("README.md")]
    [InlineData("samples/README.md")]
    public void Links_between_documents_lead_somewhere(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (string link in File.ReadAllText(Path.Combine(Repository.Root, document)).Split("](").Skip(1).Select(rest => rest.Split(')')[0].Split('#')[0]))
            Assert.True(link.Length == 0 || link.StartsWith("https:", StringComparison.Ordinal) || Path.Exists(Path.Combine(folder, link)), $"{document}: {link}");
    }

    [Fact]
    public async Task Every_example_of_the_help_runs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for a POSIX shell.");
        var commands = new List<string>();
        foreach (CommandModel command in CommandModel.Of(RootCommandFactory.Create(CancellationToken.None)).All)
        {
            string[] help = [.. command.Path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"];
            string[] lines = Tool.Run(help).Succeeded().Text.Replace(" \\\n", "", StringComparison.Ordinal).Split('\n');
            int at = Array.FindIndex(lines, line => line.TrimEnd() == "Examples:");
            Assert.True(at >= 0, $"{string.Join(' ', help)} has no examples");
            commands.AddRange(lines[(at + 1)..].Select(line => line.Trim()).Where(line => line.Length > 0));
        }
        Assert.All(commands, command => Assert.StartsWith("kernelcli ", command, StringComparison.Ordinal));
        await RunAll(commands);
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task RunAll(IEnumerable<string> commands)
    {
        using var work = new Workspace();
        CopyFolder(Path.Combine(Repository.Root, "samples"), work["samples"]);
        string bin = Path.GetDirectoryName(Path.GetFullPath(Tool.Binary))!;
        foreach (string command in commands)
        {
            var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = work.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(command);
            start.Environment["PATH"] = $"{bin}:{Environment.GetEnvironmentVariable("PATH")}";
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"{command}\nexit {process.ExitCode}: {await error}");
        }
    }

    [Fact]
    public void The_first_two_commands_stand_in_the_readme()
    {
        string[] commands = [.. Commands(File.ReadAllText(Path.Combine(Repository.Root, "README.md")))];
        Assert.Equal("dotnet run -c Release --project src/KernelCli -- apply samples/scene.png -f gaussian:2 -o blurred.png", commands[0]);
        Assert.Equal("dotnet test -c Release", commands[1]);
    }

    // The lines of shell blocks, without comments.
    private static IEnumerable<string> Commands(string document)
    {
        bool inside = false;
        foreach (string line in document.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inside = line == "```sh";
            else if (inside && line.Length > 0 && line[0] != '#')
                yield return line.Split("  #")[0].TrimEnd();
        }
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string folder in Directory.EnumerateDirectories(from).Where(name => !name.EndsWith("MakePictures", StringComparison.Ordinal)))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
