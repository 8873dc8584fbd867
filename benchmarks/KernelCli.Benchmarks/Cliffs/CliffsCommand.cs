using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Benchmarks.Cliffs;

/// <summary>
/// <c>cliffs [--group TEXT] [--all]</c>: times every case on one thread and prints those that take more than twice as long for a sample as
/// the fastest of their siblings; with <c>--all</c> all of them.
/// </summary>
internal static class CliffsCommand
{
    private const double Cliff = 2;
    private const int Runs = 5;

    public static int Run(ReadOnlySpan<string> args)
    {
        (string? group, bool all) = (null, false);
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--all")
                all = true;
            else if (args[i] == "--group" && i + 1 < args.Length)
                group = args[++i];
            else
            {
                Console.Error.WriteLine($"cliffs: unknown option '{args[i]}'; there are --group TEXT and --all");
                return 2;
            }
        }
        int cliffs = 0, cases = 0;
        foreach (IGrouping<string, CliffCase> siblings in CliffCase.All().Where(one => group is null || one.Group.Contains(group, StringComparison.Ordinal)).GroupBy(one => one.Group))
        {
            (CliffCase Case, double Time)[] timed = Time([.. siblings]);
            double fastest = timed.Min(one => one.Time);
            foreach ((CliffCase one, double time) in timed.OrderByDescending(one => one.Time))
            {
                cases++;
                cliffs += time > Cliff * fastest ? 1 : 0;
                if (all || time > Cliff * fastest)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{time / fastest,6:0.00}  {time,7:0.000} ns  {one.Group}  {Short(one.Spec)}  {one.Note}"));
            }
        }
        Console.WriteLine($"{cliffs} of {cases} are more than {Cliff} times as slow as the fastest of their siblings");
        return cliffs == 0 ? 0 : 1;
    }

    // Each sibling in turn, the lowest of several rounds: what slows the machine for a while slows all of them.
    private static (CliffCase Case, double Time)[] Time(CliffCase[] siblings)
    {
        double[] best = Array.ConvertAll(siblings, _ => double.PositiveInfinity);
        for (int round = 0; round < Runs; round++)
            for (int i = 0; i < siblings.Length; i++)
                best[i] = Math.Min(best[i], Once(siblings[i]));
        return [.. siblings.Zip(best)];
    }

    // Nanoseconds for a sample of the input.
    private static double Once(CliffCase one)
    {
        using FilterChain chain = ChainBuilder.Build(new NoiseSource(one.Picture), [FilterParser.Parse(one.Spec, _ => throw new NotSupportedException())],
            one.Options, _ => throw new NotSupportedException());
        byte[] row = new byte[chain.Info.RowBytes];
        long start = Stopwatch.GetTimestamp();
        for (int y = 0; y < chain.Info.Height; y++)
            chain.Output.ReadRow(row);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)one.Picture.RowSamples * one.Picture.Height);
    }

    private static string Short(string spec) => spec.Length <= 72 ? spec : $"{spec[..40]}...{spec[^29..]}";

    // A picture that costs nothing to read: one of 64 rows of noise again and again.
    private sealed class NoiseSource(ImageInfo info) : RowSource(info)
    {
        private static readonly Dictionary<ImageInfo, byte[][]> Noise = [];
        private readonly byte[][] _rows = Noise.TryGetValue(info, out byte[][]? rows) ? rows : Noise[info] = Fill(info);

        protected override void ReadNextRow(Span<byte> row, int y) => _rows[y % _rows.Length].CopyTo(row);

        protected override void CompleteRows()
        {
        }

        private static byte[][] Fill(ImageInfo info)
        {
            var random = new Random(1);
            byte[][] rows = [.. Enumerable.Range(0, 64).Select(_ => new byte[info.RowBytes])];
            foreach (byte[] row in rows)
            {
                random.NextBytes(row);
                if (info.Format.Sample is SampleType.Float32)
                    foreach (ref float value in MemoryMarshal.Cast<byte, float>(row.AsSpan()))
                        value = random.NextSingle();
            }
            return rows;
        }
    }
}
