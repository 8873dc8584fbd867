using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests;

/// <summary>The ImageSharp library beside our own decoders where both read a file, and the formats that it reads for us.</summary>
public sealed class ImageSharpTests
{
    [Theory]
    [InlineData("png", PixelLayout.Gray, SampleType.UInt8)]
    [InlineData("png", PixelLayout.Gray, SampleType.UInt16)]
    [InlineData("png", PixelLayout.GrayAlpha, SampleType.UInt8)]
    [InlineData("png", PixelLayout.Rgb, SampleType.UInt16)]
    [InlineData("png", PixelLayout.Rgba, SampleType.UInt8)]
    [InlineData("bmp", PixelLayout.Rgb, SampleType.UInt8)]
    public void Both_decoders_give_the_same_samples(string format, PixelLayout layout, SampleType sample)
    {
        var info = new ImageInfo(61, 23, new PixelFormat(layout, sample));
        byte[] file = RoundTripTests.Write(format, info, RoundTripTests.Samples(new Random(5), info), 6);
        (ImageInfo ours, byte[] samples) = Read(file, new DecodeOptions());
        (ImageInfo theirs, byte[] checkedSamples) = Read(file, new DecodeOptions { ForceImageSharp = true });
        Assert.Equal(ours.Format, theirs.Format);
        Assert.Equal(samples, checkedSamples);
    }

    [Fact]
    public void A_jpeg_is_nearly_the_same_from_both()
    {
        var info = new ImageInfo(64, 64, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        byte[] file = RoundTripTests.Write("jpeg", info, [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)((i % 64 * 3) + (i / 64)))], 6);
        (_, byte[] ours) = Read(file, new DecodeOptions());
        (ImageInfo theirs, byte[] samples) = Read(file, new DecodeOptions { ForceImageSharp = true });
        Assert.Equal(PixelLayout.Gray, theirs.Format.Layout);
        for (int i = 0; i < ours.Length; i++)
            Assert.InRange(Math.Abs(ours[i] - samples[i]), 0, 2);
    }

    [Fact]
    public void The_first_of_several_frames_is_read_and_all_are_counted()
    {
        // Two frames of 2x1 pixels from a palette of black and white: 0 1, then 1 1.
        byte[] frame0 = [0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x44, 0x0A, 0];
        byte[] frame1 = [0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x4C, 0x0A, 0];
        byte[] file = [.. "GIF89a"u8, 2, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. frame0, .. frame1, 0x3B];
        (ImageInfo info, byte[] samples) = Read(file, new DecodeOptions());
        Assert.Equal((2, 1, 2), (info.Width, info.Height, info.Metadata.Frames));
        Assert.Equal([0, 255], samples);
    }

    [Fact]
    public void Memory_is_refused_by_the_header()
    {
        var info = new ImageInfo(600, 400, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        byte[] file = RoundTripTests.Write("webp", info, new byte[info.RowBytes * info.Height], 6);
        Assert.Throws<ImageLimitException>(() => Read(file, new DecodeOptions { Limits = new ImageLimits { MaxMemory = 100_000 } }));
        Assert.Equal(600, Read(file, new DecodeOptions { Limits = new ImageLimits { MaxMemory = 4 << 20 } }).Info.Width);
    }

    [Theory]
    [InlineData("gif")]
    [InlineData("webp")]
    [InlineData("tga")]
    public void A_stream_that_does_not_go_back_gets_a_whole_file(string format)
    {
        byte[] exif = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
        var info = new ImageInfo(33, 9, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8)) { Metadata = new ImageMetadata { Exif = exif } };
        using var text = new MemoryStream();
        using (var forward = new System.Security.Cryptography.CryptoStream(text, new System.Security.Cryptography.ToBase64Transform(), System.Security.Cryptography.CryptoStreamMode.Write, leaveOpen: true))
        using (IRowSink sink = ImageCodecs.ByName(format)!.Create(forward, info, EncodeOptions.Default))
        {
            for (int y = 0; y < info.Height; y++)
                sink.WriteRow(new byte[info.RowBytes]);
            sink.Complete();
        }
        byte[] file = Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(text.ToArray()));
        Assert.Equal((33, 9), (Read(file, new DecodeOptions()).Info.Width, Read(file, new DecodeOptions()).Info.Height));
    }

    [Fact]
    public void What_it_does_not_read_is_not_forced_on_it()
    {
        Assert.Throws<UnsupportedImageException>(() => Read("P5 1 1 255\n!"u8.ToArray(), new DecodeOptions { ForceImageSharp = true }));
    }

    private static (ImageInfo Info, byte[] Samples) Read(byte[] file, DecodeOptions options)
    {
        using IRowSource source = ImageCodecs.Open(new MemoryStream(file), options, out _);
        byte[] samples = new byte[source.Info.RowBytes * source.Info.Height];
        for (int y = 0; y < source.Info.Height; y++)
            source.ReadRow(samples.AsSpan(y * source.Info.RowBytes, source.Info.RowBytes));
        source.Complete();
        return (source.Info, samples);
    }
}
