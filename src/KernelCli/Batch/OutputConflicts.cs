using KernelCli.Chains.Steps;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Batch;

/// <summary>
/// Checks that the results of a batch do not overwrite each other, other inputs or masks, before anything is written.
/// </summary>
internal static class OutputConflicts
{
    /// <summary>
    /// Checks all inputs, including those of other shards, which write to the same folder. With <c>--in-place</c>,
    /// paths that lead to the same file as an earlier one are removed from <paramref name="inputs"/>.
    /// </summary>
    /// <exception cref="UsageException">
    /// Two inputs have the same output, or an input or a mask would be overwritten.
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
            CheckMasks(request, seen);
        }
        if (request.Target.InPlace || request.Target.Folder is null)
            return;
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        StringComparer comparer = FolderNames.IgnoreCase(request.Target.Folder) ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var writers = new Dictionary<string, string>(comparer);
        foreach (BatchInput input in inputs)
        {
            string output = Real(request.OutputOf(input)!);
            if (!writers.TryAdd(output, input.Path))
                throw new UsageException($"{writers[output]} and {input.Path} would both be written to {request.OutputOf(input)}: name "
                    + "their common folder with -r, or run them apart");
        }
        foreach (BatchInput input in inputs)
            if (writers.TryGetValue(Real(input.Path), out string? writer) && writer != input.Path)
                throw new UsageException($"{writer} would be written over {input.Path}, which is an input too: use another folder");

        CheckMasks(request, writers.Keys);

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

    // If a mask were overwritten, some pictures would be multiplied by the old mask and others by the new one.
    private static void CheckMasks(ApplyRequest request, ICollection<string> outputs)
    {
        foreach (FilterStep step in request.Steps)
            if (step is MaskStep mask && mask.Path != StandardStreams.Name && outputs.Contains(RealPath.Of(mask.Path)))
                throw new UsageException(
                    $"{mask.Path} is a mask, and would be written over: leave it out with --exclude, or write to another folder");
    }
}
