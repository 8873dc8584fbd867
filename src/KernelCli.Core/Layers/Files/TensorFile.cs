using KernelCli.Primitives;

namespace KernelCli.Layers.Files;

/// <summary>Reads tensors from <c>FILE.npy</c> or <c>FILE.safetensors:tensor.name</c>.</summary>
internal static class TensorFile
{
    private const string SafetensorsMark = ".safetensors:";

    /// <summary>
    /// Splits a word into a file and the name of a tensor in it; the name is null for a file with a single tensor.
    /// </summary>
    public static (string Path, string? Name) Split(string word)
    {
        int mark = word.IndexOf(SafetensorsMark, StringComparison.OrdinalIgnoreCase);
        return mark < 0 ? (word, null) : (word[..(mark + SafetensorsMark.Length - 1)], word[(mark + SafetensorsMark.Length)..]);
    }

    /// <summary>Reads a tensor.</summary>
    /// <param name="word">As the user wrote it.</param>
    /// <param name="open">Opens a file as a seekable stream.</param>
    /// <param name="limits">The limits on the tensor.</param>
    /// <exception cref="KernelFormatException">The tensor does not exist, or does not consist of plain numbers.</exception>
    /// <exception cref="ImageLimitException">It is larger than the limits allow.</exception>
    public static Tensor Read(string word, Func<string, Stream> open, ImageLimits limits)
    {
        (string path, string? name) = Split(word);
        if (name is null && path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            throw KernelFormatException.InFile(word, 0, $"say which tensor, as in {path}:NAME");
        using Stream stream = open(path);
        return name is null ? NpyTensor.Read(word, stream, limits) : Safetensors.Read(word, stream, name, limits);
    }
}
