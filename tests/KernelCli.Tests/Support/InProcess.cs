using System.Runtime.CompilerServices;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Options;

namespace KernelCli.Tests.Support;

/// <summary>Tests that redirect this process's console, so that they run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConsoleCollection
{
    public const string Name = "console";
}

/// <summary>
/// Runs commands in this process, which takes milliseconds instead of starting a program. Only tests in <see cref="ConsoleCollection"/> may call
/// <see cref="Apply"/> and <see cref="Capture"/>. They run the build, whatever KERNELCLI_BINARY names.
/// </summary>
internal static class InProcess
{
    // In a job at GitHub the program would mark files.
    [ModuleInitializer]
    internal static void LeaveGitHub() => Environment.SetEnvironmentVariable("GITHUB_ACTIONS", null);

    /// <summary>Runs <c>apply</c> and returns what it wrote. Paths must be absolute: all tests share the current folder.</summary>
    public static Tool Apply(params string[] arguments) =>
        Capture(() => DefinedCommand.Run(Parse([.. arguments, "--progress", "never"]), parsed => ApplyCommand.Run(parsed, CancellationToken.None)));

    public static ParsedArguments Parse(params string[] arguments) => ArgumentParser.TryParse(arguments, ApplyOptions.All) ?? throw new ArgumentException("not a plain command line");

    public static ApplyRequest Request(params string[] arguments) => ApplyRequest.Create(Parse(arguments));

    /// <summary>Runs something and returns its exit code and what it wrote to the console.</summary>
    public static Tool Capture(Func<int> run)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using StringWriter written = new() { NewLine = "\n" }, told = new() { NewLine = "\n" };
        try
        {
            Console.SetOut(written);
            Console.SetError(told);
            int exitCode = run();
            return new Tool(exitCode, System.Text.Encoding.UTF8.GetBytes(written.ToString()), told.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
