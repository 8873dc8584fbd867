using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using static KernelCli.Codecs.Tests.Support.GifBuilding;

namespace KernelCli.Codecs.Tests.Gif;

public sealed class GifDamageTests
{
    private static readonly byte[] Two = File(3, 2, Loop(4), Frame(0, 0, 3, 2, [0, 1, 2, 1, 2, 0], delay: 5), Frame(1, 0, 2, 2, [1, 2, 3, 1], disposal: 2, isTransparent: true));

    [Fact]
    public void A_file_cut_anywhere_is_an_error() => Damaging.CutAnywhere(Two);

    [Fact]
    public void Any_byte_may_be_wrong() => Damaging.ChangeAnywhere(Two);

    [Fact]
    public void Frames_before_the_damage_are_read_where_that_is_asked_for()
    {
        var problems = new List<string>();
        var lenient = new DecodeOptions { OnDamage = damage => problems.Add(damage.Message) };
        Animation whole = Animation.Read(Two), cut = Animation.Read(Two[..^1], lenient);
        Assert.Equal(whole.Frames.Select(frame => frame.ToRgba8()), cut.Frames.Select(frame => frame.ToRgba8()));
        Assert.Contains("the file ends", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Single(Animation.Read(Two[..(File(3, 2, Loop(4), Frame(0, 0, 3, 2, [0, 1, 2, 1, 2, 0], delay: 5)).Length + 3)], lenient).Frames);

        // The second frame's codes end after its first row.
        problems.Clear();
        byte[] half = File(2, 2, Frame(0, 0, 2, 2, [1, 1, 1, 1]), Frame(0, 0, 2, 2, [2, 2]));
        Assert.Contains("row 2 of 2", Assert.Throws<ImageFormatException>(() => Animation.Read(half)).Message, StringComparison.Ordinal);
        Assert.Equal([0, 255, 0, 255, 0, 255, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255], Animation.Read(half, lenient).Frames[1].ToRgba8());
        Assert.Single(problems);
    }

    [Fact]
    public void Codes_before_their_definition_and_sizes_of_codes_that_are_none_are_refused()
    {
        // Clear, then code 6 of 4 colours, which the first string does not define.
        byte[] undefined = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 1, 0x34, 0, 0x3B];
        Assert.Contains("before it is defined", Assert.Throws<ImageFormatException>(() => Decoded.Read(undefined)).Message, StringComparison.Ordinal);
        foreach (byte bits in (byte[])[0, 1, 9, 12, 255])
        {
            undefined[23] = bits;
            Assert.Contains($"codes of {bits} bits", Assert.Throws<ImageFormatException>(() => Decoded.Read(undefined)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Too_large_frames_are_refused_by_the_header()
    {
        byte[] file = File(4, 4, Frame(0, 0, 4, 4, new byte[16]), Frame(0, 0, 60000, 60000, [1]));
        Assert.Throws<ImageLimitException>(() => ImageCodecs.Open(new MemoryStream(file), DecodeOptions.Default, out _));
        Assert.Throws<ImageLimitException>(() => Animation.Read(Two, new DecodeOptions { Limits = new ImageLimits { MaxPixels = 5 } }));
        Assert.Throws<ImageLimitException>(() => Animation.Read(new TricklingStream(Two), new DecodeOptions { Limits = new ImageLimits { MaxMemory = 60 } }));
    }

    [Fact]
    public void A_file_without_pictures_is_refused() => Assert.Contains("no picture", Assert.Throws<ImageFormatException>(() => Decoded.Read(File(1, 1))).Message, StringComparison.Ordinal);
}
