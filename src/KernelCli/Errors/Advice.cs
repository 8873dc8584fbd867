using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Cli.Errors;

/// <summary>What to do on the command line about an error of the libraries, whose messages name no option.</summary>
internal static class Advice
{
    /// <summary>The message of an exception, with what to do about it.</summary>
    public static string Message(Exception exception) => exception switch
    {
        ImageLimitException { Limit: ImageLimits.PixelsName } limit => WithRemedy(limit, $"raise it with --max-pixels {limit.Needed}"),
        ImageLimitException { Limit: ImageLimits.MemoryName } limit => WithRemedy(limit, $"raise it with --max-memory {limit.Needed}"),
        KernelFormatException { IsUnknownFilter: true } => $"{exception.Message} ('kernelcli kernels list' shows all)",
        ArgumentException argument when IsKernelTooLarge(argument) =>
            $"{ArgumentProblem.Of(argument)}: use --padding same or full, or a smaller kernel",
        _ => ArgumentProblem.Of(exception),
    };

    // A chain names the filter, and keeps the exception of its kernel as the cause.
    private static bool IsKernelTooLarge(ArgumentException exception) =>
        exception is KernelTooLargeException || exception.InnerException is KernelTooLargeException;

    private static string WithRemedy(ImageLimitException exception, string remedy) =>
        exception.Message[..^exception.Remedy.Length] + remedy;
}
