using System.Diagnostics;
using System.Globalization;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Corpus;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Fuzzing;

/// <summary>
/// Every decoder on damaged files: a picture or a declared exception, in bounded time and memory, the same whether the file comes whole or in
/// single bytes. KERNELCLI_FUZZ_SECONDS says how long (10), KERNELCLI_FUZZ_SEED where it begins (1).
/// </summary>
public sealed class FuzzTests
{
    private const int LargestSeedFile = 40_000;
    private const long MostBytes = 512L << 20;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(15);
    private static readonly ImageLimits Limits = new() { MaxPixels = 16 << 20, MaxMemory = 128 << 20 };

    [Fact]
    public async Task Damaged_files_end_in_a_picture_or_a_declared_error()
    {
        double seconds = Setting("KERNELCLI_FUZZ_SECONDS", 10);
        int seed = (int)Setting("KERNELCLI_FUZZ_SEED", 1);
        List<(string Name, byte[] Bytes)> files = [.. Generated(), .. FromCorpus()];
        var watch = Stopwatch.StartNew();
        for (int run = 0; watch.Elapsed.TotalSeconds < seconds; run++)
        {
            var random = new Random(seed + run);
            (string name, byte[] file) = files[random.Next(files.Count)];
            byte[] damaged = Mutation.Apply(file, files[random.Next(files.Count)].Bytes, random);
            Task<string?> check = Task.Run(() => Check(damaged, run % 8 == 0), TestContext.Current.CancellationToken);
            if (await Task.WhenAny(check, Task.Delay(Hang, TestContext.Current.CancellationToken)) != check)
                Assert.Fail($"{name}, seed {seed + run}: takes more than {Hang.TotalSeconds} s");
            if (await check is { } problem)
                Assert.Fail($"{name}, seed {seed + run}: {problem}");
        }
    }

    private static string? Check(byte[] file, bool trickles)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string strict = Outcome(new MemoryStream(file), null), lenient = Outcome(new MemoryStream(file), _ => { });
        if (GC.GetAllocatedBytesForCurrentThread() - before > MostBytes)
            return $"takes {(GC.GetAllocatedBytesForCurrentThread() - before) >> 20} MiB";
        if (strict.StartsWith('!') || lenient.StartsWith('!'))
            return $"{strict} {lenient}";
        if (strict.StartsWith("picture", StringComparison.Ordinal) && strict != lenient)
            return $"is sound, and yet another picture where damage is read past: {strict}, {lenient}";
        return trickles && Outcome(new TricklingStream(file), null) is { } other && other != strict ? $"in single bytes: {other}, not {strict}" : null;
    }

    // The picture's digest, the kind of a declared exception, or with an exclamation mark one that is not.
    private static string Outcome(Stream stream, Action<ImageFormatException>? onDamage)
    {
        try
        {
            using IRowSource source = ImageCodecs.Open(stream, new DecodeOptions { Limits = Limits, OnDamage = onDamage }, out _);
            byte[] row = new byte[source.Info.RowBytes];
            var digest = new HashCode();
            for (int y = 0; y < source.Info.Height; y++)
            {
                source.ReadRow(row);
                digest.AddBytes(row);
            }
            source.Complete();
            return $"picture {source.Info.Width}x{source.Info.Height} {source.Info.Format} {digest.ToHashCode()}";
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

    private static IEnumerable<(string, byte[])> Generated()
    {
        foreach (ImageCodec codec in ImageCodecs.All)
            foreach (PixelLayout layout in Enum.GetValues<PixelLayout>())
                if (codec.CanWrite(layout))
                {
                    var info = new ImageInfo(37, 29, new PixelFormat(layout, codec.WritableSamples[0]));
                    yield return ($"{codec.Name} {layout}", RoundTripTests.Write(codec.Name, info, RoundTripTests.Samples(new Random(6), info), 6));
                }
        var colour = new ImageInfo(50, 40, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        yield return ("jpeg with restarts", JpegWriting.Write(colour, JpegWriting.Picture(50, 40, 3), new EncodeOptions { RestartRows = 1, OptimizeTables = true }));
        yield return ("jpeg of four components", JpegWriting.Flat([40, 189, 220, 16], [0x21, 0x11, 0x12, 0x11], [1, 2, 3, 4]));
        if (!JpegTools.ArePresent)
            yield break;
        byte[] ppm = [.. "P6\n50 40\n255\n"u8, .. JpegWriting.Picture(50, 40, 3)];
        yield return ("progressive jpeg", JpegTools.Run("cjpeg", ppm, "-progressive"));
        yield return ("progressive jpeg with restarts", JpegTools.Run("cjpeg", ppm, "-progressive", "-restart", "2B", "-sample", "2x1"));
    }

    private static IEnumerable<(string, byte[])> FromCorpus() =>
        CorpusFile.Where(_ => true).Select(file => (file.Path, file.Read())).Where(file => file.Item2.Length is > 8 and < LargestSeedFile);

    private static double Setting(string name, double otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
