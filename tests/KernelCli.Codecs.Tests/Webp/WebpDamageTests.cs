using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Codecs.Webp;
using KernelCli.Primitives;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using static KernelCli.Codecs.Tests.Support.WebpBuilding;
using ImageFormatException = KernelCli.Primitives.ImageFormatException;

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

    [Theory]
    [InlineData(30)]
    [InlineData(90)]
    public void Half_a_lossy_picture_is_no_picture(int quality)
    {
        using var picture = Image.LoadPixelData<Rgb24>(JpegWriting.Picture(70, 50, 3), 70, 50);
        using var stream = new MemoryStream();
        picture.Save(stream, new WebpEncoder { FileFormat = WebpFileFormatType.Lossy, Quality = quality });
        byte[] whole = stream.ToArray(), data = whole[20..(20 + BitConverter.ToInt32(whole, 16))];
        Assert.Equal("VP8 "u8, whole.AsSpan(12, 4));
        byte[] samples = Decoded.Read(whole).Samples;
        Assert.Equal(samples, Decoded.Read(File(Chunk("VP8 ", [.. data, 1, 2, 3, 255]))).Samples);

        // The last bytes may hold nothing but the end of the code.
        for (int length = 10; length < data.Length - 3; length += 23)
            Assert.Throws<ImageFormatException>(() => Decoded.Read(File(Chunk("VP8 ", data[..length]))));
        for (int length = data.Length - 3; length < data.Length; length++)
            if (Record.Exception(() => Assert.Equal(samples, Decoded.Read(File(Chunk("VP8 ", data[..length]))).Samples)) is { } exception)
                Assert.IsType<ImageFormatException>(exception);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void All_partitions_of_a_lossy_picture_must_be_there(int partitions, bool hasSegments)
    {
        var bits = new BoolCoding().Write(0, 2);
        if (hasSegments)
        {
            // A map and new values: two quantisers, one filter level, one probability.
            bits.Write(0b111, 3).Write(1, 1);
            foreach ((bool isThere, int width) in ((bool, int)[])[(true, 8), (false, 0), (true, 8), (false, 0), (false, 0), (true, 7), (false, 0), (false, 0), (false, 0), (true, 8), (false, 0)])
                bits.Write(isThere ? 1 : 0, 1).Write(85, width);
        }
        else
            bits.Write(0, 1);
        bits.Write(0b1_101010_011, 10).Write(hasSegments ? 0b11 : 0b10, 2);
        for (int i = 0; hasSegments && i < 8; i++)
            bits.Write(i == 3 ? 1 : 0, 1).Write(42, i == 3 ? 7 : 0);
        byte[] first = bits.Write(partitions, 2).ToBytes();
        int count = 1 << partitions;
        byte[][] parts = [.. Enumerable.Range(0, count).Select(i => Enumerable.Repeat((byte)(i + 1), 5 + i).ToArray())];
        byte[] tag = Number((first.Length << 5) | 0b10000, 3), size = [0x9D, 0x01, 0x2A, 16, 0, 16, 0];
        byte[] frame = [.. tag, .. size, .. first, .. parts[..^1].SelectMany(part => Number(part.Length, 3)), .. parts.SelectMany(part => part)];

        byte[] ones = [.. Enumerable.Repeat((byte)255, 64)];
        Assert.Equal([.. Number(((first.Length + 64) << 5) | 0b10000, 3), .. size, .. first, .. ones, .. parts[..^1].SelectMany(part => Number(part.Length + 64, 3)), .. parts.SelectMany(part => (byte[])[.. part, .. ones])],
            Vp8Partitions.Padded(frame, 0));
        int last = frame.Length - parts[^1].Length;
        for (int length = 10; length < last; length++)
            Assert.Throws<ImageFormatException>(() => Vp8Partitions.Padded(frame[..length], 0));
    }

    // The coder of RFC 6386, 7.3, for bits that are as likely 0 as 1.
    private sealed class BoolCoding
    {
        private readonly List<byte> _bytes = [];
        private uint _bottom;
        private uint _range = 255;
        private int _left = 24;

        public BoolCoding Write(int value, int count)
        {
            while (--count >= 0)
            {
                uint split = 1 + (((_range - 1) * 128) >> 8);
                (_bottom, _range) = ((value >> count) & 1) == 1 ? (_bottom + split, _range - split) : (_bottom, split);
                for (; _range < 128; _range <<= 1)
                    Shift();
            }
            return this;
        }

        public byte[] ToBytes()
        {
            for (int i = 0; i < 32; i++)
                Shift();
            return [.. _bytes];
        }

        private void Shift()
        {
            if (_bottom >> 31 == 1)
                for (int i = _bytes.Count - 1; ++_bytes[i] == 0; i--)
                {
                }
            _bottom <<= 1;
            if (--_left > 0)
                return;
            _bytes.Add((byte)(_bottom >> 24));
            (_bottom, _left) = (_bottom & 0xFFFFFF, 8);
        }
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
