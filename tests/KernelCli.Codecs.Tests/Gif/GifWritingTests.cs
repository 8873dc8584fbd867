using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using ImageInfo = KernelCli.Primitives.ImageInfo;

namespace KernelCli.Codecs.Tests.Gif;

public sealed class GifWritingTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 16)]
    [InlineData(257, 3)]
    [InlineData(300, 400)]
    public void Every_level_of_gray_survives(int width, int height)
    {
        Animation noise = Animation.Generate(width, height, 1, PixelLayout.Gray, 5000, 1);
        var info = noise.Frames[0].Info;
        byte[] slopes = [.. Enumerable.Range(0, width * height).Select(i => (byte)(i / 9))];
        foreach (byte[] samples in (byte[][])[noise.Frames[0].Samples, slopes, new byte[width * height]])
        {
            byte[] file = RoundTripTests.Write("gif", info, samples, 6);
            Decoded read = Decoded.Read(file);
            Assert.Equal(PixelLayout.Gray, read.Info.Format.Layout);
            Assert.Equal(samples, read.Samples);
            Assert.Equal(read.ToRgba8(), ByTheLibrary(file));
        }
    }

    [Theory]
    [InlineData(PixelLayout.Rgb, 1)]
    [InlineData(PixelLayout.Rgb, 2)]
    [InlineData(PixelLayout.Rgb, 3)]
    [InlineData(PixelLayout.Rgb, 17)]
    [InlineData(PixelLayout.Rgb, 256)]
    [InlineData(PixelLayout.Rgba, 2)]
    [InlineData(PixelLayout.Rgba, 255)]
    [InlineData(PixelLayout.GrayAlpha, 200)]
    public void Colours_up_to_256_survive(PixelLayout layout, int colors)
    {
        List<string> notes = [];
        Animation written = Animation.Generate(90, 70, 1, layout, colors, 1);
        byte[] file = written.Write("gif", new EncodeOptions { OnNote = notes.Add });
        Assert.Equal(AnimationTests.Visible(written.Frames[0]), AnimationTests.Visible(Decoded.Read(file)));
        Assert.Empty(notes);
        Assert.Equal(file, written.Write("gif"));
    }

    [Theory]
    [InlineData(PixelLayout.Rgb)]
    [InlineData(PixelLayout.Rgba)]
    public void More_colours_get_a_palette_and_a_note(PixelLayout layout)
    {
        List<string> notes = [];
        var info = new ImageInfo(64, 64, new PixelFormat(layout, SampleType.UInt8));
        int channels = info.Format.Channels;
        byte[] samples = [.. Enumerable.Range(0, 64 * 64).SelectMany(i => new[] { (byte)(i % 64 * 4), (byte)(i / 64 * 4), (byte)(i / 32), (byte)(i % 3 == 0 ? 100 : 200) }.Take(channels))];
        var written = new Animation([new Decoded(info, samples), new Decoded(info, samples)], [FrameDelay.Zero, FrameDelay.Zero], 1);
        byte[] file = written.Write("gif", new EncodeOptions { OnNote = notes.Add });
        Assert.Equal(file, written.Write("gif"));
        Assert.Equal(layout is PixelLayout.Rgba ? 2 : 1, notes.Count);
        Assert.Contains(notes, note => note.Contains("palette", StringComparison.Ordinal));
        Animation read = Animation.Read(file);
        Assert.Equal(read.Frames[0].Samples, read.Frames[1].Samples);
        byte[] expected = new Decoded(info, samples).ToRgba8(), actual = read.Frames[0].ToRgba8();
        double sum = 0;
        for (int i = 0; i < expected.Length; i += 4)
        {
            Assert.Equal(expected[i + 3] >= 128 ? 255 : 0, actual[i + 3]);
            for (int c = 0; c < 3 && actual[i + 3] > 0; c++)
                sum += Math.Abs(expected[i + c] - actual[i + c]);
        }
        Assert.InRange(sum / (64 * 64 * 3), 0, 12);
    }

    [Fact]
    public void Alpha_from_half_up_is_opaque()
    {
        List<string> notes = [];
        var info = new ImageInfo(4, 1, new PixelFormat(PixelLayout.Rgba, SampleType.UInt8));
        var written = new Animation([new Decoded(info, [9, 8, 7, 0, 9, 8, 7, 127, 9, 8, 7, 128, 1, 2, 3, 255])], [FrameDelay.Zero], 1);
        byte[] rgba = Decoded.Read(written.Write("gif", new EncodeOptions { OnNote = notes.Add })).ToRgba8();
        Assert.Equal((0, 0, 255, 255), (rgba[3], rgba[7], rgba[11], rgba[15]));
        Assert.Equal([9, 8, 7], rgba[8..11]);
        Assert.Contains("opaque from half up", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_palette_may_need_the_transparent_index_as_the_257th_colour()
    {
        List<string> notes = [];
        var info = new ImageInfo(257, 1, new PixelFormat(PixelLayout.GrayAlpha, SampleType.UInt8));
        byte[] samples = [.. Enumerable.Range(0, 257).SelectMany(i => new[] { (byte)i, (byte)(i == 256 ? 0 : 255) })];
        var written = new Animation([new Decoded(info, samples)], [FrameDelay.Zero], 1);
        byte[] rgba = Decoded.Read(written.Write("gif", new EncodeOptions { OnNote = notes.Add })).ToRgba8();
        Assert.Equal((255, 0), (rgba[(4 * 255) + 3], rgba[(4 * 256) + 3]));
        Assert.Single(notes);
    }

    [Fact]
    public void Delays_that_are_no_hundredths_are_rounded_and_told_once()
    {
        List<string> details = [];
        Animation animation = Animation.Generate(2, 2, 4, PixelLayout.Gray, 2, 0);
        FrameDelay[] delays = [FrameDelay.FromMilliseconds(14), FrameDelay.FromMilliseconds(15), FrameDelay.FromMilliseconds(1), FrameDelay.Zero];
        byte[] file = (animation with { Delays = delays }).Write("gif", new EncodeOptions { OnDetail = details.Add });
        Assert.Equal([10.0, 20, 10, 0], Animation.Read(file).Delays.Select(delay => delay.Milliseconds));
        Assert.Contains("rounded", Assert.Single(details), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "3 1 0 0")]
    [InlineData(1, "")]
    [InlineData(2, "3 1 1 0")]
    [InlineData(65536, "3 1 255 255")]
    [InlineData(70000, "3 1 255 255")]
    public void Plays_are_written_as_repeats(int plays, string block)
    {
        byte[] file = Animation.Generate(2, 2, 2, PixelLayout.Gray, 2, plays).Write("gif");
        int at = file.AsSpan().IndexOf("NETSCAPE2.0"u8);
        Assert.Equal(block, at < 0 ? "" : string.Join(' ', file[(at + 11)..(at + 15)]));
    }

    [Fact]
    public void A_comment_goes_on()
    {
        List<string> notes = [];
        var info = new ImageInfo(2, 2, new PixelFormat(PixelLayout.Gray, SampleType.UInt8))
        {
            Metadata = new ImageMetadata { Texts = [new(ImageText.Comment, new string('ä', 400)), new("Title", "x")], Density = new PixelDensity(100, 100) },
        };
        byte[] file = new Animation([new Decoded(info, new byte[4])], [FrameDelay.Zero], 1).Write("gif", new EncodeOptions { OnNote = notes.Add });
        Assert.Equal([new(ImageText.Comment, new string('ä', 400))], Decoded.Read(file).Info.Metadata.Texts);
        Assert.Contains("the resolution", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_are_written_in_turn_and_all_of_them()
    {
        ImageInfo info = Animation.Generate(2, 1, 1, PixelLayout.Gray, 2, 1).Frames[0].Info;
        using FrameWriter writer = ImageCodecs.ByName("gif")!.CreateFrames(new MemoryStream(), new FrameSequence(2, 1), EncodeOptions.Default);
        using var first = writer.Begin(info, FrameDelay.Zero);
        Assert.Throws<InvalidOperationException>(() => writer.Begin(info, FrameDelay.Zero));
        first.WriteRow([0, 1]);
        first.Complete();
        Assert.Throws<InvalidOperationException>(writer.Complete);
        Assert.Throws<ArgumentException>(() => writer.Begin(info.With(3, 1), FrameDelay.Zero));
        using var second = writer.Begin(info, FrameDelay.Zero);
        second.WriteRow([0, 1]);
        second.Complete();
        writer.Complete();
        Assert.Throws<InvalidOperationException>(() => writer.Begin(info, FrameDelay.Zero));
        Assert.Throws<ImageLimitException>(() => ImageCodecs.ByName("gif")!.Create(new MemoryStream(), info.With(65536, 1), EncodeOptions.Default));
    }

    private static byte[] ByTheLibrary(byte[] file)
    {
        using Image<Rgba32> image = Image.Load<Rgba32>(file);
        byte[] rgba = new byte[4 * image.Width * image.Height];
        image.CopyPixelDataTo(rgba);
        return rgba;
    }
}
