using KernelCli.Cli.Inputs;
using KernelCli.Primitives;
using KernelCli.Text;

namespace KernelCli.Tests;

/// <summary>Parts of a batch.</summary>
public sealed class ShardTests
{
    private static readonly BatchInput[] Inputs = [.. Enumerable.Range(0, 500).Select(i => new BatchInput($"x{i}", $"folder {i % 7}/picture-{i}.png"))];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void Parts_are_disjoint_complete_and_of_like_size(int count)
    {
        Shard[] shards = [.. Enumerable.Range(1, count).Select(i => Parse($"{i}/{count}")!)];
        Assert.All(Inputs, input => Assert.Equal(1, shards.Count(shard => shard.Has(input))));
        Assert.All(shards, shard => Assert.InRange(Inputs.Count(shard.Has), 500 / count / 2, (500 / count * 3 / 2) + 1));
    }

    [Fact]
    public void A_path_stays_in_its_part_for_good()
    {
        // Written down once: runs of other versions and machines must agree.
        Assert.Equal([1, 1, 4, 3], ((string[])["a.png", "b.png", "deep/a.png", "münchen.png"]).Select(PartOf));

        static int PartOf(string path) => Enumerable.Range(1, 4).Single(i => Parse($"{i}/4")!.Has(new BatchInput("elsewhere", path)));
    }

    [Theory]
    [InlineData("auto", 3, 8, "SLURM_ARRAY_TASK_ID=12;SLURM_ARRAY_TASK_MIN=10;SLURM_ARRAY_TASK_COUNT=8")]
    [InlineData("auto", 2, 4, "SLURM_ARRAY_TASK_ID=5;SLURM_ARRAY_TASK_MIN=0;SLURM_ARRAY_TASK_STEP=5;SLURM_ARRAY_TASK_COUNT=4")]
    [InlineData("auto/6", 1, 6, "JOB_COMPLETION_INDEX=0")]
    [InlineData("auto", 2, 5, "CI_NODE_INDEX=2;CI_NODE_TOTAL=5")]
    public void Array_jobs_say_which_part_they_are(string text, int index, int count, string environment)
    {
        var variables = environment.Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(new Shard(index, count), Shard.Parse(new SpecToken(text), variables.GetValueOrDefault));
    }

    [Theory]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("1/0")]
    [InlineData("1")]
    [InlineData("a/b")]
    [InlineData("1/2/3")]
    [InlineData("auto")]
    public void What_makes_no_sense_is_refused(string text) => Assert.Throws<KernelFormatException>(() => Parse(text));

    [Fact]
    public void Kubernetes_must_be_told_how_many_there_are() =>
        Assert.Contains("auto/N", Assert.Throws<KernelFormatException>(() => Shard.Parse(new SpecToken("auto"), name => name == "JOB_COMPLETION_INDEX" ? "1" : null)).Message, StringComparison.Ordinal);

    private static Shard Parse(string text) => Shard.Parse(new SpecToken(text), _ => null);
}
