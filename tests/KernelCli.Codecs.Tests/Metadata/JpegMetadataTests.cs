using System.Buffers.Binary;
using System.Text;
using KernelCli.Codecs.Jpeg;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Metadata;

/// <summary>What a JPEG says besides its samples goes through, and between formats as far as they hold it.</summary>
public sealed class JpegMetadataTests
{
    private const int App1 = JpegMarker.Application + 1, App2 = JpegMarker.Application + 2, App13 = JpegMarker.Application + 13;

    [Theory]
    [InlineData("jpeg", false)]
    [InlineData("jpeg", true)]
    [InlineData("png", false)]
    [InlineData("png", true)]
    public void A_thumbnail_never_reaches_the_result(string to, bool isBigEndian)
    {
        byte[] thumbnail = ExifWriting.Picture(251);
        byte[] resources = [.. JpegSegment.Photoshop, .. Resource(0x040C, thumbnail), .. Resource(0x0404, [0x1C, 2, 120, 0, 2, (byte)'H', (byte)'i', 0x1C, 2, 202, 0, (byte)thumbnail.Length, .. thumbnail])];
        byte[] file = With(
            (JpegMarker.Application, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 3, 3, .. thumbnail]), (JpegMarker.Application, [.. "JFXX\0"u8, 0x10, .. thumbnail]),
            (App1, [.. JpegSegment.Exif, .. ExifWriting.Camera(isBigEndian, thumbnail, thumbnail)]), (App13, resources), (App2, [.. "MPF\0"u8, .. thumbnail]),
            (App1, [.. JpegSegment.Xmp, .. Encoding.UTF8.GetBytes($"<x><xmp:Thumbnails>{Convert.ToBase64String(thumbnail)}</xmp:Thumbnails></x>")]),
            (App1, [.. JpegSegment.ExtendedXmp, .. thumbnail]));
        byte[] result = PngMetadataTests.Rewrite(file, null, out List<string> notes, to);
        Assert.True(result.AsSpan().IndexOf(thumbnail) < 0);
        Assert.True(result.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(thumbnail))) < 0);
        ImageMetadata read = Decoded.Read(result).Info.Metadata;
        Assert.True(read.Exif!.AsSpan().IndexOf("Maker of cameras"u8) > 0);
        Assert.True(read.Exif.AsSpan().IndexOf(thumbnail) < 0);
        Assert.Equal([0x1C, 2, 120, 0, 2, (byte)'H', (byte)'i'], read.Iptc);
        Assert.Equal("<x></x>", Encoding.UTF8.GetString(read.Xmp!));
        Assert.Equal(2, notes.Count);
        Assert.All((string[])["extended XMP", "MPF"], words => Assert.Contains(notes, note => note.Contains(words, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(0, 1)]
    [InlineData(400, 1)]
    public void A_profile_longer_than_it_says_is_whole(int padding, int split)
    {
        byte[] profile = PngMetadataTests.Profile("GRAY"), bytes = [.. profile, .. new byte[padding]];
        byte[] file = split == 0
            ? With((App2, [.. JpegSegment.Profile, 1, 1, .. bytes]))
            : With((App2, [.. JpegSegment.Profile, 2, 2, .. bytes[100..]]), (App2, [.. JpegSegment.Profile, 1, 2, .. bytes[..100]]));
        Assert.Equal(profile, Decoded.Read(PngMetadataTests.Rewrite(file, null, out List<string> notes, "jpeg")).Info.Metadata.IccProfile);
        Assert.Empty(notes);
    }

    [Fact]
    public void A_profile_cut_short_or_for_other_pixels_is_told()
    {
        byte[] profile = PngMetadataTests.Profile("GRAY");
        foreach (byte[] file in (byte[][])[With((App2, [.. JpegSegment.Profile, 1, 1, .. profile[..150]])), With((App2, [.. JpegSegment.Profile, 1, 2, .. profile]))])
        {
            PngMetadataTests.Rewrite(file, null, out List<string> notes, "jpeg");
            Assert.Contains("cut short", Assert.Single(notes), StringComparison.Ordinal);
        }
        foreach (string to in (string[])["jpeg", "png"])
        {
            byte[] result = PngMetadataTests.Rewrite(With((App2, [.. JpegSegment.Profile, 1, 1, .. PngMetadataTests.Profile("RGB ")])), null, out List<string> notes, to);
            Assert.Contains("not one for gray pixels", Assert.Single(notes), StringComparison.Ordinal);
            Assert.Null(Decoded.Read(result).Info.Metadata.IccProfile);
        }

        // Pixels without a profile are taken for sRGB.
        byte[] standard = [.. PngMetadataTests.Profile("RGB ")[..170], .. "sRGB"u8, .. new byte[6]];
        PngMetadataTests.Rewrite(With((App2, [.. JpegSegment.Profile, 1, 1, .. standard])), null, out List<string> none, "png");
        Assert.Empty(none);
    }

    [Fact]
    public void Comments_and_aspects_go_on_between_formats()
    {
        byte[] file = With((JpegMarker.Application, [.. "JFIF\0"u8, 1, 2, 0, 0, 2, 0, 1, 0, 0]), (JpegMarker.Comment, "Zoë\0"u8.ToArray()), (JpegMarker.Comment, [0xE9]));
        byte[] png = PngMetadataTests.Rewrite(file, null, out List<string> notes), back = PngMetadataTests.Rewrite(png, null, out _, "jpeg");
        Assert.Equal([0, 0, 0, 2, 0, 0, 0, 1, 0], PngWriting.Chunk(png, "pHYs"));
        foreach (byte[] result in (byte[][])[png, back])
        {
            ImageMetadata read = Decoded.Read(result).Info.Metadata;
            Assert.Equal((new PixelAspect(2, 1), null), (read.Aspect, read.Density));
            Assert.Equal([new PictureText("Comment", "Zoë"), new PictureText("Comment", "é")], read.Texts);
        }
        Assert.Empty(notes);
    }

    [Fact]
    public void A_turned_picture_has_a_turned_aspect()
    {
        byte[] file = With((JpegMarker.Application, [.. "JFIF\0"u8, 1, 2, 0, 0, 2, 0, 1, 0, 0]), (App1, [.. JpegSegment.Exif, .. ExifWriting.Of(true, [], (0x0112, 3, 1, 6))]));
        Assert.Equal(new PixelAspect(1, 2), Decoded.Read(PngMetadataTests.Rewrite(file, null, out _, "jpeg")).Info.Metadata.Aspect);
    }

    [Theory]
    [InlineData("jpeg", "texts (Title) and the time of change")]
    [InlineData("bmp", "EXIF, XMP, IPTC, the comment, texts (Title) and the time of change")]
    [InlineData("pnm", "EXIF, XMP, IPTC, the resolution, the comment, texts (Title) and the time of change")]
    [InlineData("pam", "PAM does not hold")]
    [InlineData("pfm", "PFM does not hold")]
    [InlineData("qoi", "QOI does not hold")]
    [InlineData("npy", "NPY does not hold")]
    [InlineData("png", null)]
    public void What_a_format_does_not_hold_is_named(string to, string? expected)
    {
        SampleType sample = to == "pfm" ? SampleType.Float32 : SampleType.UInt8;
        var info = new ImageInfo(2, 2, new PixelFormat(PixelLayout.Gray, sample))
        {
            Metadata = new ImageMetadata
            {
                Exif = ExifWriting.Of(true, [], (0x0112, 3, 1, 6)),
                Xmp = "<x/>"u8.ToArray(),
                Iptc = [0x1C, 2, 120, 0, 1, 65],
                Density = new PixelDensity(3000, 3000),
                Texts = [new("Comment", "c"), new("Title", "t")],
                Chunks = [new("tIME", new byte[7])],
            },
        };
        var notes = new List<string>();
        using var stream = new MemoryStream();
        ImageCodecs.ByName(to)!.Create(stream, info, new EncodeOptions { OnNote = notes.Add }).Dispose();
        if (expected is null)
            Assert.Empty(notes);
        else
            Assert.Contains(expected, Assert.Single(notes), StringComparison.Ordinal);
        notes.Clear();
        ImageCodecs.ByName(to)!.Create(stream, info, new EncodeOptions { OnNote = notes.Add, KeepMetadata = false }).Dispose();
        ImageCodecs.ByName(to)!.Create(stream, info with { Metadata = ImageMetadata.None }, new EncodeOptions { OnNote = notes.Add }).Dispose();
        Assert.Empty(notes);
    }

    [Fact]
    public void Another_picture_behind_the_end_is_told()
    {
        byte[] one = JpegWriting.Gray(8, 8);
        PngMetadataTests.Rewrite([.. one, .. one], null, out List<string> notes);
        Assert.Contains("another picture", Assert.Single(notes), StringComparison.Ordinal);
    }

    private static byte[] Resource(ushort kind, byte[] data)
    {
        byte[] head = [.. "8BIM"u8, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(4), kind);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(8), data.Length);
        return [.. head, .. data, .. new byte[data.Length & 1]];
    }

    // A gray picture with segments before its own, of which the JFIF header goes.
    private static byte[] With(params (int Marker, byte[] Data)[] segments)
    {
        byte[] file = JpegWriting.Gray(8, 8);
        using var stream = new MemoryStream();
        var header = new KernelCli.Codecs.Jpeg.Encoding.JpegHeaderWriter(stream);
        header.WriteMarker(JpegMarker.StartOfImage);
        foreach ((int marker, byte[] data) in segments)
            header.WriteSegment(marker, data);
        stream.Write(file.AsSpan(20));
        return stream.ToArray();
    }
}
