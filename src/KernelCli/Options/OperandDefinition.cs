using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Options;

/// <summary>The definition of a command's operands: the words that belong to no option.</summary>
/// <param name="Name">What they are called in help.</param>
/// <param name="Help">What they are.</param>
/// <param name="Least">The least number of them.</param>
/// <param name="Most">The largest number of them.</param>
internal sealed record OperandDefinition(string Name, string Help, int Least, int Most = int.MaxValue)
{
    /// <summary>What a shell offers if there are no <see cref="Words"/>.</summary>
    public CompletionKind Kind { get; init; } = CompletionKind.File;

    /// <summary>The words that an operand may be; empty if it may be others.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Checks the number of operands.</summary>
    /// <exception cref="UsageException">There are too few or too many.</exception>
    public void Check(string command, string usage, int count)
    {
        if (count < Least || count > Most)
            throw new UsageException($"{command} takes {Name}, and {(count == 0 ? "none" : count)} {(count < 2 ? "was" : "were")} given: "
                + $"kernelcli {command} {usage}");
    }
}
