using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Jpeg.Encoding;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Codecs.Tiff;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Tiff;

/// <summary>What small files can ask for: many tiles side by side, shared data, large frames, and texts that all pages share.</summary>
public sealed unsafe class TiffMemoryTests
{
    private const int Across = 48;

    // Buffers of the file and of reading directories.
    private const int Slack = 512 << 10;

    public static TheoryData<string> Kinds => ["none", "lzw", "zip", "packbits", "g4", "jpeg gray", "jpeg rgb", "jpeg rgb in scans", "jpeg inks", "jpeg inks in scans"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Tiles_that_are_open_together_take_what_is_accounted_for(string kind)
    {
        byte[] file = Tiles(kind);
        long limit = 1 << 16;
        while (true)
        {
            try
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                using IRowSource source = ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { Limits = new ImageLimits { MaxMemory = limit } }, out _);
                byte[] row = new byte[source.Info.RowBytes];
                source.ReadRow(row);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(allocated < limit + Slack, $"{kind}: {allocated} of {limit}");
                return;
            }
            catch (ImageLimitException exception)
            {
                Assert.True(exception.Needed > limit);
                limit = exception.Needed;
            }
        }
    }

    [Fact]
    public void Data_that_many_tiles_share_is_refused_however_high_the_tiles_are()
    {
        const int tiles = 100, length = 1 << 15;
        double[] all(double value) => [.. Enumerable.Repeat(value, tiles)];
        foreach (int height in (int[])[16, 1 << 30])
        {
            byte[] file = new TiffWriting(tiles * 8, 16, TiffPhotometric.BlackIsZero, 1).With(TiffTag.Compression, (int)TiffScheme.Lzw)
                .With(TiffTag.TileWidth, 8).With(TiffTag.TileHeight, TiffType.Long, height)
                .With(TiffTag.TileOffsets, TiffType.Byte, all(8)).With(TiffTag.TileLengths, TiffType.Long, all(length)).File(new byte[length]);
            Assert.Contains("overlap", Assert.Throws<ImageFormatException>(() => Decoded.Read(file)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Data_of_tiles_counts_as_a_sum()
    {
        // Comments make the data long.
        const int tiles = 40, comment = 1 << 15;
        byte[] jpeg = JpegWriting.Gray(16, 16);
        byte[] padded = [.. jpeg[..2], 0xFF, 0xFE, comment >> 8, comment & 255, .. new byte[comment - 2], .. jpeg[2..]];
        byte[] file = new TiffWriting(tiles * 16, 16, TiffPhotometric.BlackIsZero, 8).With(TiffTag.Compression, (int)TiffScheme.Jpeg)
            .With(TiffTag.TileWidth, 16).With(TiffTag.TileHeight, 16).File([.. Enumerable.Repeat(padded, tiles)]);
        long states = tiles * (long)TiffJpegChunk.StateBytes;
        var exception = Assert.Throws<ImageLimitException>(() => Decoded.Read(new MemoryStream(file), new ImageLimits { MaxMemory = states + (tiles * (long)comment) }));
        Assert.True(exception.Needed > states + (tiles * (long)comment));
        Assert.Equal(16 * tiles, Decoded.Read(file).Info.Width);
    }

    [Fact]
    public void Jpeg_frames_larger_than_their_strip_are_refused_before_they_are_decoded()
    {
        foreach ((int height, int frame, bool isRead) in ((int, int, bool)[])[(16, 16, true), (13, 16, true), (16, 17, false), (8, 4096, false)])
        {
            byte[] file = new TiffWriting(64, height, TiffPhotometric.BlackIsZero, 8).With(TiffTag.Compression, (int)TiffScheme.Jpeg).File(JpegWriting.Gray(64, frame));
            if (isRead)
                Assert.Equal(64 * height, Decoded.Read(file).Samples.Length);
            else
                Assert.Contains($"{frame} rows, not of", Assert.Throws<ImageFormatException>(() => Decoded.Read(file)).Message, StringComparison.Ordinal);
        }

        // The last strip may be stored with as many rows as the others.
        byte[] strips = new TiffWriting(64, 20, TiffPhotometric.BlackIsZero, 8).With(TiffTag.Compression, (int)TiffScheme.Jpeg).With(TiffTag.RowsPerStrip, 16)
            .File(JpegWriting.Gray(64, 16), JpegWriting.Gray(64, 16));
        Assert.Equal(64 * 20, Decoded.Read(strips).Samples.Length);
    }

    [Fact]
    public void Inks_in_several_scans_are_counted_and_no_scan_may_be_missing()
    {
        byte[] small = Inks(Scans(8, 8, 4), 8, 8);
        Assert.Equal(8 * 8 * 3, Decoded.Read(small).Samples.Length);
        Assert.Contains("ends before all components", Assert.Throws<ImageFormatException>(() => Decoded.Read(Inks(Scans(8, 8, 3), 8, 8))).Message, StringComparison.Ordinal);

        // A frame of many blocks with the data of one.
        Assert.Throws<ImageFormatException>(() => Decoded.Read(Inks(Scans(64, 64, 4), 64, 64)));
        byte[] large = Inks(Scans(4096, 4096, 4), 4096, 4096);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageLimitException>(() => Decoded.Read(new MemoryStream(large), new ImageLimits { MaxMemory = 64 << 20 }));

        // The samples that the test itself reads into, and little more.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (4096 * 4096 * 3) + (4 << 20));
    }

    [Fact]
    public void Texts_that_pages_share_are_decoded_once_and_charged_for_each()
    {
        const int pages = 100, length = 1 << 16;
        byte[] file = SharedText(pages, length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using (FrameReader reader = new TiffCodec().OpenFrames(new MemoryStream(file), DecodeOptions.Default))
        {
            Assert.Equal(pages, reader.Frames.Count);
            string first = Assert.Single(reader.Frames[0].Info.Metadata.Texts).Text;
            Assert.Equal(new string('A', length), first);
            Assert.All(reader.Frames, frame => Assert.Same(first, Assert.Single(frame.Info.Metadata.Texts).Text));
        }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 * length);

        // As much as a small limit lets pages share.
        List<string> notes = [];
        using FrameReader limited = new TiffCodec().OpenFrames(new MemoryStream(file), new DecodeOptions { OnNote = notes.Add, Limits = new ImageLimits { MaxMetadata = length } });
        Assert.Equal(65, limited.Frames.Count(frame => frame.Info.Metadata.Texts.Count == 1));
        Assert.Contains("left out", Assert.Single(notes), StringComparison.Ordinal);
    }

    private static byte[] Tiles(string kind)
    {
        byte[] raw = [.. Enumerable.Range(0, 256).Select(i => (byte)(i * 7))];
        var rgb = new ImageInfo(16, 16, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        (TiffScheme scheme, TiffPhotometric colors, int side, int[] bits, byte[] tile) = kind switch
        {
            "none" => (TiffScheme.None, TiffPhotometric.BlackIsZero, 16, (int[])[8], raw),
            "lzw" => (TiffScheme.Lzw, TiffPhotometric.BlackIsZero, 16, [8], Packed(stream => LzwEncoder.Write(raw, stream))),
            "zip" => (TiffScheme.Deflate, TiffPhotometric.BlackIsZero, 16, [8], Packed(stream =>
            {
                using var zip = new System.IO.Compression.ZLibStream(stream, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true);
                zip.Write(raw);
            })),
            "packbits" => (TiffScheme.PackBits, TiffPhotometric.BlackIsZero, 16, [8], [129, 7, 129, 8]),
            "g4" => (TiffScheme.Group4, TiffPhotometric.WhiteIsZero, 16, [1], [0xFF, 0xFF, 0x00, 0x10, 0x01]),
            "jpeg gray" => (TiffScheme.Jpeg, TiffPhotometric.BlackIsZero, 16, [8], JpegWriting.Gray(16, 16)),
            "jpeg rgb" => (TiffScheme.Jpeg, TiffPhotometric.YCbCr, 16, [8, 8, 8], JpegWriting.Write(rgb, JpegWriting.Picture(16, 16, 3))),
            "jpeg rgb in scans" => (TiffScheme.Jpeg, TiffPhotometric.YCbCr, 8, [8, 8, 8], Scans(8, 8, 3, 3)),
            "jpeg inks" => (TiffScheme.Jpeg, TiffPhotometric.Cmyk, 8, [8, 8, 8, 8], JpegWriting.Flat([1, 2, 3, 4], [0x11, 0x11, 0x11, 0x11], [1, 2, 3, 4])),
            _ => (TiffScheme.Jpeg, TiffPhotometric.Cmyk, 8, [8, 8, 8, 8], Scans(8, 8, 4)),
        };
        return new TiffWriting(Across * side, side, colors, bits).With(TiffTag.Compression, (int)scheme).With(TiffTag.TileWidth, side).With(TiffTag.TileHeight, side)
            .File([.. Enumerable.Repeat(tile, Across)]);
    }

    private static byte[] Packed(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static byte[] Inks(byte[] jpeg, int width, int height) =>
        new TiffWriting(width, height, TiffPhotometric.Cmyk, 8, 8, 8, 8).With(TiffTag.Compression, (int)TiffScheme.Jpeg).File(jpeg);

    // A frame of components of which some have a scan, each of one block.
    private static byte[] Scans(int width, int height, int scans, int components = 4)
    {
        using var stream = new MemoryStream();
        var header = new JpegHeaderWriter(stream);
        header.WriteMarker(JpegMarker.StartOfImage);
        byte[] ones = new byte[64];
        Array.Fill(ones, (byte)1);
        header.WriteQuantisers(0, ones);
        header.WriteSegment(JpegMarker.BaselineFrame, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)components, .. Enumerable.Range(1, components).SelectMany(id => (byte[])[(byte)id, 0x11, 0])]);
        header.WriteHuffman(0, 0, StandardTables.LumaDc);
        header.WriteHuffman(1, 0, StandardTables.LumaAc);
        short* block = stackalloc short[64];
        new Span<short>(block, 64).Clear();
        for (int i = 0; i < scans; i++)
        {
            header.WriteSegment(JpegMarker.StartOfScan, [1, (byte)(i + 1), 0, 0, 63, 0]);
            var writer = new BlockWriter(new BitWriter(stream), [(new HuffmanCodes(StandardTables.LumaDc), new HuffmanCodes(StandardTables.LumaAc))], 0);
            block[0] = (short)(100 * i);
            writer.Write(0, block);
            writer.Complete();
        }
        header.WriteMarker(JpegMarker.EndOfImage);
        return stream.ToArray();
    }

    // Pages of one pixel, which all have the same description.
    private static byte[] SharedText(int pages, int length)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("II*\0"u8);
        writer.Write(8 + length);
        stream.Write([.. Enumerable.Repeat((byte)'A', length)]);
        (int Tag, int Type, int Count, int Value)[] fields = [(256, 4, 1, 1), (257, 4, 1, 1), (258, 3, 1, 8), (262, 3, 1, 1), (270, 2, length, 8), (273, 4, 1, 8), (279, 4, 1, 1)];
        for (int i = 0; i < pages; i++)
        {
            writer.Write((ushort)fields.Length);
            foreach ((int tag, int type, int count, int value) in fields)
            {
                writer.Write((ushort)tag);
                writer.Write((ushort)type);
                writer.Write(count);
                writer.Write(value);
            }
            writer.Write(i < pages - 1 ? (int)stream.Position + 4 : 0);
        }
        return stream.ToArray();
    }
}
