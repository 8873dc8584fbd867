using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Jpeg;

/// <summary>What files may look like, and may not.</summary>
public sealed class JpegStructureTests
{
    private static readonly (int, byte[]) Jfif = (JpegMarker.Application, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 0, 0]);

    public static TheoryData<string, byte[]> Meanings() => new()
    {
        { "YCbCr by its JFIF segment", JpegWriting.Flat([100, 90, 200], [0x11, 0x11, 0x11], [1, 2, 3], Jfif) },
        { "YCbCr by its numbers", JpegWriting.Flat([100, 90, 200], [0x11, 0x11, 0x11], [1, 2, 3]) },
        { "YCbCr where nothing is said", JpegWriting.Flat([100, 90, 200], [0x11, 0x11, 0x11], [7, 8, 9]) },
        { "YCbCr by its Adobe segment", JpegWriting.Flat([100, 90, 200], [0x11, 0x11, 0x11], [(byte)'R', (byte)'G', (byte)'B'], Adobe(1)) },
        { "RGB by its Adobe segment", JpegWriting.Flat([201, 62, 33], [0x11, 0x11, 0x11], [1, 2, 3], Adobe(0)) },
        { "RGB by its letters", JpegWriting.Flat([201, 62, 33], [0x11, 0x11, 0x11], [(byte)'R', (byte)'G', (byte)'B']) },
        { "CMYK", JpegWriting.Flat([40, 189, 220, 16], [0x11, 0x11, 0x11, 0x11], [1, 2, 3, 4]) },
        { "inverted CMYK", JpegWriting.Flat([215, 66, 35, 239], [0x11, 0x11, 0x11, 0x11], [1, 2, 3, 4], Adobe(0)) },
        { "YCCK", JpegWriting.Flat([148, 169, 51, 239], [0x22, 0x11, 0x11, 0x22], [1, 2, 3, 4], Adobe(2)) },
    };

    [Theory]
    [MemberData(nameof(Meanings))]
    public void Components_mean_what_the_segments_say(string meaning, byte[] file)
    {
        byte[] expected = [201, 62, 33];
        Decoded decoded = Decoded.Read(file);
        Assert.Equal(PixelLayout.Rgb, decoded.Info.Format.Layout);
        for (int i = 0; i < decoded.Samples.Length; i += 3)
            for (int c = 0; c < 3; c++)
                Assert.True(Math.Abs(decoded.Samples[i + c] - expected[c]) <= 2, $"{meaning}: {decoded.Samples[i]} {decoded.Samples[i + 1]} {decoded.Samples[i + 2]}");
    }

    [Theory]
    [InlineData(0x31, 0x21, 0x11)]
    [InlineData(0x32, 0x21, 0x12)]
    [InlineData(0x41, 0x31, 0x11)]
    [InlineData(0x11, 0x22, 0x12)]
    public void Any_sampling_factors_go_together(byte first, byte second, byte third)
    {
        Decoded decoded = Decoded.Read(JpegWriting.Flat([100, 128, 128], [first, second, third], [1, 2, 3]));
        Assert.All(decoded.Samples, sample => Assert.Equal(100, sample));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_number_of_lines_may_stand_behind_the_scan(bool isPiped)
    {
        byte[] file = JpegWriting.Gray(40, 50, new EncodeOptions { RestartRows = 2 }), expected = Decoded.Read(file).Samples;
        int frame = JpegWriting.Find(file, JpegMarker.BaselineFrame);
        (file[frame + 5], file[frame + 6]) = (0, 0);
        byte[] late = [.. file[..^2], 0xFF, JpegMarker.NumberOfLines, 0, 4, 0, 50, 0xFF, JpegMarker.EndOfImage];
        Assert.Equal(expected, Decoded.Read(isPiped ? new TricklingStream(late) : new MemoryStream(late)).Samples);
        Assert.Contains("no number of lines", Assert.Throws<ImageFormatException>(() => Decoded.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_late_number_of_lines_may_repeat_the_height_but_not_change_it()
    {
        byte[] file = JpegWriting.Gray(40, 50);
        byte[] With(byte lines) => [.. file[..^2], 0xFF, JpegMarker.NumberOfLines, 0, 4, 0, lines, 0xFF, JpegMarker.EndOfImage];
        Assert.Equal(Decoded.Read(file).Samples, Decoded.Read(With(50)).Samples);
        Assert.Throws<ImageFormatException>(() => Decoded.Read(With(40)));
    }

    [Fact]
    public void Quantisers_are_those_of_a_components_first_scan()
    {
        Assert.SkipUnless(JpegTools.ArePresent, JpegTools.Absent);
        byte[] file = JpegTools.Run("jpegtran", JpegWriting.Gray(24, 24), "-progressive"), expected = Decoded.Read(file).Samples;
        int second = JpegWriting.Find(file, JpegMarker.StartOfScan) + 2;
        second += JpegWriting.Find(file[second..], JpegMarker.HuffmanTables);
        byte[] tables = [0xFF, JpegMarker.QuantisationTables, 0, 67, 0, .. Enumerable.Repeat((byte)99, 64)];
        Assert.Equal(expected, Decoded.Read([.. file[..second], .. tables, .. file[second..]]).Samples);
    }

    [Theory]
    [InlineData(0xC3, "lossless")]
    [InlineData(0xC5, "hierarchical")]
    [InlineData(0xC9, "arithmetic")]
    [InlineData(0xCA, "arithmetic")]
    public void What_is_not_read_is_named(byte frame, string feature)
    {
        byte[] file = JpegWriting.Gray(8, 8);
        file[JpegWriting.Find(file, JpegMarker.BaselineFrame) + 1] = frame;
        Assert.Contains(feature, Assert.Throws<UnsupportedImageException>(() => Decoded.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Twelve_bits_are_not_read()
    {
        byte[] file = JpegWriting.Gray(8, 8);
        file[JpegWriting.Find(file, JpegMarker.BaselineFrame) + 4] = 12;
        Assert.Contains("12-bit", Assert.Throws<UnsupportedImageException>(() => Decoded.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_may_be_missing_as_in_motion_jpeg()
    {
        byte[] file = JpegWriting.Gray(40, 30);
        int first = JpegWriting.Find(file, JpegMarker.HuffmanTables), scan = JpegWriting.Find(file, JpegMarker.StartOfScan);
        Assert.Equal(Decoded.Read(file).Samples, Decoded.Read([.. file[..first], .. file[scan..]]).Samples);
        int quantisers = JpegWriting.Find(file, JpegMarker.QuantisationTables), frame = JpegWriting.Find(file, JpegMarker.BaselineFrame);
        byte[] without = [.. file[..quantisers], .. file[frame..]];
        Assert.Contains("quantisation table 0", Assert.Throws<ImageFormatException>(() => Decoded.Read(without)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sixteen_bit_quantisers_and_fill_bytes_are_read()
    {
        byte[] file = JpegWriting.Gray(40, 30), expected = Decoded.Read(file).Samples;
        int at = JpegWriting.Find(file, JpegMarker.QuantisationTables);
        byte[] wide = [0xFF, 0xFF, 0xFF, JpegMarker.QuantisationTables, 0, 131, 0x10, .. file[(at + 5)..(at + 69)].SelectMany(q => (byte[])[0, q])];
        Assert.Equal(expected, Decoded.Read([.. file[..at], .. wide, .. file[(at + 69)..]]).Samples);
    }

    [Fact]
    public void Metadata_goes_through_and_orientation_is_reset()
    {
        byte[] profile = new byte[100_000];
        (profile[1], profile[2], profile[3]) = (1, 0x86, 0xA0);
        "GRAY"u8.CopyTo(profile.AsSpan(16));
        byte[] exif = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        var info = new ImageInfo(9, 5, new PixelFormat(PixelLayout.Gray, SampleType.UInt8))
        {
            Metadata = new ImageMetadata { IccProfile = profile, Exif = exif, Density = PixelDensity.FromDotsPerInch(300, 150) },
        };
        byte[] file = JpegWriting.Write(info, new byte[45]);
        ImageMetadata read = Decoded.Read(file).Info.Metadata;
        Assert.Equal(profile, read.IccProfile);
        Assert.Equal((Orientation.Normal, (byte)1, info.Metadata.Density), (read.Orientation, read.Exif![18], read.Density));

        // As a camera writes it.
        int at = file.AsSpan().IndexOf("Exif\0\0"u8) + 6 + 18;
        file[at] = 6;
        Assert.Equal(Orientation.Rotate90, Decoded.Read(file).Info.Metadata.Orientation);
        ImageMetadata none = Decoded.Read(JpegWriting.Write(info, new byte[45], new EncodeOptions { KeepMetadata = false })).Info.Metadata;
        Assert.Equal((null, null, null), (none.IccProfile, none.Exif, none.Density));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Restart_intervals_and_own_tables_change_no_sample(bool optimize)
    {
        foreach (PixelLayout layout in (PixelLayout[])[PixelLayout.Gray, PixelLayout.Rgb])
            foreach (ChromaSubsampling subsampling in Enum.GetValues<ChromaSubsampling>())
            {
                var info = new ImageInfo(77, 51, new PixelFormat(layout, SampleType.UInt8));
                byte[] samples = JpegWriting.Picture(77, 51, info.Format.Channels);
                byte[] plain = Decoded.Read(JpegWriting.Write(info, samples, new EncodeOptions { Subsampling = subsampling })).Samples;
                byte[] other = JpegWriting.Write(info, samples, new EncodeOptions { Subsampling = subsampling, OptimizeTables = optimize, RestartRows = 1 });
                Assert.Equal(plain, Decoded.Read(other).Samples);
                Assert.Equal(plain, Decoded.Read(new TricklingStream(other)).Samples);
            }
    }

    private static (int, byte[]) Adobe(byte transform) => (JpegMarker.Application + 14, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);
}
