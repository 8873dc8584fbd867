using System.Text.Json;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Batch;

/// <summary>The results that an earlier report lists as done, checked against the current files.</summary>
internal sealed class ResumeIndex
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    // The number of the last line for each output.
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads a report. A line of another chain or another version of the program makes earlier lines for the same
    /// output invalid; lines that are not valid JSON, such as an incomplete last one, are ignored.
    /// </summary>
    /// <exception cref="UsageException">The name does not end with .jsonl.</exception>
    /// <exception cref="FileException">The report cannot be read.</exception>
    public static ResumeIndex Read(string path, string chain)
    {
        var index = new ResumeIndex();
        if (!path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"{BatchOptions.Resume.Name} {path}: only a report that ends with .jsonl can be resumed");
        if (!File.Exists(path))
            throw new FileException(path, new FileNotFoundException());
        FileException.Guard(path, () =>
        {
            int number = 0;
            foreach (string line in File.ReadLines(path))
                index.AddLine(number++, line, chain);
        });
        return index;
    }

    /// <summary>Notes that there is a newer line for an output.</summary>
    public void Supersede(string output) => _lines.Remove(RealPath.Of(output));

    /// <summary>The last line for each output that has no newer one, in their order.</summary>
    /// <param name="path">The report that was read; lines may have been added to it.</param>
    public IEnumerable<string> Left(string path)
    {
        HashSet<int> left = [.. _lines.Values];
        return File.ReadLines(path).Where((_, number) => left.Contains(number));
    }

    /// <summary>The earlier result for an input, or null where it must be done again.</summary>
    public Entry? Find(string input, string? output)
    {
        if (output is null || !_entries.TryGetValue(RealPath.Of(output), out Entry? entry) || !File.Exists(input))
            return null;

        // A picture that was filtered in place no longer has the input's hash.
        bool isInPlace = RealPath.Of(output) == RealPath.Of(input);
        try
        {
            return (isInPlace || HashOf(input) == entry.InputHash) && (entry.Files is null ? HashOf(output) == entry.OutputHash
                : entry.Files.All(file => HashOf(file.Output) == file.OutputHash)) ? entry : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is not known to be valid.
            return null;
        }
    }

    private void AddLine(int number, string line, string chain)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement picture = document.RootElement;
            if (TextOf(picture, "kind") != "picture" || TextOf(picture, "output") is not { } output)
                return;
            bool isValid = TextOf(picture, "status") is "done" or "kept" or "different" or "writing" && TextOf(picture, "chain") == chain
                && TextOf(picture, "tool") == ToolVersion.Text;

            // Entries are indexed by the real path of the output, however it was spelled. A later line replaces earlier ones, even if it
            // reports a failure.
            string place = RealPath.Of(output);
            _entries.Remove(place);
            _lines[place] = number;
            FrameFile[]? files = FilesOf(picture);
            string? outputHash = TextOf(picture, "output_sha256");
            if (isValid && TextOf(picture, "input_sha256") is { } inputHash
                && (files is null ? outputHash is not null : Array.TrueForAll(files, file => file.OutputHash is not null)))
                _entries[place] = new Entry(inputHash, TextOf(picture, "samples_sha256"), outputHash, files);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException
            or KeyNotFoundException or FormatException)
        {
            // Half a line of a run that was killed.
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static FrameFile[]? FilesOf(JsonElement picture) => picture.TryGetProperty("files", out JsonElement files)
        ? [.. files.EnumerateArray().Select(file => new FrameFile(TextOf(file, "output") ?? "", TextOf(file, "samples_sha256"),
            TextOf(file, "output_sha256"), file.GetProperty("output_bytes").GetInt64()))]
        : null;

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Sha256.Of(stream);
    }

    /// <summary>An earlier result.</summary>
    internal sealed record Entry(string InputHash, string? SampleHash, string? OutputHash, FrameFile[]? Files);
}
