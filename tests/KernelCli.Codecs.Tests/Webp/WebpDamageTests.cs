using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using static KernelCli.Codecs.Tests.Support.WebpBuilding;

namespace KernelCli.Codecs.Tests.Webp;

public sealed class WebpDamageTests
{
    private static readonly byte[] Two = Animation.Generate(6, 5, 2, PixelLayout.Rgba, 9, 3).Write("webp");

    [Fact]
    public void A_file_cut_anywhere_is_an_error() => Damaging.CutAnywhere(Two);

    [Fact]
    public void Any_byte_may_be_wrong() => Damaging.ChangeAnywhere(Two);

    [Fact]
    public void Frames_before_the_damage_are_read_where_that_is_asked_for()
    {
        List<string> problems = [];
        Animation cut = Animation.Read(Two[..^3], new DecodeOptions { OnDamage = damage => problems.Add(damage.Message) });
        Assert.Equal(Animation.Read(Two).Frames[0].Samples, Assert.Single(cut.Frames).Samples);
        Assert.Single(problems);
    }

    [Fact]
    public void A_number_of_codes_beyond_the_data_takes_no_memory()
    {
        // A picture of one pixel, no transform, no cache, and codes by blocks: one block of group 65535, from codes of one
        // symbol each (red and green 255, the others 0). The 65536 groups that follow are missing.
        BitsBuilding bits = new BitsBuilding().Add(0x2F, 8).Add(0, 14).Add(0, 14).Add(0, 4).Add(0, 2).Add(1, 1).Add(0, 3).Add(0, 1);
        foreach (int symbol in (int[])[255, 255, 0, 0, 0])
            bits.Add(1, 1).Add(0, 1).Add(1, 1).Add(symbol, 8);
        byte[] file = File(Chunk("VP8L", [.. bits.ToBytes(), 1]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("ends too early", Assert.Throws<ImageFormatException>(() => Decoded.Read(file)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    [Fact]
    public void Pixels_from_before_the_first_are_refused()
    {
        // Green of symbol 256, a length of 1, and distance 120: seven rows up, in the first row.
        BitsBuilding bits = new BitsBuilding().Add(0x2F, 8).Add(0, 14).Add(0, 14).Add(0, 4).Add(0, 3);

        // Lengths of green: the code for lengths has 18 (138 zeros), 17 (10), and 1 of one bit; 256 is 138 + 118 zeros.
        bits.Add(0, 1).Add(2, 4).Add(2, 3).Add(2, 3).Add(0, 3).Add(1, 3).Add(0, 3).Add(0, 3);
        bits.Add(0, 1).Add(3, 2).Add(127, 7).Add(3, 2).Add(107, 7).Add(0, 1).Add(3, 2).Add(12, 7);
        foreach (int symbol in (int[])[0, 0, 0, 13])
            bits.Add(1, 1).Add(0, 1).Add(1, 1).Add(symbol, 8);
        Exception exception = Assert.Throws<ImageFormatException>(() => Decoded.Read(File(Chunk("VP8L", [.. bits.ToBytes(), 0, 0]))));
        Assert.Contains("before, after 0 of 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_are_refused_by_the_header()
    {
        byte[] bomb = File(Chunk("VP8L", 0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0, 0));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageLimitException>(() => ImageCodecs.Open(new MemoryStream(bomb), new DecodeOptions { Limits = new ImageLimits { MaxMemory = 64 << 20 } }, out _));
        Assert.Throws<ImageLimitException>(() => Animation.Read(Animated(1 << 24, 1 << 24, 1)));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
        Assert.Throws<ImageLimitException>(() => Animation.Read(new TricklingStream(Two), new DecodeOptions { Limits = new ImageLimits { MaxMemory = 100 } }));
    }
}
