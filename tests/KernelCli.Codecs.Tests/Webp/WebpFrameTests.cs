using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using static KernelCli.Codecs.Tests.Support.WebpBuilding;

namespace KernelCli.Codecs.Tests.Webp;

/// <summary>How the frames of a WebP are drawn on the canvas.</summary>
public sealed class WebpFrameTests
{
    private static readonly byte[] Red = [255, 0, 0, 255], Green = [0, 255, 0, 255], Half = [0, 0, 255, 128], Nothing = [0, 0, 0, 0];

    [Fact]
    public void A_frame_is_placed_on_the_canvas_and_may_be_removed_from_it()
    {
        byte[] row = [.. Red, .. Red, .. Red, .. Red];
        Animation read = Animation.Read(Animated(4, 1, 0, Frame(0, 0, 4, 1, row, false, false), Frame(2, 0, 1, 1, Green, false, true), Frame(0, 0, 1, 1, Green, true, false)));
        Assert.Equal([row, [.. Red, .. Red, .. Green, .. Red], [.. Green, .. Red, .. Nothing, .. Red]], read.Frames.Select(frame => frame.ToRgba8()));
        Assert.Equal(0, read.Plays);
    }

    [Fact]
    public void Alpha_blends_or_replaces()
    {
        byte[] first = [.. Red, .. Nothing, .. Half], second = [.. Half, .. Half, .. Half];
        byte[][] frames = [.. Animation.Read(Animated(3, 1, 1, Frame(0, 0, 3, 1, first, true, false), Frame(0, 0, 3, 1, second, true, false), Frame(0, 0, 3, 1, second, false, false))).Frames.Select(frame => frame.ToRgba8())];
        Assert.Equal(first, frames[0]);

        // Blue of 128/255 over opaque red; over nothing; over itself: 128 + 128 (1 - 128/255) is 191.7.
        Assert.Equal([127, 0, 128, 255, .. Half, 0, 0, 255, 192], frames[1]);
        Assert.Equal(second, frames[2]);
    }

    [Fact]
    public void What_a_frame_leaves_bare_is_transparent_whatever_the_background_says()
    {
        Decoded first = Decoded.Read(Animated(2, 1, 1, Frame(0, 0, 1, 1, Red, true, false), Frame(0, 0, 2, 1, [.. Red, .. Red], true, false)));
        Assert.Equal([.. Red, .. Nothing], first.ToRgba8());
        Assert.Equal(2, first.Info.Metadata.Frames);
    }

    [Fact]
    public void Several_frames_are_refused_where_one_is_wanted()
    {
        byte[] file = Animated(1, 1, 1, Frame(0, 0, 1, 1, Red, true, false), Frame(0, 0, 1, 1, Red, true, false));
        Assert.Contains("2 pictures in one WebP", Assert.Throws<UnsupportedImageException>(() =>
            ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { RejectMultiplePictures = true }, out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Delays_are_milliseconds_and_plays_are_plays()
    {
        Animation read = Animation.Read(Animated(1, 1, 7, Frame(0, 0, 1, 1, Red, true, false, 1), Frame(0, 0, 1, 1, Red, true, false, 0xFFFFFF)));
        Assert.Equal([1.0, 0xFFFFFF], read.Delays.Select(delay => delay.Milliseconds));
        Assert.Equal(7, read.Plays);
        Assert.Equal(1, Animation.Read(Animated(1, 1, 7, Frame(0, 0, 1, 1, Red, true, false))).Plays);
    }

    [Fact]
    public void Frames_beyond_the_canvas_and_pictures_of_another_size_are_damage()
    {
        byte[][] files =
        [
            Animated(2, 1, 1, Frame(2, 0, 1, 1, Red, true, false)),
            Animated(1, 1, 1, Frame(0, 0, 2, 1, [.. Red, .. Red], true, false)),
            Animated(1, 1, 1),
            Animated(2, 1, 1, Chunk("ANMF", [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Picture(1, 1, Red)])),
            Animated(1, 1, 1, Chunk("ANMF", new byte[16])),
            Animated(1, 1, 1, Chunk("ANMF", new byte[15])),
            File(Chunk("VP8X", 0, 0, 0, 0, 1, 0, 0, 0, 0, 0), Picture(1, 1, Red)),
            File(Chunk("ABCD", 1)),
        ];
        foreach (byte[] file in files)
            Assert.Throws<ImageFormatException>(() => Animation.Read(file));
    }

    [Fact]
    public void Unknown_chunks_are_passed_over()
    {
        byte[] file = Animated(1, 1, 2, Chunk("ABCD", 1, 2, 3), Frame(0, 0, 1, 1, Red, true, false), Chunk("EFGH"), Frame(0, 0, 1, 1, Green, true, false));
        using FrameReader reader = ImageCodecs.OpenFrames(new MemoryStream(file), DecodeOptions.Default, out _);
        Assert.Equal(Green, Decoded.Read(reader.Open(1)).ToRgba8());
        Assert.True(reader.IsAnimation);
    }
}
