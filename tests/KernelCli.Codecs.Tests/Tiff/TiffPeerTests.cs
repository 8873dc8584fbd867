using System.Diagnostics;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Codecs.Tiff;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Tiff;

/// <summary>libtiff's tiffcp beside our codec: it writes what we read, and reads what we write.</summary>
public sealed class TiffPeerTests
{
    private const string Absent = "libtiff's tiffcp is not installed (Debian: libtiff-tools).";

    private static bool IsPresent { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "tiffcp")));

    [Theory]
    [InlineData("lzw:2")]
    [InlineData("zip:2 -B")]
    [InlineData("zip:2 -8 -t -w 32 -l 48")]
    [InlineData("packbits -p separate -r 3")]
    [InlineData("lzw -f lsb2msb -t -w 16 -l 16 -p separate -B")]
    [InlineData("none -r 1 -8 -B")]
    public void Every_layout_of_theirs_gives_the_same_samples(string arguments)
    {
        Assert.SkipUnless(IsPresent, Absent);
        foreach (SampleType sample in new TiffCodec().WritableSamples)
        {
            // The program separates planes of 8 bits only.
            if (arguments.Contains("separate", StringComparison.Ordinal) && sample is not SampleType.UInt8)
                continue;
            byte[] file = TiffWriteTests.Pages([new ImageInfo(83, 61, new PixelFormat(PixelLayout.Rgba, sample))], EncodeOptions.Default, out byte[][] samples);
            Assert.Equal(samples[0], Decoded.Read(Copy(file, arguments)).Samples);
        }
    }

    [Fact]
    public void They_read_floating_point_prediction_of_ours_and_write_their_own()
    {
        Assert.SkipUnless(IsPresent, Absent);
        foreach (TiffCompression compression in Enum.GetValues<TiffCompression>())
        {
            byte[] file = TiffWriteTests.Pages([new ImageInfo(83, 61, new PixelFormat(PixelLayout.Rgb, SampleType.Float32))], new EncodeOptions { TiffCompression = compression }, out byte[][] samples);
            Assert.Equal(samples[0], Decoded.Read(Copy(file, "none")).Samples);
            Assert.Equal(samples[0], Decoded.Read(Copy(file, "zip:3 -t -w 32 -l 32")).Samples);
        }
    }

    [Theory]
    [InlineData("g3:1d")]
    [InlineData("g3:2d:fill -r 10")]
    [InlineData("g4 -f lsb2msb")]
    [InlineData("g4 -t -w 32 -l 32")]
    public void Facsimile_is_exact(string arguments)
    {
        Assert.SkipUnless(IsPresent, Absent);
        byte[] bits = new byte[13 * 60];
        var random = new Random(3);
        for (int i = 0; i < bits.Length; i++)
            bits[i] = (byte)(random.Next(3) == 0 ? random.Next(256) : i % 26 < 13 ? 0xFF : 0);
        byte[] file = new TiffWriting(100, 60, TiffPhotometric.WhiteIsZero, 1).File(bits);
        Assert.Equal(Decoded.Read(file).Samples, Decoded.Read(Copy(file, arguments)).Samples);
    }

    [Theory]
    [InlineData("jpeg:95 -r 16")]
    [InlineData("jpeg:95:r -t -w 32 -l 32")]
    public void Jpeg_data_comes_near_to_the_original(string arguments)
    {
        Assert.SkipUnless(IsPresent, Absent);
        byte[] samples = [.. Enumerable.Range(0, 96 * 64 * 3).Select(i => (byte)((i / 3 % 96) + (i / 288) + (40 * (i % 3))))];
        Decoded read = Decoded.Read(Copy(new TiffWriting(96, 64, TiffPhotometric.Rgb, 8, 8, 8).File(samples), arguments));
        Assert.True(samples.Zip(read.Samples, (a, b) => Math.Abs(a - b)).Average() < 3);
    }

    private static byte[] Copy(byte[] file, string arguments)
    {
        string from = Path.GetTempFileName(), to = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(from, file);
            var start = new ProcessStartInfo("tiffcp", [.. $"-c {arguments}".Split(' '), from, to]) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
            return File.ReadAllBytes(to);
        }
        finally
        {
            File.Delete(from);
            File.Delete(to);
        }
    }
}
