using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Paths;
using KernelCli.Codecs.Registry;

namespace KernelCli.Cli.Apply;

/// <summary>A folder with a mask for each input: of the same name, or of the same but for the extension.</summary>
internal static class MaskFolder
{
    /// <summary>Whether a place is a folder.</summary>
    public static bool Is(Place place) => place is MaskPlace mask && Directory.Exists(mask.Path);

    /// <summary>The mask of an input.</summary>
    /// <exception cref="FileException">There is none, or there are several.</exception>
    public static MaskPlace MaskOf(Place place, BatchInput input)
    {
        string folder = ((MaskPlace)place).Path, exact = PathStyle.Current.Join(folder, input.Relative);
        if (File.Exists(exact))
            return new MaskPlace(exact);
        string within = Path.GetDirectoryName(exact) ?? folder, stem = Path.GetFileNameWithoutExtension(exact);
        string[] others = !Directory.Exists(within) ? [] : [.. FileException.Guard(within, () => Directory.GetFiles(within))
            .Where(path => Path.GetFileNameWithoutExtension(path) == stem && ImageCodecs.ByExtension(path) is not null)
            .Order(StringComparer.Ordinal)];
        return others switch
        {
            [var only] => new MaskPlace(only),
            [] => throw new FileException(input.Path, new IOException($"has no mask in {folder}: put {input.Relative} there, or a picture "
                + "of that name in another format")),
            _ => throw new FileException(input.Path, new IOException($"has several masks, {others[0]} and {others[1]}: keep one")),
        };
    }
}
