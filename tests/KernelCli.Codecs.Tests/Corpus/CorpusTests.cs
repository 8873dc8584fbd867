using System.Diagnostics;
using System.Security.Cryptography;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Corpus;

/// <summary>A collection of public pictures, sound and broken, beside the repository.</summary>
public sealed class CorpusTests
{
    private const string Absent = "There is no corpus: put one at ../shared/corpus or name it in KERNELCLI_CORPUS.";

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("bmp")]
    [InlineData("pnm")]
    [InlineData("qoi")]
    [InlineData("tiff")]
    [InlineData("gif")]
    [InlineData("webp")]
    public void Every_valid_file_decodes_to_its_reference(string format)
    {
        Assert.SkipWhen(CorpusFile.Root is null, Absent);
        var failures = new List<string>();
        int count = 0;
        foreach (CorpusFile file in CorpusFile.Where(f => f.Format == format && f.Expectation == "decodes"))
        {
            count++;
            try
            {
                if (Mismatch(file) is { } mismatch)
                    failures.Add($"{file.Path}: {mismatch}");
            }
            catch (Exception exception)
            {
                failures.Add($"{file.Path}: {exception.GetType().Name} {exception.Message}");
            }
        }
        Assert.True(count > 0);
        Assert.True(failures.Count == 0, $"{failures.Count} of {count}:\n{string.Join('\n', failures)}");
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("bmp")]
    [InlineData("pnm")]
    [InlineData("qoi")]
    [InlineData("tiff")]
    [InlineData("gif")]
    [InlineData("webp")]
    public void Every_other_file_ends_by_itself_with_a_picture_or_a_declared_error(string format)
    {
        Assert.SkipWhen(CorpusFile.Root is null, Absent);
        var failures = new List<string>();
        foreach (CorpusFile file in CorpusFile.Where(f => f.Format == format && f.Expectation != "decodes"))
        {
            var watch = Stopwatch.StartNew();
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool decoded = false;
            try
            {
                using IRowSource source = ImageCodecs.Open(new MemoryStream(file.Read()), DecodeOptions.Default, out _);
                byte[] row = new byte[source.Info.RowBytes];
                for (int y = 0; y < source.Info.Height; y++)
                    source.ReadRow(row);
                source.Complete();
                decoded = true;
            }
            catch (Exception exception) when (exception is ImageFormatException or UnsupportedImageException or ImageLimitException)
            {
            }
            catch (Exception exception)
            {
                failures.Add($"{file.Path}: {exception.GetType().Name} {exception.Message}");
            }
            if (decoded && file.Expectation == "must be refused")
                failures.Add($"{file.Path}: was not refused");
            if (watch.Elapsed.TotalSeconds > 15 || GC.GetAllocatedBytesForCurrentThread() - before > 1L << 30)
                failures.Add($"{file.Path}: {watch.Elapsed.TotalSeconds:0.0} s, {(GC.GetAllocatedBytesForCurrentThread() - before) >> 20} MiB");
        }
        Assert.True(failures.Count == 0, $"{failures.Count}:\n{string.Join('\n', failures)}");
    }

    [Theory]
    [InlineData("gif")]
    [InlineData("webp")]
    public void All_frames_of_every_file_end_with_pictures_or_a_declared_error(string format)
    {
        Assert.SkipWhen(CorpusFile.Root is null, Absent);
        var failures = new List<string>();
        foreach (CorpusFile file in CorpusFile.Where(f => f.Format == format))
            foreach (Action<ImageFormatException>? onDamage in (Action<ImageFormatException>?[])[null, _ => { }])
            {
                var watch = Stopwatch.StartNew();
                Exception? exception = Record.Exception(() => Animation.Read(file.Read(), new DecodeOptions { OnDamage = onDamage }));
                if (exception is not (null or ImageFormatException or UnsupportedImageException or ImageLimitException) || (exception is not null && file.Expectation == "decodes"))
                    failures.Add($"{file.Path}: {exception.GetType().Name} {exception.Message}");
                if (watch.Elapsed.TotalSeconds > 15)
                    failures.Add($"{file.Path}: {watch.Elapsed.TotalSeconds:0.0} s");
            }
        Assert.True(failures.Count == 0, $"{failures.Count}:\n{string.Join('\n', failures)}");
    }

    [Fact]
    public void The_result_does_not_depend_on_how_the_stream_is_cut()
    {
        Assert.SkipWhen(CorpusFile.Root is null, Absent);
        foreach (CorpusFile file in CorpusFile.Where(f => f.Class == "valid" && ImageCodecs.ByName(f.Format) is not null).Where((_, i) => i % 7 == 0))
        {
            byte[] bytes = file.Read();
            if (bytes.Length < 100_000)
                Assert.Equal(Decoded.Read(new MemoryStream(bytes)).Samples, Decoded.Read(new TricklingStream(bytes)).Samples);
        }
    }

    private static string? Mismatch(CorpusFile file)
    {
        Decoded picture = Decoded.Read(new MemoryStream(file.Read()));
        if (file.Format == "jpeg")
            return JpegReference.Mismatch(file, picture);
        if (file.ReferenceKind is "native" or "")
            return null;
        byte[] samples = file.ReferenceKind switch
        {
            "rgba8" => picture.ToRgba8(),
            "rgba16be" => picture.ToRgba16BigEndian(),
            _ => picture.Samples,
        };
        string hash = Convert.ToHexStringLower(SHA256.HashData(samples));
        if (file.Hashes.Contains(hash))
            return null;
        return Tolerated(file, samples) ? null : $"{picture.Info.Width}x{picture.Info.Height} {picture.Info.Format}, hash {hash[..8]} is not {file.Hashes[0][..8]}";
    }

    private static bool Tolerated(CorpusFile file, byte[] samples)
    {
        if (file.ReferenceFile.Length == 0 || file.Tolerance is "" or "0")
            return false;
        byte[] expected = CorpusFile.ReadReference(file.ReferenceFile);
        bool ignoreHidden = file.Format == "gif" || file.Tolerance.Contains("alpha=0", StringComparison.Ordinal);
        int most = file.Format == "gif" ? 0
            : file.Tolerance.Contains("2 lossy", StringComparison.Ordinal) ? 2
            : file.Tolerance.Contains("..8", StringComparison.Ordinal) ? 8 : 1;
        for (int i = 0; i < samples.Length; i++)
            if (Math.Abs(samples[i] - expected[i]) > most && !(ignoreHidden && expected[i | 3] == 0))
                return false;
        return samples.Length == expected.Length;
    }
}
