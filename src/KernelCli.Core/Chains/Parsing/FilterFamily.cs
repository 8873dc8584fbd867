using KernelCli.Chains.Steps;

namespace KernelCli.Chains.Parsing;

/// <summary>An entry of the catalogue: one name that a spec can start with.</summary>
/// <param name="Name">The name.</param>
/// <param name="Usage">How its values are written.</param>
/// <param name="Summary">What it does, in a line.</param>
internal sealed record FilterFamily(string Name, string Usage, string Summary)
{
    /// <summary>Makes the step of a spec; the second argument reads files.</summary>
    public required Func<SpecWords, Func<string, byte[]>, FilterStep> Build { get; init; }
}
