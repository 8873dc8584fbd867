using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Chains;

/// <summary>A chain built for a picture: the filtered rows, and what computes them.</summary>
public sealed class FilterChain : IDisposable
{
    internal FilterChain(IRowSource output, IReadOnlyList<ChainStage> stages) => (Output, Stages, Info) = (output, stages, output.Info);

    /// <summary>The filtered rows; owns the input.</summary>
    public IRowSource Output { get; }

    /// <summary>The stages in order.</summary>
    internal IReadOnlyList<ChainStage> Stages { get; }

    /// <summary>Reads the input on a thread of its own; null where it is read as rows are asked for.</summary>
    internal PrefetchingRowSource? Ahead { get; init; }

    /// <summary>The value of white in unrounded results.</summary>
    internal double FullRange { get; init; }

    /// <summary>Which pixels a result depends on.</summary>
    internal ChainReach Reach { get; init; }

    /// <summary>What of the picture's light could not be used; null if there is nothing.</summary>
    internal string? Warning { get; init; }

    /// <summary>The number of pixels that the chain was asked to change; null for all.</summary>
    internal long? Touched { get; init; }

    /// <summary>Memory that all stages hold, in bytes.</summary>
    public long BufferBytes => Stages.Sum(stage => stage.BufferBytes);

    /// <summary>Size, format and metadata of the result.</summary>
    public ImageInfo Info { get; internal init; }

    /// <summary>A line for each stage, such as <c>gaussian:2: separable 17x17: 16-bit sums, fixed point</c>.</summary>
    public override string ToString() => string.Join('\n', Stages.Select(stage => $"{stage.Name}: {stage.Description}"));

    /// <inheritdoc/>
    public void Dispose() => Output.Dispose();
}

/// <summary>Which pixels of the picture a result of a chain depends on.</summary>
/// <param name="X">How many columns before and after its own, at most.</param>
/// <param name="Y">How many rows above and below its own, at most.</param>
/// <param name="Wraps">Whether these go on at the other side of the picture.</param>
/// <param name="IsWhole">Whether it may be any pixel.</param>
internal readonly record struct ChainReach(int X, int Y, bool Wraps, bool IsWhole);

/// <summary>One stage of a chain, as it is described to the user.</summary>
/// <param name="Name">Its name: "gray", the text of a filter, "write".</param>
/// <param name="Description">How the stage is computed.</param>
/// <param name="Output">Size and format of its output.</param>
/// <param name="BufferBytes">Memory that it holds, in bytes.</param>
internal sealed record ChainStage(string Name, string Description, ImageInfo Output, long BufferBytes)
{
    /// <summary>The inner loops that run, in order; empty if the stage is not a correlation.</summary>
    public IReadOnlyList<string> Loops => [.. Plans.SelectMany(plan => plan.Loops)];

    /// <summary>Whether one of them works on one sample at a time, many times slower than the others.</summary>
    public bool IsSlow => Array.Exists(Plans, plan => plan.Algorithm.IsSlow);

    /// <summary>The correlations of the stage.</summary>
    internal CorrelationPlan[] Plans { get; init; } = [];
}
