using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using KernelCli.Correlation;
using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Paths;
using KernelCli.Correlation.Sums;
using KernelCli.Simd;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Which algorithm each case takes, and the bytes that it gives. Both are written down, so that a change of either is seen in review.</summary>
public sealed class AlgorithmCaseTests
{
    // SHA-256 over the results of all cases in their order: the same on every processor, at every vector width, with any number of threads.
    internal const string Results = "843c2684e0359ed61d37dbe9ee83740d22fc363c084fcccd687d40d46a3b9ce8";

    private static readonly Type[] Parts = [typeof(CorrelationPath), typeof(RowCorrelator), typeof(RowFinish), typeof(FloatPass), typeof(IntegerStage)];

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
                Assert.True(Digest(width, threads) is var digest && digest == Results, $"{width}, {threads} threads: {digest}");
    }

    [Fact]
    public void Every_case_takes_the_algorithm_that_was_written_down()
    {
        var text = new StringBuilder();
        foreach (AlgorithmCase algorithmCase in AlgorithmCases.All)
            text.Append($"{algorithmCase.Name}: {algorithmCase.Plan(VectorWidth.Bits128).Description} [{string.Join(' ', PartsOf(algorithmCase))}]\n");
        string approved = Path.Combine(AppContext.BaseDirectory, "Correlation", "AlgorithmCases.approved.txt"), received = Path.Combine(AppContext.BaseDirectory, "AlgorithmCases.received.txt");
        if (File.ReadAllText(approved) == text.ToString())
            return;
        File.WriteAllText(received, text.ToString());
        Assert.Fail($"the algorithms differ from those approved: compare {received} with {approved}");
    }

    [Fact]
    public void Every_path_correlator_pass_and_finish_is_taken_by_some_case()
    {
        HashSet<string> taken = [.. AlgorithmCases.All.SelectMany(PartsOf)];
        IEnumerable<string> all = typeof(CorrelationPlan).Assembly.GetTypes().Where(type => !type.IsAbstract && Array.Exists(Parts, part => IsA(type, part))).Select(NameOf);
        Assert.Empty(all.Except(taken));
    }

    private static bool IsA(Type type, Type part)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
            if (at == part)
                return true;
        return false;
    }

    // The parts that an engine for a case is made of, as far as fields lead to them.
    private static IEnumerable<string> PartsOf(AlgorithmCase algorithmCase)
    {
        CorrelationPlan plan = algorithmCase.Plan(VectorWidth.Bits128);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Visit(plan.Path);
        Visit(plan.CreateEngine(0, plan.OutputWidth, 0, plan.OutputHeight, bypassCache: false));
        Visit(plan.CreateEngine(0, plan.OutputWidth, 0, plan.OutputHeight, bypassCache: true));
        return found;

        void Visit(object? part)
        {
            if (part is null || part.GetType().Assembly != typeof(CorrelationPlan).Assembly || part is KernelCli.Kernels.Kernel || (!part.GetType().IsValueType && !seen.Add(part)))
                return;
            if (Array.Exists(Parts, kind => IsA(part.GetType(), kind)))
                found.Add(NameOf(part.GetType()));
            for (Type? type = part.GetType(); type is not null && type != typeof(object); type = type.BaseType)
                foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
                    if (!field.FieldType.IsPointer && !field.FieldType.IsPrimitive)
                    {
                        object? value = field.GetValue(part);
                        if (value is Array array && !array.GetType().GetElementType()!.IsPointer && array.Rank == 1)
                            foreach (object? item in array)
                                Visit(item);
                        else
                            Visit(value);
                    }
        }
    }

    private static string NameOf(Type type) => type.Name.Split('`')[0];
}
