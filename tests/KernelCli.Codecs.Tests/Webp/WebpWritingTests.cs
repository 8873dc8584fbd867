using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using ImageInfo = KernelCli.Primitives.ImageInfo;

namespace KernelCli.Codecs.Tests.Webp;

public sealed class WebpWritingTests
{
    [Theory]
    [InlineData(PixelLayout.Gray, 200, false)]
    [InlineData(PixelLayout.GrayAlpha, 9, true)]
    [InlineData(PixelLayout.Rgb, 2, false)]
    [InlineData(PixelLayout.Rgb, 5000, false)]
    [InlineData(PixelLayout.Rgba, 3, false)]
    [InlineData(PixelLayout.Rgba, 400, true)]
    public void Pictures_are_written_without_loss(PixelLayout layout, int colors, bool hasPartialAlpha)
    {
        foreach (int compression in (int[])[0, 6, 9])
            foreach ((int width, int height) in ((int, int)[])[(1, 1), (1, 40), (77, 3), (128, 96)])
            {
                Animation written = Animation.Generate(width, height, 1, layout, colors, 1, hasPartialAlpha);
                byte[] file = written.Write("webp", new EncodeOptions { Compression = compression });
                Decoded read = Decoded.Read(file);
                Assert.Equal(layout is PixelLayout.Gray or PixelLayout.Rgb ? PixelLayout.Rgb : PixelLayout.Rgba, read.Info.Format.Layout);
                Assert.Equal(written.Frames[0].ToRgba8(), read.ToRgba8());
                Assert.Equal(file, written.Write("webp", new EncodeOptions { Compression = compression }));

                using Image<Rgba32> image = Image.Load<Rgba32>(file);
                byte[] rgba = new byte[4 * width * height];
                image.CopyPixelDataTo(rgba);
                Assert.Equal(read.ToRgba8(), rgba);
            }
    }

    [Fact]
    public void Opaque_alpha_stays_alpha()
    {
        var info = new ImageInfo(2, 1, new PixelFormat(PixelLayout.Rgba, SampleType.UInt8));
        Assert.Equal(PixelLayout.Rgba, Decoded.Read(RoundTripTests.Write("webp", info, [1, 2, 3, 255, 4, 5, 6, 255], 6)).Info.Format.Layout);
    }

    [Fact]
    public void Profile_exif_and_xmp_go_on()
    {
        byte[] profile = new byte[201];
        (profile[3], profile[36]) = (201, (byte)'a');
        "RGB "u8.CopyTo(profile.AsSpan(16));
        byte[] exif = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[] xmp = [.. "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"u8];
        List<string> notes = [];
        var metadata = new ImageMetadata { IccProfile = profile, Exif = exif, Xmp = xmp, Density = new PixelDensity(100, 100) };
        foreach (int frames in (int[])[1, 2])
        {
            Animation plain = Animation.Generate(3, 2, frames, PixelLayout.Gray, 4, 1);
            Animation written = plain with { Frames = [.. plain.Frames.Select(frame => frame with { Info = new ImageInfo(3, 2, frame.Info.Format) { Metadata = metadata } })] };
            ImageMetadata read = Decoded.Read(written.Write("webp", new EncodeOptions { OnNote = notes.Add })).Info.Metadata;
            Assert.Equal(profile, read.IccProfile);
            Assert.Equal(xmp, read.Xmp);
            Assert.Equal(Orientation.Normal, read.Orientation);
            Assert.NotNull(read.Exif);
            ImageMetadata none = Decoded.Read(written.Write("webp", new EncodeOptions { KeepMetadata = false })).Info.Metadata;
            Assert.True(none.IccProfile is null && none.Exif is null && none.Xmp is null);
        }
        Assert.All(notes, note => Assert.Contains("the resolution", note, StringComparison.Ordinal));
        Assert.Equal(2, notes.Count);
    }

    [Fact]
    public void What_the_format_cannot_hold_is_refused_or_told()
    {
        var wide = new ImageInfo(16385, 1, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        Assert.Throws<ImageLimitException>(() => ImageCodecs.ByName("webp")!.Create(new MemoryStream(), wide, EncodeOptions.Default));
        List<string> told = [];
        Animation animation = Animation.Generate(1, 1, 2, PixelLayout.Gray, 2, 65536);
        byte[] file = (animation with { Delays = [new(1, 3), new(int.MaxValue, 1)] }).Write("webp", new EncodeOptions { OnNote = told.Add, OnDetail = told.Add });
        Animation read = Animation.Read(file);
        Assert.Equal(65535, read.Plays);
        Assert.Equal([333.0, 0xFFFFFF], read.Delays.Select(delay => delay.Milliseconds));
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public void Memory_of_the_encoder_is_limited()
    {
        var info = new ImageInfo(1000, 1000, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        var options = new EncodeOptions { Limits = new ImageLimits { MaxMemory = 32 << 20 } };
        Assert.Throws<ImageLimitException>(() => ImageCodecs.ByName("webp")!.Create(new MemoryStream(), info, options));
    }
}
