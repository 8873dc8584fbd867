using System.Text;
using KernelCli.Codecs.Png;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Metadata;

/// <summary>What a PNG says besides its samples goes through, wherever in the file it stands.</summary>
public sealed class PngMetadataTests
{
    private static readonly byte[] Turned = ExifWriting.Of(true, [], (0x0112, 3, 1, 6));

    public static TheoryData<string, byte[]> CarriedChunks() => new()
    {
        { "cHRM", [.. Enumerable.Range(1, 32).Select(i => (byte)i)] },
        { "cICP", [12, 13, 0, 1] },
        { "mDCV", [.. Enumerable.Range(1, 24).Select(i => (byte)i)] },
        { "cLLI", [0, 0, 1, 2, 0, 0, 3, 4] },
        { "gAMA", [0, 0, 0xB1, 0x8F] },
        { "sRGB", [1] },
        { "sBIT", [5, 6, 5] },
        { "tIME", [7, 0xE9, 2, 28, 13, 59, 60] },
        { "pHYs", [0, 0, 0, 2, 0, 0, 0, 1, 0] },
        { "pHYs", [0, 0, 0x0B, 0x13, 0, 0, 0x16, 0x25, 1] },
        { "tEXt", Latin("Title\0plain é") },
        { "iTXt", [.. "Author\0\0\0nl\0Auteur\0Zoë 画"u8] },
    };

    [Theory]
    [MemberData(nameof(CarriedChunks))]
    public void A_chunk_goes_on_as_it_stands(string type, byte[] data)
    {
        byte[] result = Rewrite(PngWriting.File(4, 3, PngColorType.Rgb, [(type, data)]), null, out List<string> notes);
        Assert.Equal(data, PngWriting.Chunk(result, type));
        Assert.Empty(notes);
        if (type is not ("tEXt" or "iTXt" or "pHYs" or "tIME"))
            return;
        foreach (Stream stream in (Stream[])[new MemoryStream(PngWriting.File(4, 3, PngColorType.Rgb, [], (type, data))), new TricklingStream(PngWriting.File(4, 3, PngColorType.Rgb, [], (type, data)))])
            Assert.Equal(data, PngWriting.Chunk(Rewrite(stream, null, out _), type));
    }

    [Fact]
    public void Compressed_texts_go_on()
    {
        byte[] words = [.. "Comment\0\0"u8, .. PngWriting.Zlib(Latin("hello"))], long1 = [.. "Long\0\0"u8, .. PngWriting.Zlib(Latin(new string('a', 5000)))];
        byte[] wide = [.. "Author\0\u0001\0\0\0"u8, .. PngWriting.Zlib(Encoding.UTF8.GetBytes("画"))];
        ImageMetadata read = Decoded.Read(Rewrite(PngWriting.File(4, 3, PngColorType.Gray, [("zTXt", words)], ("zTXt", long1), ("iTXt", wide)), null, out List<string> notes)).Info.Metadata;
        Assert.Equal([new ImageText("Comment", "hello"), new ImageText("Long", new string('a', 5000)), new ImageText("Author", "画")], read.Texts);
        Assert.Empty(notes);
    }

    [Fact]
    public void A_text_that_names_the_orientation_does_not_say_the_old_one()
    {
        byte[] file = PngWriting.File(4, 3, PngColorType.Gray, [("tEXt", Latin("exif:Orientation\0" + "6")), ("eXIf", Turned)]);
        Assert.Equal(Latin("exif:Orientation\0" + "1"), PngWriting.Chunk(Rewrite(file, null, out _), "tEXt"));
    }

    public static TheoryData<string, (string, byte[])> HiddenExif() => new()
    {
        { "as text", ("tEXt", Latin($"Raw profile type exif\0{Raw([.. "Exif\0\0"u8, .. Turned])}")) },
        { "as compressed text", ("zTXt", [.. "Raw profile type APP1\0\0"u8, .. PngWriting.Zlib(Latin(Raw([.. "Exif\0\0"u8, .. Turned])))]) },
        { "as bare text", ("tEXt", Latin($"Raw profile type exif\0{Raw(Turned)}")) },
        { "with the words of JPEG", ("eXIf", [.. "Exif\0\0"u8, .. Turned]) },
        { "as a chunk", ("eXIf", Turned) },
    };

