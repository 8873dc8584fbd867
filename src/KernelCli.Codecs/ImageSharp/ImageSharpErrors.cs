using KernelCli.Primitives;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Memory;
using ImageFormatException = KernelCli.Primitives.ImageFormatException;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>The library's exceptions as ours.</summary>
internal static class ImageSharpErrors
{
    /// <summary>Runs something of the library's over a file of a format.</summary>
    /// <exception cref="ImageFormatException">The file is damaged; that is also what it means when the library stumbles.</exception>
    /// <exception cref="UnsupportedImageException">The library does not read this kind of it.</exception>
    /// <exception cref="ImageLimitException">It would take more memory than is allowed.</exception>
    public static T Guard<T>(string format, ImageLimits limits, Func<T> action)
    {
        string name = format.ToUpperInvariant();
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is InvalidMemoryOperationException
            || exception.InnerException is InvalidMemoryOperationException)
        {
            throw new ImageLimitException("bytes of memory", limits.MaxMemory, limits.MaxMemory + 1, "raise it with --max-memory");
        }
        catch (Exception exception) when (exception is NotSupportedException or UnknownImageFormatException or NotImplementedException)
        {
            throw new UnsupportedImageException($"{name}: {OneLine(exception)}");
        }
        catch (Exception exception) when (exception is InvalidImageContentException or SixLabors.ImageSharp.ImageFormatException
            or EndOfStreamException or InvalidDataException
            or IndexOutOfRangeException or ArgumentException or OverflowException or NullReferenceException
            or DivideByZeroException or InvalidOperationException)
        {
            throw new ImageFormatException(name, null, OneLine(exception), exception);
        }
    }

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
