using System.Globalization;
using System.Text;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Primitives;
using KernelCli.Text;

namespace KernelCli.Cli.Inputs;

/// <summary>
/// One of several disjoint parts of the inputs. A hash of its path assigns an input to a part, independently of the
/// order and of the other files.
/// </summary>
/// <param name="Index">The number of this part, from 1.</param>
/// <param name="Count">The number of parts.</param>
internal sealed record Shard(int Index, int Count)
{
    private const int Most = 1_000_000;

    private const string SlurmTask = "SLURM_ARRAY_TASK_ID";
    private const string KubernetesIndex = "JOB_COMPLETION_INDEX";
    private const string GitLabNode = "CI_NODE_INDEX";

    /// <summary>The variables of the environment that say which part a job does.</summary>
    public const string Variables = $"{SlurmTask}, {KubernetesIndex} or {GitLabNode}";

    /// <summary>The part that a command line asks for; null for all.</summary>
    /// <exception cref="UsageException">The text or the environment does not give a part.</exception>
    public static Shard? Of(ParsedArguments arguments) => arguments.Get(BatchOptions.Shard) is { } shard
        ? BatchOptions.Shard.Understand(shard, token => Parse(token, Environment.GetEnvironmentVariable))
        : null;

    /// <summary>
    /// Parses <c>I/N</c>, or <c>auto</c> and <c>auto/N</c>, which take the rest from the array job's environment.
    /// </summary>
    /// <exception cref="KernelFormatException">The text or the environment does not give a part.</exception>
    public static Shard Parse(SpecToken token, Func<string, string?> environment)
    {
        string[] parts = token.Text.Split('/');
        if (parts[0] == "auto" && parts.Length <= 2)
            return FromEnvironment(token, parts.Length == 2 ? Number(token, parts[1]) : null, environment);
        return parts.Length == 2 ? Checked(token, Number(token, parts[0]), Number(token, parts[1])) : throw Wrong(token);
    }

    /// <summary>Whether an input belongs to this part.</summary>
    public bool Has(BatchInput input)
    {
        // This hash must never change, because machines that share the work may run different versions of the program.
        string hash = Sha256.Of(Encoding.UTF8.GetBytes(input.Relative));
        return ulong.Parse(hash.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % (ulong)Count == (ulong)(Index - 1);
    }

    private static Shard FromEnvironment(SpecToken token, int? count, Func<string, string?> environment)
    {
        // Slurm numbers tasks from any start with any step, Kubernetes from 0, GitLab from 1.
        if (environment(SlurmTask) is { Length: > 0 } task)
        {
            int step = Math.Max(1, Number(token, environment("SLURM_ARRAY_TASK_STEP") ?? "1"));
            int index = ((Number(token, task) - Number(token, environment("SLURM_ARRAY_TASK_MIN") ?? "0")) / step) + 1;
            return Checked(token, index, count ?? Number(token, environment("SLURM_ARRAY_TASK_COUNT") ?? ""));
        }
        if (environment(KubernetesIndex) is { Length: > 0 } completion)
            return Checked(token, Number(token, completion) + 1, count
                ?? throw token.Refuse("Kubernetes does not say how many there are: use auto/N"));
        if (environment(GitLabNode) is { Length: > 0 } node)
            return Checked(token, Number(token, node), count ?? Number(token, environment("CI_NODE_TOTAL") ?? ""));
        throw token.Refuse($"there is no {Variables} here; say I/N");
    }

    private static Shard Checked(SpecToken token, int index, int count) =>
        count >= 1 && index >= 1 && index <= count ? new Shard(index, count) : throw Wrong(token);

    private static int Number(SpecToken token, string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= Most ? number : throw Wrong(token);

    private static KernelFormatException Wrong(SpecToken token) => token.Refuse("use I/N with I from 1 to N, or auto in an array job");
}