    [Theory]
    [MemberData(nameof(HiddenExif))]
    public void Exif_turns_the_picture_wherever_it_stands(string how, (string, byte[]) chunk)
    {
        Assert.NotEmpty(how);
        foreach (byte[] file in (byte[][])[PngWriting.File(4, 3, PngColorType.Gray, [chunk]), PngWriting.File(4, 3, PngColorType.Gray, [], chunk)])
            foreach (Stream stream in (Stream[])[new MemoryStream(file), new TricklingStream(file)])
            {
                byte[] result = Rewrite(stream, null, out _);
                Assert.Equal(Turned.Length, PngWriting.Chunk(result, "eXIf")!.Length);
                Assert.Equal((3, 4, Orientation.Normal), (Decoded.Read(result).Info.Width, Decoded.Read(result).Info.Height, Decoded.Read(result).Info.Metadata.Orientation));
                Assert.DoesNotContain(PngWriting.Chunks(result), other => other.Type is "tEXt" or "zTXt");
            }
    }

    [Theory]
    [InlineData("xmp")]
    [InlineData("iTXt")]
    [InlineData("compressed iTXt")]
    public void Xmp_goes_on_upright(string how)
    {
        byte[] packet = "<x xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:Orientation='6'/>"u8.ToArray();
        (string, byte[]) chunk = how switch
        {
            "xmp" => ("tEXt", Latin($"Raw profile type xmp\0{Raw(packet)}")),
            "iTXt" => ("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. packet]),
            _ => ("iTXt", [.. "XML:com.adobe.xmp\0\u0001\0\0\0"u8, .. PngWriting.Zlib(packet)]),
        };
        byte[] result = Rewrite(PngWriting.File(4, 3, PngColorType.Gray, [("eXIf", Turned), chunk]), null, out List<string> notes);
        Assert.EndsWith("tiff:Orientation='1'/>", Encoding.UTF8.GetString(PngWriting.Chunk(result, "iTXt")!), StringComparison.Ordinal);
        Assert.Empty(notes);
        Rewrite(PngWriting.File(4, 3, PngColorType.Gray, [chunk]), null, out notes);
        Assert.Contains("XMP alone", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_are_read_with_padding_and_from_texts_and_told_where_cut()
    {
        byte[] profile = Profile("RGB ");
        byte[] padded = [.. "p\0\0"u8, .. PngWriting.Zlib([.. profile, 0, 0, 0])], cut = [.. "p\0\0"u8, .. PngWriting.Zlib(profile[..150])];
        Assert.Equal(profile, Decoded.Read(PngWriting.File(4, 3, PngColorType.Rgb, [("iCCP", padded)])).Info.Metadata.IccProfile);
        Assert.Equal(profile, Decoded.Read(PngWriting.File(4, 3, PngColorType.Rgb, [("tEXt", Latin($"Raw profile type icc\0{Raw(profile)}"))])).Info.Metadata.IccProfile);
        Rewrite(PngWriting.File(4, 3, PngColorType.Rgb, [("iCCP", cut)]), null, out List<string> notes);
        Assert.Contains("ICC profile that is cut short", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Significant_bits_follow_the_channels_and_end_with_the_depth()
    {
        byte[] file = PngWriting.File(4, 3, PngColorType.Rgba, [("sBIT", [5, 6, 5, 1])]);
        Assert.Equal([6], PngWriting.Chunk(Rewrite(file, new PixelFormat(PixelLayout.Gray, SampleType.UInt8), out _), "sBIT"));
        Assert.Equal([6, 1], PngWriting.Chunk(Rewrite(file, new PixelFormat(PixelLayout.GrayAlpha, SampleType.UInt8), out _), "sBIT"));
        Assert.Equal([5, 6, 5], PngWriting.Chunk(Rewrite(file, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8), out _), "sBIT"));
        Assert.Null(PngWriting.Chunk(Rewrite(file, new PixelFormat(PixelLayout.Rgb, SampleType.UInt16), out List<string> notes), "sBIT"));
        Assert.Contains("significant bits", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_told_and_what_may_not_go_on_is_not_missed()
    {
        byte[] bomb = [.. "Bomb\0\0"u8, .. PngWriting.Zlib(new byte[40 << 20])];
        (string, byte[])[] chunks = [("zTXt", bomb), ("tEXt", Latin("after\0words")), ("vpAg", [1]), ("bKGD", [0, 0]), ("eXIf", Turned), ("gAMA", [1]), ("tEXt", Latin("Raw profile type exif\0\nexif\n 9\nzz"))];
        byte[] result = Rewrite(PngWriting.File(4, 3, PngColorType.Gray, chunks), null, out List<string> notes);
        Assert.Equal(3, Decoded.Read(result).Info.Width);
        Assert.True(result.Length < 2000);
        Assert.Equal(4, notes.Count);
        Assert.All((string[])["text 'Bomb' beyond 16777216 bytes", "texts beyond", "chunk vpAg", "chunk gAMA that is damaged"], words => Assert.Contains(notes, note => note.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public void Animations_and_joined_files_are_counted()
    {
        byte[] control(byte number) => [0, 0, 0, number, .. new byte[22]];
        byte[] still = PngWriting.File(2, 2, PngColorType.Gray, []);
        (byte[] File, int Count)[] files =
        [
            (still, 1),
            (PngWriting.File(2, 2, PngColorType.Gray, [("acTL", [0, 0, 0, 2, 0, 0, 0, 0]), ("fcTL", control(0))], ("fcTL", control(1)), ("fdAT", [0, 0, 0, 2, 1])), 2),
            (PngWriting.File(2, 2, PngColorType.Gray, [("acTL", [0, 0, 0, 1, 0, 0, 0, 0])], ("fcTL", control(0)), ("fdAT", [0, 0, 0, 1, 1])), 2),
            (PngWriting.File(2, 2, PngColorType.Gray, [("acTL", [0, 0, 0, 1, 0, 0, 0, 0]), ("fcTL", control(0))]), 1),
            ([.. still, .. still, .. still], 3),
        ];
        foreach ((byte[] file, int count) in files)
            foreach (Stream stream in (Stream[])[new MemoryStream(file), new TricklingStream(file)])
            {
                using IRowSource source = ImageCodecs.Open(stream, DecodeOptions.Default, out _);
                Assert.Equal(count, source.Info.Metadata.Frames);
                if (count > 1)
                    Assert.Contains($"{count} pictures", Assert.Throws<UnsupportedImageException>(() => ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { RejectMultiplePictures = true }, out _)).Message, StringComparison.Ordinal);
            }
    }

    [Fact]
    public void What_comes_too_late_in_a_long_pipe_is_told_or_refused()
    {
        (string, byte[]) filler = ("abCD", new byte[33 << 20]);
        byte[] turned = PngWriting.File(2, 2, PngColorType.Gray, [], filler, ("eXIf", Turned)), named = PngWriting.File(2, 2, PngColorType.Gray, [], filler, ("tEXt", Latin("Title\0t")));
        Assert.Contains("give the file's name", Assert.Throws<UnsupportedImageException>(() => Rewrite(new Pipe(turned), null, out _)).Message, StringComparison.Ordinal);
        Assert.Null(PngWriting.Chunk(Rewrite(new Pipe(named), null, out List<string> notes), "tEXt"));
        Assert.Contains("tEXt, which came after the image data", Assert.Single(notes), StringComparison.Ordinal);
        Assert.NotNull(PngWriting.Chunk(Rewrite(named, null, out _), "tEXt"));
    }

    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }

    // Through decoder and encoder, upright.
    internal static byte[] Rewrite(byte[] file, PixelFormat? format, out List<string> notes, string to = "png") => Rewrite(new MemoryStream(file), format, out notes, to);

    internal static byte[] Rewrite(Stream file, PixelFormat? format, out List<string> notes, string to = "png")
    {
        List<string> told = notes = [];
        using IRowSource source = OrientedRowSource.Apply(ImageCodecs.Open(file, new DecodeOptions { OnNote = told.Add }, out _), ImageLimits.Default);
        _ = Decoded.Read(source);
        ImageInfo info = source.Info.With(format ?? source.Info.Format);
        using var stream = new MemoryStream();
        using (IRowSink sink = ImageCodecs.ByName(to)!.Create(stream, info, new EncodeOptions { OnNote = told.Add }))
        {
            for (int y = 0; y < info.Height; y++)
                sink.WriteRow(new byte[info.RowBytes]);
            sink.Complete();
        }
        return stream.ToArray();
    }

    internal static byte[] Profile(string space)
    {
        byte[] profile = new byte[180];
        profile[3] = 180;
        Encoding.ASCII.GetBytes(space).CopyTo(profile, 16);
        "acsp"u8.CopyTo(profile.AsSpan(36));
        return profile;
    }

    private static string Raw(byte[] block) => $"\nkind of block\n{block.Length,8}\n{Convert.ToHexStringLower(block)}\n";

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
