using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests;

/// <summary>Damaged files, read as far as they go.</summary>
public sealed class LenientTests
{
    [Theory]
    [InlineData("png")]
    [InlineData("bmp")]
    [InlineData("qoi")]
    [InlineData("npy")]
    [InlineData("pnm")]
    [InlineData("pam")]
    [InlineData("pfm")]
    [InlineData("jpeg")]
    public void A_file_cut_short_gives_a_picture_and_a_reason(string format)
    {
        ImageCodec codec = ImageCodecs.ByName(format)!;
        var info = new ImageInfo(60, 400, new PixelFormat(PixelLayout.Rgb, codec.WritableSamples[0]));
        byte[] samples = RoundTripTests.Samples(new Random(3), info), file = RoundTripTests.Write(format, info, samples, 1);
        byte[] whole = Decoded.Read(file).Samples;
        (Decoded decoded, List<string> problems) = Read(file[..(file.Length * 2 / 3)]);
        Assert.NotEmpty(problems);
        Assert.Equal((60, 400), (decoded.Info.Width, decoded.Info.Height));

        // PFM begins at the bottom.
        bool isUpwards = format == "pfm";
        int quarter = whole.Length / 4;
        Assert.Equal(isUpwards ? whole[^quarter..] : whole[..quarter], isUpwards ? decoded.Samples[^quarter..] : decoded.Samples[..quarter]);
    }

    [Fact]
    public void Jpeg_goes_on_at_the_next_restart_marker()
    {
        byte[] file = JpegWriting.Gray(64, 80, new EncodeOptions { RestartRows = 1 }), whole = Decoded.Read(file).Samples;
        int third = file.AsSpan().IndexOf([(byte)0xFF, (byte)(JpegMarker.Restart + 2)]), fourth = file.AsSpan().IndexOf([(byte)0xFF, (byte)(JpegMarker.Restart + 3)]);
        file.AsSpan((third + fourth) / 2, 4).Clear();
        byte[] without = [.. file[..third], .. file[fourth..]];
        List<byte[]> all = [file, without];
        foreach (byte marker in (byte[])[0x3A, 0xC0, 0xC3, 0xC9, 0xC4, 0xDC, 0xE5])
        {
            byte[] interrupted = [.. file];
            (interrupted[(third + fourth) / 2], interrupted[((third + fourth) / 2) + 1]) = (0xFF, marker);
            all.Add(interrupted);
        }
        foreach (byte[] broken in all)
        {
            // Zeros may happen to be codes; all else is noticed.
            (Decoded decoded, List<string> problems) = Read(broken);
            Assert.Equal(problems.Count > 0, Record.Exception(() => Decoded.Read(broken)) is ImageFormatException);
            Assert.True(problems.Count > 0 || broken == file);
            Assert.Equal(whole[..(24 * 64)], decoded.Samples[..(24 * 64)]);
            Assert.Equal(whole[(32 * 64)..], decoded.Samples[(32 * 64)..]);
        }
    }

    [Fact]
    public void An_interlaced_png_keeps_the_passes_that_are_there()
    {
        byte[] file = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIAQAAAAH8YjdNAAAADklEQVQI12P4f4CBgAIABv4E/wUWzZsAAAAASUVORK5CYII=");
        (_, List<string> problems) = Read(file[..^20]);
        Assert.NotEmpty(problems);
    }

    [Fact]
    public void A_wrong_checksum_of_png_data_loses_nothing()
    {
        var info = new ImageInfo(30, 30, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        byte[] samples = RoundTripTests.Samples(new Random(4), info), file = RoundTripTests.Write("png", info, samples, 6);
        file[^13] ^= 1;
        Assert.Throws<ImageFormatException>(() => Decoded.Read(file));
        (Decoded decoded, List<string> problems) = Read(file);
        Assert.Equal(samples, decoded.Samples);
        Assert.Contains("CRC", Assert.Single(problems), StringComparison.Ordinal);
    }

    private static (Decoded Picture, List<string> Problems) Read(byte[] file)
    {
        var problems = new List<string>();
        var options = new DecodeOptions { OnDamage = exception => problems.Add(exception.Message) };
        using IRowSource source = ImageCodecs.Open(new MemoryStream(file), options, out _);
        return (Decoded.Read(source), problems);
    }
}
