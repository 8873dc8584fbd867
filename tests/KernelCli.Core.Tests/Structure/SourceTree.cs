using System.Text.RegularExpressions;

namespace KernelCli.Core.Tests.Structure;

/// <summary>The source files of the repository, and which folder uses which: by the types that code names, however it names them.</summary>
internal static partial class SourceTree
{
    private static readonly (string Folder, string Namespace)[] Projects =
        [("src/KernelCli.Core", "KernelCli"), ("src/KernelCli.Codecs", "KernelCli.Codecs"), ("src/KernelCli", "KernelCli.Cli")];

    public static string Root { get; } = FindRoot();

    /// <summary>All C# files below a folder of the repository, as paths with slashes from its root.</summary>
    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(part => part is "obj" or "bin"));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The folder of a file as its namespace says it, without the project's own part: <c>Correlation.Loops</c>, <c>Codecs.Png</c>, <c>Cli.Batch</c>.</summary>
    public static string RoomOf(string file)
    {
        (string folder, string name) = Projects.First(project => file.StartsWith(project.Folder + "/", StringComparison.Ordinal));
        string inside = Path.GetDirectoryName(file[(folder.Length + 1)..])!.Replace(Path.DirectorySeparatorChar, '.').Replace('/', '.');
        string room = inside.Length == 0 ? name : $"{name}.{inside}";
        return room == "KernelCli" ? "" : room["KernelCli.".Length..];
    }

    /// <summary>Every use of a folder by another, with the file and the type that show it.</summary>
    public static List<(string From, string To, string File, string Type)> Uses()
    {
        string[] files = [.. Files("src")];
        var homes = new Dictionary<string, HashSet<string>>();
        foreach (string file in files)
            foreach (Match type in Types().Matches(Read(file)))
                (homes.TryGetValue(type.Groups[1].Value, out HashSet<string>? rooms) ? rooms : homes[type.Groups[1].Value] = []).Add(RoomOf(file));
        var uses = new List<(string, string, string, string)>();
        foreach (string file in files)
        {
            string from = RoomOf(file), text = Read(file), code = Literals().Replace(Comments().Replace(text, ""), "");
            HashSet<string> imported = [.. Usings().Matches(text).Select(match => match.Groups[1].Value)];
            foreach (Match word in Words().Matches(code))
                if (homes.TryGetValue(word.Groups[2].Value, out HashSet<string>? rooms) && !rooms.Contains(from))
                    foreach (string to in rooms)
                        if (imported.Contains(to) || from.StartsWith(to + ".", StringComparison.Ordinal) || (word.Groups[1].Success && to.EndsWith(word.Groups[1].Value, StringComparison.Ordinal)))
                            uses.Add((from, to, file, word.Groups[2].Value));
        }
        return uses;
    }

    /// <summary>A circle among folders, as their names in order; empty where there is none.</summary>
    public static List<string> Circle(IEnumerable<(string From, string To)> uses)
    {
        ILookup<string, string> next = uses.Distinct().ToLookup(use => use.From, use => use.To);
        var done = new HashSet<string>();
        foreach (string start in next.Select(room => room.Key).Order())
            if (Visit(start, []) is { } circle)
                return circle;
        return [];

        List<string>? Visit(string room, List<string> path)
        {
            if (path.IndexOf(room) is >= 0 and var at)
                return [.. path[at..], room];
            if (!done.Contains(room))
                foreach (string used in next[room].Order())
                    if (Visit(used, [.. path, room]) is { } circle)
                        return circle;
            done.Add(room);
            return null;
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KernelCli.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^(?:(?:public|internal|static|sealed|abstract|readonly|ref|unsafe|partial|file)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:struct|class))?|delegate\s+\S+)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex(@"^using KernelCli\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comments();

    // Text without anything computed in it.
    [GeneratedRegex(@"""(?:\\.|[^""\\\n{])*""|^using [^\n]*$|^namespace [^\n]*$", RegexOptions.Multiline)]
    private static partial Regex Literals();

    [GeneratedRegex(@"(?:(?<=\b([A-Z]\w*)\.))?\b([A-Z]\w*)\b")]
    private static partial Regex Words();
}
