using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests;

/// <summary>Animations from one format to another and back.</summary>
public sealed class AnimationTests
{
    public static TheoryData<PixelLayout, int, int> Kinds => new()
    {
        { PixelLayout.Gray, 200, 0 },
        { PixelLayout.GrayAlpha, 100, 1 },
        { PixelLayout.Rgb, 256, 3 },
        { PixelLayout.Rgba, 90, 65535 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gif_to_webp_to_gif_keeps_pictures_delays_and_plays(PixelLayout layout, int colors, int plays)
    {
        Animation first = Animation.Read(Animation.Generate(31, 22, 5, layout, colors, plays).Write("gif"));
        Animation second = Animation.Read(first.Write("webp"));
        Animation third = Animation.Read(second.Write("gif"));
        foreach (Animation read in (Animation[])[first, second, third])
        {
            Assert.Equal(plays, read.Plays);
            Assert.Equal([70.0, 140, 210, 280, 350], read.Delays.Select(delay => delay.Milliseconds));
            Assert.Single(read.Frames.Select(frame => frame.Info.Format).Distinct());
            Assert.Equal(first.Frames.Select(Visible), read.Frames.Select(Visible));
        }
    }

    [Theory]
    [InlineData("gif")]
    [InlineData("webp")]
    public void A_pipe_gives_the_same_frames_as_a_file(string format)
    {
        byte[] file = Animation.Generate(13, 9, 3, PixelLayout.Rgb, 40, 2).Write(format);
        Assert.Equal(Animation.Read(file).Frames.Select(frame => frame.Samples), Animation.Read(new TricklingStream(file)).Frames.Select(frame => frame.Samples));
        var stream = new MemoryStream([.. new byte[77], .. file]) { Position = 77 };
        Assert.Equal(Animation.Read(file).Frames.Select(frame => frame.Samples), Animation.Read(stream).Frames.Select(frame => frame.Samples));
    }

    [Theory]
    [InlineData("gif")]
    [InlineData("webp")]
    public void One_frame_is_no_animation(string format)
    {
        byte[] file = Animation.Generate(5, 4, 1, PixelLayout.Rgb, 9, 3).Write(format);
        using FrameReader reader = ImageCodecs.OpenFrames(new MemoryStream(file), DecodeOptions.Default, out ImageCodec codec);
        Assert.True(codec.StoresAnimations && !codec.StoresPages);
        Assert.Equal((1, false, 1), (reader.Frames.Count, reader.IsAnimation, reader.Plays));
    }

    internal static byte[] Visible(Decoded picture)
    {
        byte[] rgba = picture.ToRgba8();
        for (int i = 0; i < rgba.Length; i += 4)
            if (rgba[i + 3] == 0)
                rgba.AsSpan(i, 3).Clear();
        return rgba;
    }
}
