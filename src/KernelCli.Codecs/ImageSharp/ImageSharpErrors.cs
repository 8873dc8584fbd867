using KernelCli.Primitives;
using SixLabors.ImageSharp;
using ImageFormatException = KernelCli.Primitives.ImageFormatException;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>Turns the exceptions of the library into those of this one.</summary>
internal static class ImageSharpErrors
{
    /// <summary>Runs the library on a file of a format.</summary>
    /// <param name="format">The format's name, for messages.</param>
    /// <param name="action">The call.</param>
    /// <exception cref="ImageFormatException">
    /// The file is damaged. The library does not check all that it reads, so any unexpected exception means this.
    /// </exception>
    /// <exception cref="UnsupportedImageException">The library does not read this variant.</exception>
    /// <exception cref="ImageLimitException">The library needs more memory than is allowed.</exception>
    public static T Guard<T>(string format, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (LimitIn(exception) is { } limit)
        {
            throw limit;
        }
        catch (Exception exception) when (exception is NotSupportedException or UnknownImageFormatException or NotImplementedException)
        {
            throw new UnsupportedImageException($"{format}: {OneLine(exception)}");
        }
        catch (Exception exception) when (!IsOfTheSystem(exception))
        {
            throw new ImageFormatException(format, null, $"it cannot be decoded ({OneLine(exception)})", exception);
        }
    }

    // The library wraps what its decoders throw.
    private static ImageLimitException? LimitIn(Exception? exception) =>
        exception is null or ImageLimitException ? exception as ImageLimitException : LimitIn(exception.InnerException);

    // What says nothing about the file's content. EndOfStreamException is an IOException that does.
    private static bool IsOfTheSystem(Exception exception) => exception is OutOfMemoryException or OperationCanceledException
        or UnauthorizedAccessException or ImageFormatException or UnsupportedImageException
        || (exception is IOException and not EndOfStreamException);

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
