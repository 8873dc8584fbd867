using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Apply;

/// <summary>Where results go, and what happens where something stands already.</summary>
internal sealed record OutputTarget
{
    /// <summary>The name of standard input and output.</summary>
    public const string Standard = "-";

    public string? File { get; private init; }

    public string? Folder { get; private init; }

    public bool InPlace { get; private init; }

    public bool NoClobber { get; private init; }

    public bool SkipExisting { get; private init; }

    public bool Update { get; private init; }

    /// <summary>Reads the options.</summary>
    public static OutputTarget Create(ParsedArguments words)
    {
        var place = new OutputTarget
        {
            File = words.Text(ApplyOptions.Output),
            Folder = words.Text(ApplyOptions.OutputFolder),
            InPlace = words.Has(ApplyOptions.InPlace),
            NoClobber = words.Has(ApplyOptions.NoClobber),
            SkipExisting = words.Has(ApplyOptions.SkipExisting),
            Update = words.Has(ApplyOptions.Update),
        };
        int named = (place.File is null ? 0 : 1) + (place.Folder is null ? 0 : 1) + (place.InPlace ? 1 : 0);
        if (named > 1)
            throw new UsageException("-o, -O and --in-place each say where the result goes: use one of them");
        if (named == 0 && !words.Has(ApplyOptions.DryRun))
            throw new UsageException("nothing says where the result goes: use -o FILE, -O DIR or --in-place");
        List<string> inputs = words.Arguments;
        if (inputs is [Standard] && (place.InPlace || place.Folder is not null))
            throw new UsageException("standard input has no name and no place: use -o FILE");
        if (place.File is { Length: 0 } || place.Folder is { Length: 0 } || inputs.Contains(""))
            throw new UsageException("the name of the input or of the output is empty");
        if (place.File == Standard && words.Text(ApplyOptions.Format) is null && !place.InPlace)
            throw new UsageException("standard output has no extension: say the format with --format");
        return place;
    }

    /// <summary>The path of an input's result, or - for standard output; null where none was named.</summary>
    /// <param name="input">The input.</param>
    /// <param name="extension">The extension of a format that was asked for, or null to keep the input's.</param>
    public string? PathFor(BatchInput input, string? extension)
    {
        if (InPlace)
            return input.Path;
        if (Folder is null)
            return File;
        return PathStyle.Current.Join(Folder, extension is null ? input.Relative : Path.ChangeExtension(input.Relative, extension));
    }

    /// <summary>Makes the folder of an output, and sees to it that no link leads out of the output folder.</summary>
    public void Prepare(string output)
    {
        if (Folder is null)
            return;
        string folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        FileException.Guard(output, () =>
        {
            // What exists of the way is checked before anything is made there, then all of it.
            if (!RealPath.IsInside(output, Folder))
                throw new IOException($"a link leads out of {Folder}: nothing is written there");
            Directory.CreateDirectory(folder);
        });
    }
}
