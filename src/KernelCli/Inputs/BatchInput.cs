namespace KernelCli.Cli.Inputs;

/// <summary>One input of a run.</summary>
/// <param name="Path">Where it is, as the user named it or as it was found.</param>
/// <param name="Relative">Its path below the folder it was found in, with slashes; a file that was named itself has only its name.</param>
internal sealed record BatchInput(string Path, string Relative)
{
    /// <summary>A file that was named itself.</summary>
    public static BatchInput Named(string path) => new(path, System.IO.Path.GetFileName(path));
}
