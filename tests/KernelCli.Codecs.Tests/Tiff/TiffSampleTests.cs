using System.Runtime.InteropServices;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Codecs.Tiff;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Tiff;

/// <summary>What becomes of stored samples of each kind.</summary>
public sealed class TiffSampleTests
{
    public static TheoryData<bool, bool> Orders => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(12)]
    public void Unsigned_samples_of_few_bits_keep_their_share_of_the_full_range(int bits)
    {
        int most = (1 << bits) - 1, width = Math.Min(most + 1, 64);
        int[] values = [.. Enumerable.Range(0, width).Select(i => i * most / (width - 1))];
        var packed = new byte[((width * bits) + 7) / 8];
        for (int i = 0; i < width * bits; i++)
            packed[i / 8] |= (byte)(((values[i / bits] >> (bits - 1 - (i % bits))) & 1) << (7 - (i % 8)));
        Decoded black = Read(new TiffWriting(width, 1, TiffPhotometric.BlackIsZero, bits).File(packed));
        Decoded white = Read(new TiffWriting(width, 1, TiffPhotometric.WhiteIsZero, bits).File(packed));
        int full = bits <= 8 ? 255 : 65535;
        Assert.Equal(bits <= 8 ? SampleType.UInt8 : SampleType.UInt16, black.Info.Format.Sample);
        int[] expected = [.. values.Select(v => (int)Math.Round((double)v * full / most, MidpointRounding.AwayFromZero))];
        Assert.Equal(expected, Integers(black));
        Assert.Equal(expected.Select(v => full - v), Integers(white));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Samples_of_several_bytes_are_read_in_either_byte_order(bool isBigEndian, bool isBig)
    {
        TiffWriting Make(int bits, int format) => new TiffWriting(3, 1, TiffPhotometric.BlackIsZero, bits) { IsBigEndian = isBigEndian, IsBig = isBig }
            .With(TiffTag.SampleFormat, format);
        TiffWriting shorts = Make(16, 1), signed = Make(16, 2), longs = Make(32, 1), singles = Make(32, 3), halves = Make(16, 3), doubles = Make(64, 3), odd = Make(24, 3);
        Assert.Equal([1, 258, 65535], Integers(Read(shorts.File(shorts.Numbers(2, 1, 258, 65535)))));
        Assert.Equal([-2f, 300f, -32768f], Floats(Read(signed.File(signed.Numbers(2, -2, 300, -32768)))));
        Assert.Equal([1f, 70000f, 4294967296f], Floats(Read(longs.File(longs.Numbers(4, 1, 70000, uint.MaxValue)))));
        Assert.Equal([-1.5f, 0f, 1e30f], Floats(Read(singles.File(singles.Numbers(4, [.. ((float[])[-1.5f, 0, 1e30f]).Select(v => (long)BitConverter.SingleToUInt32Bits(v))])))));
        Assert.Equal([-1.5f, 0.25f, 2048f], Floats(Read(halves.File(halves.Numbers(2, [.. ((float[])[-1.5f, 0.25f, 2048]).Select(v => (long)BitConverter.HalfToUInt16Bits((Half)v))])))));
        Assert.Equal([-1.5f, 0.1f, 1e30f], Floats(Read(doubles.File(doubles.Numbers(8, [.. ((double[])[-1.5, 0.1, 1e30]).Select(BitConverter.DoubleToInt64Bits)])))));

        // 1.5 and -2 have the exponents 63 and 64 in 24 bits.
        Assert.Equal([1.5f, -2f, 0f], Floats(Read(odd.File(odd.Numbers(3, 0x3F8000, 0xC00000, 0)))));
    }

    [Fact]
    public void Palettes_of_bytes_high_bytes_and_whole_numbers_give_the_same_colours()
    {
        foreach (int factor in (int[])[1, 256, 257])
        {
            double[] map = [.. ((int[])[0, 10, 255, 7, 0, 20, 128, 8, 0, 30, 1, 9]).Select(v => (double)(v * factor))];
            Decoded picture = Read(new TiffWriting(4, 1, TiffPhotometric.Palette, 2).With(TiffTag.ColorMap, map).File([0b00_01_10_11]));
            Assert.Equal([0, 0, 0, 10, 20, 30, 255, 128, 1, 7, 8, 9], picture.Samples);
        }
        Assert.Throws<ImageFormatException>(() => Read(new TiffWriting(4, 1, TiffPhotometric.Palette, 2).With(TiffTag.ColorMap, 1, 2, 3).File([0])));
    }

    [Fact]
    public void Inks_become_red_green_and_blue() => Assert.Equal(
        [255, 255, 255, 0, 255, 255, 128, 64, 0, 0, 0, 0],
        Read(new TiffWriting(4, 1, TiffPhotometric.Cmyk, 8, 8, 8, 8).File([0, 0, 0, 0, 255, 0, 0, 0, 0, 127, 255, 127, 9, 9, 9, 255])).Samples);

    [Fact]
    public void Luma_and_chroma_become_colours_and_chroma_is_repeated()
    {
        // Two rows of three pixels in blocks of 2 by 2: four lumas, both chromas.
        byte[] blocks = [10, 20, 30, 40, 128, 128, 76, 0, 76, 0, 85, 255];
        Decoded picture = Read(new TiffWriting(3, 2, TiffPhotometric.YCbCr, 8, 8, 8).With(TiffTag.ChromaSubsampling, 2, 2).File(blocks));
        Assert.Equal([10, 10, 10, 20, 20, 20], picture.Samples[..6]);
        Assert.Equal([30, 30, 30, 40, 40, 40], picture.Samples[9..15]);
        Assert.Equal([254, 0, 0], picture.Samples[6..9]);
        Assert.Equal(picture.Samples[6..9], picture.Samples[15..18]);
    }

    [Fact]
    public void Alpha_is_made_straight_and_unknown_samples_are_left_out()
    {
        byte[] pixels = [100, 50, 0, 200, 9, 9, 9, 0];
        TiffWriting Make(int kind) => new TiffWriting(2, 1, TiffPhotometric.Rgb, 8, 8, 8, 8).With(TiffTag.ExtraSamples, kind);
        Assert.Equal([127, 63, 0, 200, 0, 0, 0, 0], Read(Make(1).File(pixels)).Samples);
        Assert.Equal(pixels, Read(Make(2).File(pixels)).Samples);
        Assert.Equal([100, 50, 0, 9, 9, 9], Read(Make(0).File(pixels)).Samples);
        List<string> notes = [];
        using KernelCli.Rows.IRowSource source = new TiffCodec().Open(new MemoryStream(Make(0).File(pixels)), new DecodeOptions { OnNote = notes.Add });
        Assert.Contains("neither colour nor alpha", Assert.Single(notes), StringComparison.Ordinal);

        // Floating-point colours are divided, too.
        var floats = new TiffWriting(1, 1, TiffPhotometric.BlackIsZero, 32, 32).With(TiffTag.ExtraSamples, 1).With(TiffTag.SampleFormat, 3, 3);
        Assert.Equal([-6f, 0.25f], Floats(Read(floats.File(floats.Numbers(4, BitConverter.SingleToInt32Bits(-1.5f), BitConverter.SingleToInt32Bits(0.25f))))));
    }

    [Theory]
    [InlineData(24, 1)]
    [InlineData(32, 1)]
    [InlineData(64, 1)]
    [InlineData(20, 1)]
    [InlineData(16, 2)]
    [InlineData(32, 2)]
    public void Colours_of_whole_numbers_keep_their_range_when_they_are_divided_by_alpha(int bits, int format)
    {
        // A quarter, a half, and alpha of a half.
        ulong most = ulong.MaxValue >> (format == 1 ? 64 - bits : 65 - bits), half = most / 2;
        foreach (bool isPlanar in (bool[])[false, true])
        {
            TiffWriting file = new TiffWriting(1, 1, TiffPhotometric.Rgb, bits, bits, bits, bits).With(TiffTag.ExtraSamples, 1).With(TiffTag.SampleFormat, format, format, format, format);
            ulong[] samples = [most / 4, half, 0, half];
            float[] result = Floats(Read(isPlanar ? file.With(TiffTag.Planar, 2).File([.. samples.Select(sample => Packed(bits, sample))]) : file.File(Packed(bits, samples))));
            Assert.Equal([0.5, 1, 0, 0.5], result.Select(value => Math.Round(value / (double)most, 3)));
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(24)]
    [InlineData(32)]
    [InlineData(64)]
    public void Gray_of_large_whole_numbers_is_inverted_where_zero_is_white(int bits)
    {
        ulong most = ulong.MaxValue >> (64 - bits);
        ulong[] samples = [0, 1, most - 2, most];
        Assert.Equal([most, most - 1, 2, 0], Floats(Read(new TiffWriting(4, 1, TiffPhotometric.WhiteIsZero, bits).File(Packed(bits, samples)))));

        // Alpha is not.
        TiffWriting Alpha() => new TiffWriting(2, 1, TiffPhotometric.WhiteIsZero, bits, bits).With(TiffTag.ExtraSamples, 2);
        Assert.Equal([most, 1, 2, most], Floats(Read(Alpha().File(Packed(bits, samples)))));
        Assert.Equal([most, most - 2, most - 1, most], Floats(Read(Alpha().With(TiffTag.Planar, 2).File(Packed(bits, samples[..2]), Packed(bits, samples[2..])))));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Signed_and_floating_point_gray_stays_where_zero_is_white_and_a_note_says_so(int format)
    {
        List<string> notes = [];
        TiffWriting file = new TiffWriting(1, 1, TiffPhotometric.WhiteIsZero, 32).With(TiffTag.SampleFormat, format);
        using KernelCli.Rows.IRowSource source = new TiffCodec().Open(new MemoryStream(file.File(file.Numbers(4, format == 2 ? 7 : BitConverter.SingleToInt32Bits(7)))), new DecodeOptions { OnNote = notes.Add });
        Assert.Equal([7f], Floats(Decoded.Read(source)));
        Assert.Contains("zero is white", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50000, "ZSTD")]
    [InlineData(50001, "WebP")]
    [InlineData(34712, "JPEG 2000")]
    [InlineData(34887, "LERC")]
    [InlineData(34925, "LZMA")]
    [InlineData(32809, "ThunderScan")]
    [InlineData(32771, "word-aligned")]
    [InlineData(4711, "unknown")]
    public void Compression_that_is_not_supported_is_refused_by_name(int scheme, string name) => Assert.Contains(name,
        Assert.Throws<UnsupportedImageException>(() => Read(new TiffWriting(1, 1, TiffPhotometric.BlackIsZero, 8).With(TiffTag.Compression, scheme).File([0]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Colours_that_are_not_supported_are_refused_by_name()
    {
        foreach ((int number, string name) in ((int, string)[])[(8, "L*a*b*"), (32803, "filter array"), (32845, "LogLuv")])
            Assert.Contains(name, Assert.Throws<UnsupportedImageException>(() => Read(new TiffWriting(1, 1, (TiffPhotometric)number, 8, 8, 8).File([0, 0, 0]))).Message, StringComparison.Ordinal);
        Assert.Throws<UnsupportedImageException>(() => Read(new TiffWriting(1, 1, TiffPhotometric.Rgb, 5, 6, 5).File([0, 0])));
    }

    internal static Decoded Read(byte[] file) => Decoded.Read(file);

    // Whole bytes least significant first, other numbers of bits from the highest.
    private static byte[] Packed(int bits, params ulong[] samples)
    {
        if (bits % 8 == 0)
            return [.. samples.SelectMany(sample => BitConverter.GetBytes(sample)[..(bits / 8)])];
        byte[] packed = new byte[((samples.Length * bits) + 7) / 8];
        for (int i = 0; i < samples.Length * bits; i++)
            packed[i / 8] |= (byte)(((samples[i / bits] >> (bits - 1 - (i % bits))) & 1) << (7 - (i % 8)));
        return packed;
    }

    private static IEnumerable<int> Integers(Decoded picture) => picture.Info.Format.Sample is SampleType.UInt8
        ? picture.Samples.Select(v => (int)v) : MemoryMarshal.Cast<byte, ushort>(picture.Samples).ToArray().Select(v => (int)v);

    private static float[] Floats(Decoded picture)
    {
        Assert.Equal(SampleType.Float32, picture.Info.Format.Sample);
        return MemoryMarshal.Cast<byte, float>(picture.Samples).ToArray();
    }
}
