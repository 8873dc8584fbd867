using System.Text.RegularExpressions;

namespace KernelCli.Core.Tests.Structure;

/// <summary>Lower rooms never see higher ones, and the library sees neither files nor the console.</summary>
public sealed partial class LayeringTests
{
    // Each room with those that it may use.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Primitives"] = [],
        ["Numerics"] = ["Primitives"],
        ["Text"] = ["Primitives", "Numerics"],
        ["Simd"] = ["Primitives"],
        ["Kernels"] = ["Primitives", "Numerics", "Text", "Kernels"],
        ["SlidingWindow"] = ["Primitives", "Numerics", "Text", "Simd"],
        ["Pointwise"] = ["Primitives", "Numerics", "Simd"],
        ["Correlation"] = ["Primitives", "Numerics", "Simd", "Kernels", "SlidingWindow", "Correlation"],
        ["Layers"] = ["Primitives", "Numerics", "Text", "Simd", "Kernels", "SlidingWindow", "Correlation", "Layers"],
        ["Rows"] = ["Primitives", "Numerics", "Simd", "Kernels", "Pointwise", "SlidingWindow", "Correlation"],
        ["Chains"] = ["Primitives", "Numerics", "Text", "Simd", "Kernels", "Pointwise", "SlidingWindow", "Correlation", "Rows", "Chains"],
        ["Codecs"] = ["Primitives", "Simd", "Rows", "Codecs"],
    };

    [Fact]
    public void Rooms_use_only_what_lies_below_them()
    {
        string root = Path.Combine(RepositoryRoot(), "src");
        var offences = new List<string>();
        foreach (string file in Sources(Path.Combine(root, "KernelCli.Core")).Concat(Sources(Path.Combine(root, "KernelCli.Codecs"))))
        {
            string room = file.Contains("KernelCli.Codecs", StringComparison.Ordinal) ? "Codecs" : Path.GetRelativePath(Path.Combine(root, "KernelCli.Core"), file).Split(Path.DirectorySeparatorChar)[0];
            foreach (Match match in Usings().Matches(File.ReadAllText(file)))
                if (match.Groups[1].Value is var used && used != room && !Allowed[room].Contains(used))
                    offences.Add($"{Path.GetRelativePath(root, file)} uses {used}");
        }
        Assert.Empty(offences);
    }

    [Fact]
    public void The_library_knows_no_files_and_no_console()
    {
        string root = Path.Combine(RepositoryRoot(), "src");
        string[] offences = [.. Sources(Path.Combine(root, "KernelCli.Core")).Concat(Sources(Path.Combine(root, "KernelCli.Codecs")))
            .Where(file => Outside().IsMatch(File.ReadAllText(file)))];
        Assert.Empty(offences);
    }

    [Fact]
    public void No_room_is_larger_than_400_lines()
    {
        Assert.DoesNotContain(Sources(RepositoryRoot()), file => File.ReadLines(file).Count() > 400);
    }

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string RepositoryRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KernelCli.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^using KernelCli\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"(?<![\w.])(File\.|Console\.|Environment\.(?!ProcessorCount))")]
    private static partial Regex Outside();
}
