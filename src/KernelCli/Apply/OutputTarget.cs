using System.Globalization;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Apply;

/// <summary>Where results are written, and what happens if an output already exists.</summary>
internal sealed record OutputTarget
{
    public string? File { get; private init; }

    public string? Folder { get; private init; }

    /// <summary>The place in an output's name that the number of a frame fills.</summary>
    public const string FramePlace = "{frame}";

    public bool InPlace { get; private init; }

    /// <summary>Whether results are only compared with golden images, and not kept.</summary>
    public bool IsCheckOnly { get; private init; }

    /// <summary>Whether each frame is written as a file of its own.</summary>
    public bool IsPerFrame { get; private init; }

    public bool NoClobber { get; private init; }

    public bool SkipExisting { get; private init; }

    public bool Update { get; private init; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">No output is named, or options contradict each other.</exception>
    public static OutputTarget Create(ParsedArguments arguments)
    {
        string? file = arguments.Get(ApplyOptions.Output);

        // A device keeps nothing that could be compared afterwards.
        bool isCompared = arguments.IsGiven(BatchOptions.Expect);
        if (isCompared && file is not (null or "" or StandardStreams.Name) && PathStyle.Current.IsDevice(Path.GetFullPath(file)))
            file = null;
        var target = new OutputTarget
        {
            File = file,
            Folder = arguments.Get(ApplyOptions.OutputFolder),
            InPlace = arguments.Get(ApplyOptions.InPlace),
            NoClobber = arguments.Get(ApplyOptions.NoClobber),
            SkipExisting = arguments.Get(ApplyOptions.SkipExisting),
            Update = arguments.Get(ApplyOptions.Update),
            IsPerFrame = arguments.Get(ApplyOptions.FramesAsFiles)
                || (arguments.Get(ApplyOptions.Output)?.Contains(FramePlace, StringComparison.Ordinal) ?? false),
        };
        if (file is { Length: > 0 } && file != StandardStreams.Name && (Directory.Exists(file) || Path.EndsInDirectorySeparator(file)))
            throw new UsageException($"{file} is a folder: use {ApplyOptions.OutputFolder.Aliases[0]} {file}");
        int named = (target.File is null ? 0 : 1) + (target.Folder is null ? 0 : 1) + (target.InPlace ? 1 : 0);
        if (named > 1)
            throw new UsageException("-o, -O and --in-place each say where the result goes: use one of them");
        if (named == 0 && isCompared)
            target = target with { IsCheckOnly = true };
        else if (named == 0 && !arguments.Get(ApplyOptions.DryRun))
            throw new UsageException("nothing says where the result goes: use -o FILE, -O DIR or --in-place");
        if (isCompared && target.IsPerFrame)
            throw new UsageException($"{BatchOptions.Expect.Name} compares one file for each input, and this run writes one for each "
                + "frame: compare the folders afterwards with 'kernelcli compare'");
        if (arguments.Get(ApplyOptions.FramesAsFiles) && target.Folder is null)
            throw new UsageException(target.File is null ? $"{ApplyOptions.FramesAsFiles.Name} needs a folder: use -O DIR"
                : $"{ApplyOptions.FramesAsFiles.Name} needs a folder: use -O DIR, or {FramePlace} in the name after -o");
        List<string> inputs = arguments.Inputs;
        if (inputs is [StandardStreams.Name] && (target.InPlace || target.Folder is not null))
            throw new UsageException("standard input has no name and no place: use -o FILE");
        if (target.File is { Length: 0 } || target.Folder is { Length: 0 } || inputs.Contains(""))
            throw new UsageException("the name of the input or of the output is empty");
        if (target.File == StandardStreams.Name && !arguments.IsGiven(ApplyOptions.Format) && !target.InPlace)
            throw new UsageException("standard output has no extension: say the format with --format");
        return target;
    }

    /// <summary>What is told of the output when the run of one picture was interrupted.</summary>
    public string AfterInterruption => IsPerFrame || File == StandardStreams.Name ? "" : "; nothing was written";

    /// <summary>The same with the result in one file.</summary>
    public OutputTarget To(string file) => this with { File = file, Folder = null, InPlace = false };

    /// <summary>The path of an input's result, or - for standard output; null where none was named.</summary>
    /// <param name="input">The input.</param>
    /// <param name="extension">The extension of a format that was asked for, or null to keep the input's.</param>
    public string? PathFor(BatchInput input, string? extension)
    {
        if (InPlace)
            return input.Path;
        if (Folder is null)
            return File;
        string relative = extension is null ? input.Relative : Path.ChangeExtension(input.Relative, extension);
        if (IsPerFrame)
            relative = string.Concat(relative.AsSpan(0, relative.Length - Path.GetExtension(relative).Length), $"-{FramePlace}",
                Path.GetExtension(relative));
        return PathStyle.Current.Join(Folder, relative);
    }

    /// <summary>The path of a frame's file: its number, padded with zeros to the width of the file's last.</summary>
    /// <param name="path">A path with <see cref="FramePlace"/>.</param>
    /// <param name="index">The frame, counted from 0.</param>
    /// <param name="count">How many frames the input has.</param>
    public static string PathOfFrame(string path, int index, int count)
    {
        int digits = count.ToString(CultureInfo.InvariantCulture).Length;
        return path.Replace(FramePlace, (index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'), StringComparison.Ordinal);
    }

    /// <summary>
    /// Creates the subfolder of an output below <see cref="Folder"/>, and checks that no link leads out of
    /// <see cref="Folder"/>. Does nothing if there is no <see cref="Folder"/>.
    /// </summary>
    public void Prepare(string output)
    {
        if (Folder is null)
            return;
        string folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        FileException.Guard(output, () =>
        {
            // The existing part of the path is checked before the missing folders are created.
            if (!RealPath.IsInside(output, Folder))
                throw new IOException($"a link leads out of {Folder}: nothing is written there");
            Directory.CreateDirectory(folder);
        });
    }
}
