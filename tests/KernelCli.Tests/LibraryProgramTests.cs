using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>The programs on the packages' pages compile as they stand, and print what the pages say.</summary>
public sealed class LibraryProgramTests : IDisposable
{
    private readonly Workspace _work = new();

    [Theory]
    [InlineData("KernelCli.Core/README.md", "KernelCli.Core")]
    [InlineData("KernelCli.Codecs/PACKAGE.md", "KernelCli.Core", "KernelCli.Codecs")]
    public void Every_program_compiles_and_prints_what_its_page_says(string page, params string[] libraries)
    {
        Assert.SkipWhen(Tool.IsNative || Tool.IsWindows, "The libraries are those of the build, which another program does not change.");
        (string Program, string Output)[] programs = Programs(File.ReadAllText(Path.Combine(Repository.Root, "src", page)));
        Assert.InRange(programs.Length, 2, 9);
        Build([.. programs.Select(program => program.Program)], libraries);
        for (int i = 0; i < programs.Length; i++)
        {
            Directory.CreateDirectory(_work[$"run{i}"]);
            File.Copy(Path.Combine(Repository.Root, "samples", "scene.png"), _work[$"run{i}/scene.png"]);
            Assert.Equal($"program {i}\n{programs[i].Output}", $"program {i}\n{Sdk.Dotnet(_work[$"run{i}"], _work[$"program{i}/out/program{i}.dll"])}");
        }
    }

    public void Dispose() => _work.Dispose();

    // Each block of C# is a whole program, and the block of text after it what it prints.
    private static (string Program, string Output)[] Programs(string page) =>
        [.. page.ReplaceLineEndings("\n").Split("```csharp\n").Skip(1).Select(rest =>
        {
            string[] parts = rest.Split("```");
            Assert.StartsWith("text\n", parts[2], StringComparison.Ordinal);
            return (parts[0], parts[2]["text\n".Length..]);
        })];

    // One build of all programs, as a new console project would compile them, but without its implicit usings: the programs name theirs.
    private void Build(string[] programs, string[] libraries)
    {
        string references = string.Concat(libraries.Select(name => $"""<Reference Include="{Path.Combine(AppContext.BaseDirectory, name)}.dll" />"""));
        File.WriteAllText(_work["Directory.Build.props"], "<Project />");
        File.WriteAllText(_work["Directory.Build.targets"], "<Project />");
        for (int i = 0; i < programs.Length; i++)
        {
            Directory.CreateDirectory(_work[$"program{i}"]);
            File.WriteAllText(_work[$"program{i}/Program.cs"], programs[i]);
            File.WriteAllText(_work[$"program{i}/program{i}.csproj"], $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                    <UseAppHost>false</UseAppHost>
                    <NuGetAudit>false</NuGetAudit>
                    <OutputPath>out</OutputPath>
                    <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
                  </PropertyGroup>
                  <ItemGroup>{references}</ItemGroup>
                </Project>
                """);
        }
        File.WriteAllText(_work["all.proj"], """
            <Project>
              <ItemGroup><Program Include="program*/*.csproj" /></ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="@(Program)" Targets="Restore" Properties="MSBuildRestoreSessionId=1" />
                <MSBuild Projects="@(Program)" Targets="Build" BuildInParallel="true" />
              </Target>
            </Project>
            """);
        Sdk.Dotnet(_work.Folder, "msbuild", "all.proj", "-nologo", "-v:q");
    }
}
