using KernelCli.Chains;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Batch;

/// <summary>
/// Checks that results do not overwrite each other, an input, or a file that a filter reads, before anything is written.
/// </summary>
internal static class OutputConflicts
{
    /// <summary>
    /// Checks all inputs, including those of other shards, which write to the same folder. With <c>--in-place</c>,
    /// paths that lead to the same file as an earlier one are removed from <paramref name="inputs"/>.
    /// </summary>
    /// <exception cref="UsageException">
    /// Two inputs have the same output, or an input or a file of a filter would be overwritten.
    /// </exception>
    public static void Check(List<BatchInput> inputs, ApplyRequest request)
    {
        if (request.Target.File is { } file && inputs.Count > 1)
            throw new UsageException($"-o {file} is one file, and there are {inputs.Count} inputs: use -O DIR or --in-place");
        if (request.Target.InPlace)
        {
            // A link to an input is that input: it is filtered once.
            var seen = new HashSet<string>(StringComparer.Ordinal);
            inputs.RemoveAll(input => !seen.Add(RealPath.Of(input.Path)));
            CheckFilterFiles(request, seen);
            return;
        }
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        bool ignoresCase = request.Target.Folder is { } folder && FolderNames.IgnoreCase(folder);
        var writers = new Dictionary<string, string>(ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (BatchInput input in inputs)
        {
            if (request.OutputOf(input) is not { } named || named == StandardStreams.Name)
                return;
            string output = Real(named);
            if (!writers.TryAdd(output, input.Path))
                throw new UsageException($"{writers[output]} and {input.Path} would both be written to {named}: name their common folder "
                    + "with -r, or run them apart");
        }
        foreach (BatchInput input in inputs)
            if (input.Path != StandardStreams.Name && writers.TryGetValue(Written(input), out string? writer))
                throw new UsageException(writer == input.Path
                    ? $"{input.Path} is the input"
                        + (request.Target.IsPerFrame ? ", which would be written over: " : ": use --in-place to replace it, or ")
                        + $"write to another {(request.Target.Folder is null ? "file" : "folder")}"
                    : $"{writer} would be written over {input.Path}, which is an input too: use another folder");

        CheckFilterFiles(request, writers.Keys);

        // The output's name, with a place for the number of a frame, that would be written over an input.
        string Written(BatchInput input)
        {
            string place = Real(input.Path);
            int end = place.Length - Path.GetExtension(place).Length, start = end;
            while (char.IsAsciiDigit(place[start - 1]))
                start--;
            return request.Target.IsPerFrame && start < end && place[start - 1] == '-'
                ? string.Concat(place.AsSpan(0, start), OutputTarget.FramePlace, place.AsSpan(end))
                : place;
        }

        // Most files share a folder, whose links are looked up once.
        string Real(string path)
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
            if (!folders.TryGetValue(folder, out string? real))
                folders.Add(folder, real = RealPath.Of(folder));
            string place = Path.Combine(real, FolderNames.TrueName(real, Path.GetFileName(path)));
            return new FileInfo(place).LinkTarget is null ? place : RealPath.Of(place);
        }
    }

    // If a mask were overwritten, some pictures would be multiplied by the old mask and others by the new one. A kernel is the user's work.
    private static void CheckFilterFiles(ApplyRequest request, ICollection<string> outputs)
    {
        foreach (FilterStep step in request.Steps)
            if (step is MaskStep mask && mask.Path != StandardStreams.Name && outputs.Contains(RealPath.Of(mask.Path)))
                throw new UsageException(
                    $"{mask.Path} is a mask, and would be written over: leave it out with --exclude, or write to another folder");
        foreach (MaskPlace place in request.Chain.Where?.OfType<MaskPlace>() ?? [])
            foreach (string mask in MaskFolder.Is(place) ? FileException.Guard(place.Path, () => Directory.GetFiles(place.Path, "*",
                SearchOption.AllDirectories)) : [place.Path])
                if (outputs.Contains(RealPath.Of(mask)))
                    throw new UsageException($"{mask} is a mask, and would be written over: leave it out with --exclude, or write to "
                        + "another folder");
        foreach (string kernel in request.Files.Paths)
            if (outputs.Contains(RealPath.Of(kernel)))
                throw new UsageException($"{kernel} is a kernel of this run, and would be written over: write to another file or folder");
    }
}
