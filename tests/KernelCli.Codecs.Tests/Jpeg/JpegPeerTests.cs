using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Jpeg;

/// <summary>Beside the library that most of the world decodes JPEG with: the same samples, bit for bit.</summary>
public sealed class JpegPeerTests
{
    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (2, 3), (7, 9), (16, 16), (33, 17), (50, 70), (131, 40)];

    [Theory]
    [InlineData("-grayscale")]
    [InlineData("-sample 1x1")]
    [InlineData("-sample 2x1")]
    [InlineData("-sample 1x2")]
    [InlineData("-sample 2x2")]
    [InlineData("-sample 4x1")]
    [InlineData("-sample 4x2")]
    [InlineData("-sample 1x1,2x2,1x1")]
    [InlineData("-sample 2x2 -restart 1")]
    [InlineData("-sample 2x1 -restart 3B")]
    [InlineData("-sample 2x2 -progressive")]
    [InlineData("-sample 1x2 -progressive -restart 2B")]
    [InlineData("-grayscale -progressive")]
    [InlineData("-optimize -quality 97")]
    [InlineData("-quality 5")]
    [InlineData("-rgb")]
    public void Colour_and_luma_equal_those_of_djpeg(string options)
    {
        Assert.SkipUnless(JpegTools.ArePresent, JpegTools.Absent);
        foreach ((int width, int height) in Sizes)
            Compare(JpegTools.Run("cjpeg", Ppm(width, height), options.Split(' ')), $"{options} {width}x{height}", comparesGray: options != "-rgb");
    }

    [Theory]
    [InlineData("0;1;2;", "-sample 2x2")]
    [InlineData("1;2;0;", "-sample 2x1")]
    [InlineData("0;1,2;", "-sample 1x2")]
    [InlineData("0: 0-0, 0, 3; 1,2: 0-0, 0, 2; 0: 1-63, 0, 1; 2: 1-63, 0, 0; 1: 1-20, 0, 2; 1: 21-63, 0, 0; 0: 1-63, 1, 0; 0: 0-0, 3, 2; 0: 0-0, 2, 1; 0: 0-0, 1, 0; 1,2: 0-0, 2, 1; 1,2: 0-0, 1, 0; 1: 1-20, 2, 1; 1: 1-20, 1, 0;", "-sample 2x2")]
    public void Scans_in_any_order_equal_those_of_djpeg(string script, string options)
    {
        Assert.SkipUnless(JpegTools.ArePresent, JpegTools.Absent);
        string scans = Path.GetTempFileName();
        try
        {
            File.WriteAllText(scans, script);
            foreach ((int width, int height) in Sizes)
                Compare(JpegTools.Run("cjpeg", Ppm(width, height), [.. options.Split(' '), "-scans", scans]), $"{script} {width}x{height}", comparesGray: true);
        }
        finally
        {
            File.Delete(scans);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(90)]
    [InlineData(100)]
    public void What_is_written_is_as_small_and_as_good_as_by_cjpeg(int quality)
    {
        Assert.SkipUnless(JpegTools.ArePresent, JpegTools.Absent);
        (int width, int height) = (203, 150);
        byte[] picture = Pgm(width, height), samples = picture[^(width * height)..];
        foreach (bool optimize in (bool[])[false, true])
        {
            byte[] ours = JpegWriting.Write(new ImageInfo(width, height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), samples, new EncodeOptions { Quality = quality, OptimizeTables = optimize });
            byte[] theirs = JpegTools.Run("cjpeg", picture, ["-grayscale", "-baseline", "-dct", "int", "-quality", $"{quality}", .. optimize ? (string[])["-optimize"] : []]);
            Assert.True(ours.Length <= theirs.Length * 1.01, $"{ours.Length} and {theirs.Length} bytes");
            double mine = Distance(samples, Decoded.Read(ours).Samples), peers = Distance(samples, Decoded.Read(theirs).Samples);
            Assert.True(10 * Math.Log10(mine / Math.Max(peers, 1e-9)) <= 0.05, $"squared distances {mine} and {peers}");
        }
    }

    private static void Compare(byte[] file, string name, bool comparesGray)
    {
        byte[] colour = JpegTools.Run("djpeg", file, "-dct", "int"), gray = JpegTools.Run("djpeg", file, "-dct", "int", "-grayscale");
        Equal(colour, Decoded.Read(file).Samples, name);
        using KernelCli.Rows.IRowSource luma = ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { LumaOnly = true }, out _);
        if (comparesGray)
            Equal(gray, Decoded.Read(luma).Samples, name + " gray");
    }

    // The samples are the last bytes of a PNM file.
    private static void Equal(byte[] pnm, byte[] samples, string name) =>
        Assert.True(pnm.AsSpan(pnm.Length - samples.Length).SequenceEqual(samples), $"{name}: samples differ");

    private static double Distance(byte[] a, byte[] b) => a.Zip(b).Sum(pair => Math.Pow(pair.First - pair.Second, 2));

    private static byte[] Ppm(int width, int height) => [.. System.Text.Encoding.ASCII.GetBytes($"P6\n{width} {height}\n255\n"), .. JpegWriting.Picture(width, height, 3)];

    private static byte[] Pgm(int width, int height) => [.. System.Text.Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n"), .. JpegWriting.Picture(width, height, 1)];
}
