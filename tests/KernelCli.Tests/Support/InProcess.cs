using KernelCli.Cli.Apply;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Options;

namespace KernelCli.Tests.Support;

/// <summary>Tests that take the console of this process for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConsoleCollection
{
    public const string Name = "console";
}

/// <summary>
/// Runs commands in this process, in milliseconds: for the tests of a part of the program, of which there are many. Only in <see cref="ConsoleCollection"/>.
/// </summary>
internal static class InProcess
{
    /// <summary>Runs <c>apply</c> and returns what it wrote. Names are whole paths, because the folder is that of all tests.</summary>
    public static Tool Apply(params string[] arguments) => Catch(() => DefinedCommand.Run(Parse(arguments), parsed => ApplyCommand.Run(parsed, CancellationToken.None)));

    public static ParsedArguments Parse(params string[] arguments) => ArgumentParser.TryParse(arguments, ApplyOptions.All) ?? throw new ArgumentException("not a plain command line");

    public static ApplyRequest Request(params string[] arguments) => ApplyRequest.Create(Parse(arguments));

    /// <summary>Runs something and returns its exit code and what it wrote to the console.</summary>
    public static Tool Catch(Func<int> run)
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
