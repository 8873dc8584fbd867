using KernelCli.Cli.Apply;

namespace KernelCli.Cli.Batch;

/// <summary>How many pictures came to what.</summary>
internal sealed class BatchTotals
{
    private readonly int[] _counts = new int[Enum.GetValues<JobStatus>().Length];

    public int Count => _counts.Sum();

    public int Failed => Of(JobStatus.Failed);

    public int Different => Of(JobStatus.Different);

    public int Of(JobStatus status) => _counts[(int)status];

    public void Add(JobResult result) => _counts[(int)result.Status]++;
}
