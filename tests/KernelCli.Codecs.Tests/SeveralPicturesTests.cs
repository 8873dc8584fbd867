using System.Text;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests;

/// <summary>A file with several pictures is counted, and refused where one alone would be taken.</summary>
public sealed class SeveralPicturesTests
{
    public static TheoryData<string, byte[]> Pictures() => new()
    {
        { "P1", Ascii("P1\n# a comment\n3 2\n101\n0 1 0\n") },
        { "P2", Ascii("P2\n3 2\n9\n1 2 3\n# between\n4 5 6\n") },
        { "P3", Ascii("P3 1 2 255 1 2 3 4 5 6 ") },
        { "P4", [.. Ascii("P4\n9 2\n"), 1, 128, 2, 0] },
        { "P5", [.. Ascii("P5\n3 2\n255\n"), 80, 53, 10, 9, 32, 35] },
        { "P5 of 16 bit", [.. Ascii("P5\n2 1\n65535\n"), 1, 2, 3, 4] },
        { "P6", [.. Ascii("P6\n1 2\n200\n"), 1, 2, 3, 4, 5, 6] },
        { "P7", [.. Ascii("P7\nWIDTH 1\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"), 1, 2, 3, 4, 5, 6, 7, 8] },
        { "Pf", [.. Ascii("Pf\n1 2\n-1.0\n"), .. new byte[8]] },
        { "PF", [.. Ascii("PF\n1 1\n1.0\n"), .. new byte[12]] },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Every_picture_of_the_family_is_counted_from_files_and_pipes(string kind, byte[] picture)
    {
        Assert.NotEmpty(kind);
        byte[] other = [.. Ascii("P5 2 1 255\n"), 80, 53];
        foreach ((byte[] file, int count) in ((byte[], int)[])[(picture, 1), ([.. picture, .. picture], 2), ([.. picture, (byte)'\n', .. other, .. picture], 3), ([.. other, .. picture], 2)])
        {
            Assert.Equal(count, CountOf(new MemoryStream(file)));
            Assert.Equal(count, CountOf(new TricklingStream(file)));
            if (count == 1)
            {
                ReadAlone(new MemoryStream(file));
                ReadAlone(new TricklingStream(file));
                continue;
            }
            foreach (Stream stream in (Stream[])[new MemoryStream(file), new TricklingStream(file)])
                Assert.Contains($"{count} pictures in one ", Assert.Throws<UnsupportedImageException>(() => ReadAlone(stream)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_is_refused_before_its_rows_are_read()
    {
        byte[] two = [.. Ascii("P5 1 1 255\n!P5 1 1 255\n!")];
        Assert.Throws<UnsupportedImageException>(() => ImageCodecs.Open(new MemoryStream(two), new DecodeOptions { RejectMultiplePictures = true }, out _));
    }

    [Fact]
    public void A_second_picture_that_is_cut_short_counts()
    {
        Assert.Equal(2, CountOf(new MemoryStream(Ascii("P5 1 1 255\n!P5 9 9 255\n!"))));
        Assert.Equal(2, CountOf(new TricklingStream(Ascii("P5 1 1 255\n!P2 9 9 255\n1 2 3"))));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("garbage")]
    [InlineData("P")]
    [InlineData("P9 1 1 255\n!")]
    [InlineData("P5 0 4 255\n")]
    [InlineData("Puppet 4 4")]
    public void What_reads_like_no_header_is_no_picture(string rest)
    {
        byte[] file = Ascii("P5 1 1 255\n!" + rest);
        Assert.Equal((1, 1), (CountOf(new MemoryStream(file)), CountOf(new TricklingStream(file))));
        ReadAlone(new MemoryStream(file));
    }

    [Fact]
    public void Joined_qoi_files_are_counted()
    {
        var info = new ImageInfo(5, 4, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        byte[] one = RoundTripTests.Write("qoi", info, RoundTripTests.Samples(new Random(1), info), 0);
        Assert.Equal(1, CountOf(new MemoryStream(one)));
        Assert.Equal(3, CountOf(new TricklingStream([.. one, .. one, .. one])));
        Assert.Throws<UnsupportedImageException>(() => ReadAlone(new MemoryStream([.. one, .. one])));
    }

    private static int CountOf(Stream file)
    {
        using IRowSource source = ImageCodecs.Open(file, DecodeOptions.Default, out _);
        _ = Decoded.Read(source);
        return source.Info.Metadata.Frames;
    }

    private static void ReadAlone(Stream file)
    {
        using IRowSource source = ImageCodecs.Open(file, new DecodeOptions { RejectMultiplePictures = true }, out _);
        _ = Decoded.Read(source);
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
