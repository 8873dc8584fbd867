using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using static KernelCli.Codecs.Tests.Support.GifBuilding;

namespace KernelCli.Codecs.Tests.Gif;

/// <summary>How the frames of a GIF are drawn on the canvas.</summary>
public sealed class GifFrameTests
{
    // One letter a pixel: k, r, g, b, or a dot for a transparent one.
    private static string Show(Decoded frame)
    {
        byte[] rgba = frame.ToRgba8();
        return string.Concat(Enumerable.Range(0, rgba.Length / 4).Select(i => rgba[(4 * i) + 3] == 0 ? '.'
            : rgba[4 * i] == 255 ? 'r' : rgba[(4 * i) + 1] == 255 ? 'g' : rgba[(4 * i) + 2] == 255 ? 'b' : 'k'));
    }

    private static string[] Show(byte[] file) => [.. Animation.Read(file).Frames.Select(Show)];

    [Theory]
    [InlineData(0, "rrrr", "rggr", "bggr")]
    [InlineData(1, "rrrr", "rggr", "bggr")]
    [InlineData(2, "rrrr", "rggr", "b..r")]
    [InlineData(3, "rrrr", "rggr", "brrr")]
    [InlineData(4, "rrrr", "rggr", "brrr")]
    [InlineData(7, "rrrr", "rggr", "bggr")]
    public void A_frame_is_disposed_of_before_the_next_is_drawn(int disposal, params string[] expected) => Assert.Equal(expected, Show(File(4, 1,
        Frame(0, 0, 4, 1, [1, 1, 1, 1]), Frame(1, 0, 2, 1, [2, 2], disposal), Frame(0, 0, 1, 1, [3]))));

    [Fact]
    public void Transparent_pixels_show_what_is_under_them() => Assert.Equal(["r.r.", "rgr."], Show(File(4, 1,
        Frame(0, 0, 4, 1, [1, 3, 1, 3], isTransparent: true), Frame(0, 0, 3, 1, [3, 2, 3], isTransparent: true))));

    [Fact]
    public void A_first_frame_that_restores_what_was_before_it_leaves_an_empty_canvas() =>
        Assert.Equal(["rr", "g."], Show(File(2, 1, Frame(0, 0, 2, 1, [1, 1], disposal: 3), Frame(0, 0, 1, 1, [2]))));

    [Fact]
    public void What_is_outside_the_canvas_is_cut_off() => Assert.Equal(["..rg", "..rg", "..rg"], Show(File(2, 2,
        Frame(0, 1, 3, 2, [1, 2, 3, 1, 1, 1]), Frame(2, 0, 1, 1, [1], disposal: 2), Frame(5, 9, 1, 1, [1], disposal: 3))));

    [Fact]
    public void Interlaced_rows_are_put_in_order()
    {
        foreach (int height in (int[])[1, 2, 3, 4, 5, 8, 9, 11, 16, 17])
        {
            int[] order = [.. Enumerable.Range(0, height).OrderBy(y => y % 8 == 0 ? 0 : y % 4 == 0 ? 1 : y % 2 == 0 ? 2 : 3).ThenBy(y => y)];
            byte[] stored = [.. order.Select(y => (byte)(y * 7 % 4))];
            string expected = string.Concat(Enumerable.Range(0, height).Select(y => "krgb"[y * 7 % 4]));
            Assert.Equal([expected], Show(File(1, height, Frame(0, 0, 1, height, stored, isInterlaced: true))));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(65535, 65536)]
    public void Repeats_are_one_less_than_plays(int repeats, int plays)
    {
        byte[] frame = Frame(0, 0, 1, 1, [1]);
        Assert.Equal(plays, Animation.Read(File(1, 1, Loop(repeats), frame, frame)).Plays);
        Assert.Equal(plays, Animation.Read(File(1, 1, Loop(repeats, "ANIMEXTS1.0"), frame, frame)).Plays);
        Assert.Equal(1, Animation.Read(File(1, 1, Loop(repeats), frame)).Plays);
        Assert.Equal(1, Animation.Read(File(1, 1, Loop(repeats, "SOMETHING1."), frame, frame)).Plays);
    }

    [Fact]
    public void Delays_are_hundredths_of_a_second() => Assert.Equal([70.0, 0, 655350], Animation.Read(File(1, 1,
        Frame(0, 0, 1, 1, [1], delay: 7), Frame(0, 0, 1, 1, [1]), Frame(0, 0, 1, 1, [1], delay: 65535))).Delays.Select(delay => delay.Milliseconds));

    [Fact]
    public void The_first_frame_alone_is_the_whole_canvas_and_says_how_many_there_are()
    {
        byte[] file = File(2, 2, Frame(1, 1, 1, 1, [2]), Frame(0, 0, 2, 2, [1, 1, 1, 1]));
        Decoded first = Decoded.Read(file);
        Assert.Equal(("...g", 2, PixelLayout.Rgba), (Show(first), first.Info.Metadata.Frames, first.Info.Format.Layout));
        var refusing = new DecodeOptions { RejectMultiplePictures = true };
        Assert.Contains("2 pictures in one GIF", Assert.Throws<UnsupportedImageException>(() =>
            ImageCodecs.Open(new MemoryStream(file), refusing, out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_frames_have_the_layout_that_any_of_them_needs()
    {
        byte[] black = Frame(0, 0, 2, 1, [0, 0]), local = [0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0x80, 9, 9, 9, 8, 8, 8, .. Data([0, 1])];
        Assert.Equal(PixelLayout.Gray, Layout(local));
        Assert.Equal(PixelLayout.Gray, Layout(local, local));
        Assert.Equal(PixelLayout.Rgb, Layout(local, black));
        Assert.Equal(PixelLayout.GrayAlpha, Layout([0x21, 0xF9, 4, 8, 0, 0, 0, 0, .. local], local));
        Assert.Equal(PixelLayout.Rgba, Layout(black, Frame(0, 0, 1, 1, [0], disposal: 2), black));
        Assert.Equal(PixelLayout.Rgb, Layout(black, Frame(0, 0, 1, 1, [0], disposal: 3), black));

        static PixelLayout Layout(params byte[][] blocks) => Assert.Single(Animation.Read(File(2, 1, blocks)).Frames.Select(frame => frame.Info.Format.Layout).Distinct());
    }

    [Fact]
    public void Frames_may_be_skipped()
    {
        byte[] file = File(3, 1, Frame(0, 0, 3, 1, [1, 1, 1]), Frame(1, 0, 1, 1, [2], disposal: 3), Frame(0, 0, 1, 1, [3]));
        using var reader = ImageCodecs.OpenFrames(new MemoryStream(file), DecodeOptions.Default, out _);
        Assert.Equal("brr", Show(Decoded.Read(reader.Open(2))));
        Assert.True(reader.IsAnimation);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Open(1));
    }

    [Fact]
    public void Colours_that_the_table_does_not_give_are_black() => Assert.Equal(["k"],
        Show([.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, .. Data([3]), 0x3B]));
}
