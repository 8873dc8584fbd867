using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Corpus;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Fuzzing;

/// <summary>
/// All frames of damaged GIF, WebP and TGA files: pictures or a declared exception, in bounded time and memory. KERNELCLI_FUZZ_SECONDS says
/// how long (10), KERNELCLI_FUZZ_SEED where it begins (1).
/// </summary>
public sealed class FrameFuzzTests
{
    private const int LargestSeedFile = 40_000;
    private const long MostBytes = 512L << 20;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(15);
    private static readonly ImageLimits Limits = new() { MaxPixels = 1 << 20, MaxMemory = 64 << 20 };

    [Fact]
    public async Task Damaged_animations_end_in_pictures_or_a_declared_error()
    {
        double seconds = Setting("KERNELCLI_FUZZ_SECONDS", 10);
        int seed = (int)Setting("KERNELCLI_FUZZ_SEED", 1);
        List<(string Name, byte[] Bytes)> files = [.. Generated(), .. FromCorpus()];
        var watch = Stopwatch.StartNew();
        int run = 0, whole = 0;
        for (; watch.Elapsed.TotalSeconds < seconds; run++)
        {
            var random = new Random(seed + run);
            (string name, byte[] file) = files[random.Next(files.Count)];
            byte[] damaged = Mutation.Apply(file, files[random.Next(files.Count)].Bytes, random);
            if (random.Next(4) != 0)
                MendLength(damaged);
            Task<string?> check = Task.Run(() => Check(damaged, ref whole), TestContext.Current.CancellationToken);
            if (await Task.WhenAny(check, Task.Delay(Hang, TestContext.Current.CancellationToken)) != check)
                Assert.Fail($"{name}, seed {seed + run}: takes more than {Hang.TotalSeconds} s");
            if (await check is { } problem)
                Assert.Fail($"{name}, seed {seed + run}: {problem}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{run} files, {whole} of them read to the end");
    }

    private static string? Check(byte[] file, ref int whole)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string strict = Outcome(file, null), lenient = Outcome(file, _ => { });
        if (GC.GetAllocatedBytesForCurrentThread() - before > MostBytes)
            return $"takes {(GC.GetAllocatedBytesForCurrentThread() - before) >> 20} MiB";
        if (strict.StartsWith('!') || lenient.StartsWith('!'))
            return $"{strict} {lenient}";
        if (!strict.StartsWith("pictures", StringComparison.Ordinal))
            return null;
        Interlocked.Increment(ref whole);
        return strict == lenient ? null : $"is sound, and yet other pictures where damage is read past: {strict}, {lenient}";
    }

    private static string Outcome(byte[] file, Action<ImageFormatException>? onDamage)
    {
        try
        {
            var options = new DecodeOptions { Limits = Limits, OnDamage = onDamage };
            using FrameReader reader = ImageCodecs.OpenFrames(new MemoryStream(file), options, out _);
            var digest = new HashCode();
            for (int i = 0; i < Math.Min(reader.Frames.Count, 20); i++)
            {
                using IRowSource source = reader.Open(i);
                byte[] row = new byte[source.Info.RowBytes];
                for (int y = 0; y < source.Info.Height; y++)
                {
                    source.ReadRow(row);
                    digest.AddBytes(row);
                }
                source.Complete();
            }
            return $"pictures {reader.Frames.Count} {reader.Plays} {reader.Frames[0].Info} {digest.ToHashCode()}";
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
        foreach (PixelLayout layout in Enum.GetValues<PixelLayout>())
            foreach (string format in (string[])["gif", "webp"])
            {
                yield return ($"{format} animation {layout}", Animation.Generate(20, 15, 3, layout, 30, 2).Write(format));
                yield return ($"{format} still {layout}", Animation.Generate(33, 21, 1, layout, 200, 1).Write(format));
            }
        foreach (PixelLayout layout in (PixelLayout[])[PixelLayout.Gray, PixelLayout.Rgb, PixelLayout.Rgba])
            foreach (int compression in (int[])[0, 6])
                yield return ($"tga {layout} {compression}", Animation.Generate(23, 19, 1, layout, 3, 1).Write("tga", new EncodeOptions { Compression = compression }));
    }

    private static IEnumerable<(string, byte[])> FromCorpus() =>
        CorpusFile.Where(file => file.Format is "gif" or "webp").Select(file => (file.Path, file.Read())).Where(file => file.Item2.Length is > 8 and < LargestSeedFile);

    // The length of a RIFF file, so that the damage is found farther inside.
    private static void MendLength(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("RIFF"u8) && bytes.Length > 20)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        if (bytes.Length > 20 && bytes.AsSpan(12).StartsWith("VP8"u8) && bytes[15] is (byte)'L' or (byte)' ')
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), bytes.Length - 20);
    }

    private static double Setting(string name, double otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
