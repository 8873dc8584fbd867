using System.Security.Cryptography;
using System.Text;
using KernelCli.Core.Tests.Structure;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation.Selection;
using KernelCli.Simd;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Which algorithm each case takes, and the bytes that it gives. Both are written down, so that a change of either is seen in review.</summary>
public sealed class AlgorithmCaseTests
{
    // SHA-256 over the results of all cases in their order: the same on every processor, at every vector width, with any number of threads.
    internal const string Results = "74fd0abd4f15d8408626188049a14088bfb5a1435991a907eae20ffcee95797b";

    /// <summary>The digest of all results at a width.</summary>
    internal static string Digest(VectorWidth width, int threads)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (AlgorithmCase algorithmCase in AlgorithmCases.All)
            hash.AppendData(algorithmCase.Run(width, threads));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [Fact]
    public void Every_case_gives_the_bytes_that_were_written_down()
    {
        foreach (VectorWidth width in VectorWidths.Supported())
            foreach (int threads in (int[])[1, 3])
                Expect.That(Digest(width, threads) is var digest && digest == Results, $"{width}, {threads} threads: {digest}");
    }

    [Fact]
    public void Every_case_takes_the_algorithm_that_was_written_down()
    {
        var text = new StringBuilder();
        foreach (AlgorithmCase algorithmCase in AlgorithmCases.All)
            text.Append($"{algorithmCase.Name}: {algorithmCase.Plan(VectorWidth.Bits128).Description} ({Steps(algorithmCase)})\n");
        Approved.Check("Correlation", "AlgorithmCases", text.ToString(), "the algorithms");
    }

    [Fact]
    public void Every_loop_is_selected_by_some_case() =>
        Assert.Empty(Enum.GetValues<LoopId>().Except(AlgorithmCases.All.SelectMany(PlanOf).Select(step => step.Loop)));

    [Fact]
    public void Every_algorithm_is_selected_by_some_case() =>
        Assert.Empty(Enum.GetValues<Algorithm>().Except(AlgorithmCases.All.Select(algorithmCase => algorithmCase.Plan(VectorWidth.Bits128).Algorithm.Algorithm)));

    [Fact]
    public void The_table_of_the_readme_is_the_one_that_the_cases_show()
    {
        string readme = SourceTree.Read("src/KernelCli.Core/Correlation/README.md");
        foreach (IGrouping<Algorithm, AlgorithmPlan> plans in AlgorithmCases.All.Select(one => one.Plan(VectorWidth.Bits128).Algorithm).GroupBy(plan => plan.Algorithm))
        {
            string row = readme.Split('\n').Single(line => line.StartsWith($"| `{plans.Key}` |", StringComparison.Ordinal)).Split('|')[4];
            string[] families = [.. row.Split('`').Where((_, i) => i % 2 == 1)];
            IEnumerable<LoopId> vertical = plans.SelectMany(plan => plan.Steps()).Where(step => step.Stage is PlanStage.Vertical).Select(step => step.Loop);
            Assert.All(vertical, loop => Assert.Contains(families, family => loop.ToString().StartsWith(family, StringComparison.Ordinal)));
            Assert.All(families, family => Assert.Contains(AlgorithmCases.All.SelectMany(PlanOf), step => step.Loop.ToString().StartsWith(family, StringComparison.Ordinal)));
        }
    }

    private static IEnumerable<PlanStep> PlanOf(AlgorithmCase algorithmCase) => algorithmCase.Plan(VectorWidth.Bits128).Algorithm.Steps();

    private static string Steps(AlgorithmCase algorithmCase)
    {
        AlgorithmPlan plan = algorithmCase.Plan(VectorWidth.Bits128).Algorithm;
        return $"{plan.Algorithm}, {plan.RowsPerCall} rows: {string.Join("; ", plan.Steps())}{(plan.IsFused ? ", fused" : "")}";
    }
}
