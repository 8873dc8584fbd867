using System.Diagnostics;
using System.Globalization;
using KernelCli.Codecs.Tests.Corpus;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Fuzzing;

/// <summary>
/// Runs a check on damaged files, in bounded time and memory. KERNELCLI_FUZZ_SECONDS says how long (10), KERNELCLI_FUZZ_SEED where it
/// begins (1).
/// </summary>
internal static class FuzzRun
{
    private const int LargestSeedFile = 40_000;
    private const long MostBytes = 512L << 20;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(15);

    /// <summary>Damages files at random until the time is over.</summary>
    /// <param name="files">The files to damage.</param>
    /// <param name="check">Takes a damaged file and the number of the run; returns what is wrong, or null.</param>
    /// <param name="mend">Repairs what would hide the damage; or null.</param>
    public static async Task Run(List<(string Name, byte[] Bytes)> files, Func<byte[], int, string?> check, Action<byte[], Random>? mend = null)
    {
        double seconds = Setting("KERNELCLI_FUZZ_SECONDS", 10);
        int seed = (int)Setting("KERNELCLI_FUZZ_SEED", 1);
        var watch = Stopwatch.StartNew();
        for (int run = 0; watch.Elapsed.TotalSeconds < seconds; run++)
        {
            var random = new Random(seed + run);
            (string name, byte[] file) = files[random.Next(files.Count)];
            byte[] damaged = Mutation.Apply(file, files[random.Next(files.Count)].Bytes, random);
            mend?.Invoke(damaged, random);
            int number = run;
            Task<string?> task = Task.Run(() => check(damaged, number), TestContext.Current.CancellationToken);
            if (await Task.WhenAny(task, Task.Delay(Hang, TestContext.Current.CancellationToken)) != task)
                Assert.Fail($"{name}, seed {seed + run}: takes more than {Hang.TotalSeconds} s");
            if (await task is { } problem)
                Assert.Fail($"{name}, seed {seed + run}: {problem}");
        }
    }

    /// <summary>Reads a file strictly and leniently.</summary>
    /// <param name="read">Reads the file; returns a digest of what it holds, which differs for different pictures.</param>
    /// <returns>The outcome of the strict reading, and what is wrong, or null.</returns>
    public static (string Strict, string? Problem) ReadBothWays(Func<Action<ImageFormatException>?, string> read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string strict = Outcome(() => read(null)), lenient = Outcome(() => read(_ => { }));
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        if (taken > MostBytes)
            return (strict, $"takes {taken >> 20} MiB");
        if (strict.StartsWith('!') || lenient.StartsWith('!'))
            return (strict, $"{strict} {lenient}");
        return (strict, strict.StartsWith("picture", StringComparison.Ordinal) && strict != lenient
            ? $"is sound, and yet read otherwise where damage is read past: {strict}, {lenient}"
            : null);
    }

    /// <summary>What reading gives: its result, the kind of a declared exception, or with an exclamation mark one that is not.</summary>
    public static string Outcome(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is ImageFormatException or UnsupportedImageException or ImageLimitException)
        {
            return exception.GetType().Name;
        }
        catch (Exception exception)
        {
            return $"! {exception}";
        }
    }

    /// <summary>The small files of the corpus that a condition selects.</summary>
    public static IEnumerable<(string, byte[])> FromCorpus(Func<CorpusFile, bool> isSelected) =>
        CorpusFile.Where(isSelected).Select(file => (file.Path, file.Read())).Where(file => file.Item2.Length is > 8 and < LargestSeedFile);

    private static double Setting(string name, double otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
