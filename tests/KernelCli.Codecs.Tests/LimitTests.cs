using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests;

public sealed class LimitTests
{
    [Theory]
    [InlineData("png")]
    [InlineData("bmp")]
    [InlineData("qoi")]
    [InlineData("npy")]
    [InlineData("pnm")]
    [InlineData("pam")]
    [InlineData("pfm")]
    public void Too_many_pixels_are_refused_by_the_header_alone(string format)
    {
        var info = new ImageInfo(40, 30, new PixelFormat(PixelLayout.Gray, ImageCodecs.ByName(format)!.WritableSamples[0]));
        byte[] file = RoundTripTests.Write(format, info, new byte[info.RowBytes * info.Height], 6);
        var exception = Assert.Throws<ImageLimitException>(() => ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { Limits = new ImageLimits { MaxPixels = 1199 } }, out _));
        Assert.Equal((1199, 1200), (exception.Value, exception.Needed));
        Assert.Contains("--max-pixels 1200", exception.Message, StringComparison.Ordinal);
        using (ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { Limits = new ImageLimits { MaxPixels = 1200 } }, out ImageCodec codec))
            Assert.Equal(format, codec.Name);
    }

    [Theory]
    [InlineData("P5 200000000 1 255\n")]
    [InlineData("Pf\n1 500000000\n-1.0\n")]
    [InlineData("P7\nWIDTH 99999999\nHEIGHT 9\nDEPTH 4\nMAXVAL 65535\nENDHDR\n")]
    public void Rows_and_pictures_too_large_for_memory_are_refused_by_the_header_alone(string header)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageLimitException>(() => Decoded.Read(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(header)), new ImageLimits { MaxMemory = 64 << 20 }));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    [Fact]
    public void Narrow_pictures_take_the_memory_of_their_pixels_and_no_more()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var image = new KernelCli.Rows.BufferedImage(new ImageInfo(1, 10_000_000, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), new ImageLimits { MaxMemory = 16 << 20 });
        for (int y = 0; y < image.Info.Height; y++)
            image.Row(y)[0] = (byte)y;
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 12 << 20);
        Assert.Equal((byte)(9_999_999 & 255), image.Row(9_999_999)[0]);
    }

    [Fact]
    public void An_empty_file_and_a_text_are_no_pictures()
    {
        Assert.Contains("empty", Assert.Throws<UnsupportedImageException>(() => Decoded.Read([])).Message, StringComparison.Ordinal);
        Assert.Contains("not a picture", Assert.Throws<UnsupportedImageException>(() => Decoded.Read("Once upon a time there was"u8.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_that_lies_about_its_length_takes_no_memory()
    {
        byte[] file = RoundTripTests.Write("png", new ImageInfo(2, 2, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), new byte[4], 6);
        byte[] lie = [.. file[..33], 0x7F, 0, 0, 0, (byte)'e', (byte)'X', (byte)'I', (byte)'f', .. file[33..]];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageFormatException>(() => Decoded.Read(lie));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }
}
