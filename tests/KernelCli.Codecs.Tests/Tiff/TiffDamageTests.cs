using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Codecs.Tiff;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Tiff;

/// <summary>Damaged and hostile files: a picture or a declared error, before memory is allocated for what is not there.</summary>
public sealed class TiffDamageTests
{
    private static readonly ImageLimits Limits = new() { MaxPixels = 1 << 22, MaxMemory = 64 << 20 };

    [Fact]
    public void A_file_cut_anywhere_and_any_changed_byte_end_in_a_picture_or_a_declared_error()
    {
        var random = new Random(11);
        foreach (byte[] file in Files())
        {
            for (int length = 0; length < file.Length; length++)
                Check(file[..length]);
            for (int at = 0; at < file.Length; at++)
                foreach (byte value in (byte[])[0, 0xFF, (byte)(file[at] ^ (1 << random.Next(8))), (byte)random.Next(256)])
                {
                    byte[] changed = [.. file];
                    changed[at] = value;
                    Check(changed);
                }
        }
    }

    [Fact]
    public void Directories_that_form_a_loop_are_damage()
    {
        var info = new ImageInfo(2, 2, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        byte[] file = TiffWriteTests.Pages([info], new EncodeOptions { KeepMetadata = false }, out _);
        int directory = BitConverter.ToInt32(file, 4), count = BitConverter.ToInt16(file, directory);
        BitConverter.TryWriteBytes(file.AsSpan(directory + 2 + (12 * count)), directory);
        Assert.Contains("loop", Assert.Throws<ImageFormatException>(() => Decoded.Read(file)).Message, StringComparison.Ordinal);

        // Where damage is read past, the pages up to the loop are there.
        List<ImageFormatException> damage = [];
        using FrameReader reader = ImageCodecs.OpenFrames(new MemoryStream(file), new DecodeOptions { OnDamage = damage.Add }, out _);
        Assert.Equal((1, 1), (reader.Frames.Count, damage.Count));
    }

    [Fact]
    public void Sizes_are_checked_before_memory_is_allocated()
    {
        byte[][] files =
        [
            new TiffWriting(60000, 60000, TiffPhotometric.BlackIsZero, 8).File([0]),
            new TiffWriting(-1, -1, TiffPhotometric.BlackIsZero, 8).File([0]),
            new TiffWriting(1, 1, TiffPhotometric.BlackIsZero, 8).With(TiffTag.TileWidth, TiffType.Long, 1 << 30).With(TiffTag.TileHeight, TiffType.Long, 1 << 30).File([0]),
            new TiffWriting(2000, 2000, TiffPhotometric.BlackIsZero, 8).With(TiffTag.RowsPerStrip, 1).File([0]),
            new TiffWriting(2000, 2000, TiffPhotometric.Rgb, 8, 8, 8).With(TiffTag.SamplesPerPixel, 65535).File([0]),
            new TiffWriting(1, 1, TiffPhotometric.BlackIsZero, 1).With(TiffTag.Compression, 4).With(TiffTag.StripLengths, TiffType.Long, int.MaxValue).File([0]),
        ];
        foreach (byte[] file in files)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Exception? exception = Record.Exception(() => Decoded.Read(new MemoryStream(file), Limits));
            Assert.True(exception is ImageLimitException or ImageFormatException, $"{exception}");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
        }
    }

    [Fact]
    public void Reading_past_damage_goes_on_at_the_next_strip()
    {
        byte[][] strips = [[1, 2], [3], [5, 6]];
        byte[] packed = new TiffWriting(2, 3, TiffPhotometric.BlackIsZero, 8).With(TiffTag.RowsPerStrip, 1).File(strips);
        Assert.Contains("ends too early", Assert.Throws<ImageFormatException>(() => Decoded.Read(packed)).Message, StringComparison.Ordinal);
        List<ImageFormatException> damage = [];
        using IRowSource source = ImageCodecs.Open(new MemoryStream(packed), new DecodeOptions { OnDamage = damage.Add }, out _);
        Assert.Equal([1, 2, 0, 0, 5, 6], Decoded.Read(source).Samples);
        Assert.Single(damage);
    }

    [Fact]
    public void Nothing_is_printed_by_the_library_that_decodes_facsimile()
    {
        TextWriter before = Console.Error;
        using var printed = new StringWriter();
        Console.SetError(printed);
        try
        {
            Check(new TiffWriting(64, 9, TiffPhotometric.WhiteIsZero, 1).With(TiffTag.Compression, 4).File([0x12, 0x34, 0x56, 0x78, 0x9A]));
            Check(new TiffWriting(64, 9, TiffPhotometric.WhiteIsZero, 1).With(TiffTag.Compression, 3).File([0, 0, 0, 0, 0, 0, 0]));
        }
        finally
        {
            Console.SetError(before);
        }
        Assert.Equal("", printed.ToString());
    }

    [Theory]
    [InlineData(TiffScheme.Rle, 0)]
    [InlineData(TiffScheme.Group3, 0)]
    [InlineData(TiffScheme.Group3, 1)]
    [InlineData(TiffScheme.Group4, 0)]
    [InlineData(TiffScheme.Jpeg, 0)]
    internal void Half_the_data_is_no_picture_in_schemes_that_the_library_decodes(TiffScheme scheme, int options)
    {
        var random = new Random(4);
        bool isInks = scheme is TiffScheme.Jpeg;
        byte[][] rows = [.. Enumerable.Range(0, 32).Select(_ => isInks ? Enumerable.Range(0, 4 * 64).Select(_ => (byte)random.Next(256)).ToArray()
            : Enumerable.Range(0, 25).Select(_ => (byte)(random.Next(256) & random.Next(256))).ToArray())];
        (Func<byte[], byte[]> file, byte[] strip) = LibTiffWriting.Compress(scheme, options, isInks ? 64 : 200, rows, isInks ? 4 : 1);
        Decoded whole = Decoded.Read(file(strip));
        if (!isInks)
            for (int i = 0; i < whole.Samples.Length; i++)
                Assert.Equal((rows[i / 200][i % 200 / 8] >> (7 - (i % 8)) & 1) == 1 ? 0 : 255, whole.Samples[i]);

        // What ends the data may be missing, but no bit of the picture.
        int refused = 0;
        for (int length = 1; length < strip.Length; length += length < strip.Length - 16 ? 7 : 1)
            try
            {
                Assert.Equal(whole.Samples, Decoded.Read(file(strip[..length])).Samples);
                Assert.True(length > strip.Length - 16, $"{length} of {strip.Length}");
            }
            catch (ImageFormatException)
            {
                refused++;
            }
        Assert.True(refused >= (strip.Length - 16) / 7);
    }

    [Fact]
    public void Planes_in_one_old_style_JPEG_file_are_refused()
    {
        byte[] jpeg = JpegWriting.Gray(64, 16);
        byte[] file = new TiffWriting(64, 16, TiffPhotometric.Rgb, 8, 8, 8).With(TiffTag.Compression, (int)TiffScheme.OldJpeg).With(TiffTag.Planar, 2)
            .With(TiffTag.OldJpegStream, TiffType.Long, 8).With(TiffTag.OldJpegStreamLength, TiffType.Long, jpeg.Length).File(jpeg);
        Assert.Contains("planes", Assert.Throws<UnsupportedImageException>(() => Decoded.Read(file)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<byte[]> Files()
    {
        foreach (TiffCompression compression in Enum.GetValues<TiffCompression>())
            yield return TiffWriteTests.Pages([new ImageInfo(7, 5, new PixelFormat(PixelLayout.Rgba, SampleType.UInt16)), new ImageInfo(3, 3, new PixelFormat(PixelLayout.Gray, SampleType.Float32))],
                new EncodeOptions { TiffCompression = compression }, out _);
        byte[] blocks = new byte[60], jpeg = JpegWriting.Gray(16, 16);
        yield return new TiffWriting(7, 5, TiffPhotometric.YCbCr, 8, 8, 8).With(TiffTag.ChromaSubsampling, 2, 2).With(TiffTag.RowsPerStrip, 2).File(blocks, blocks, blocks);
        yield return new TiffWriting(16, 16, TiffPhotometric.BlackIsZero, 8) { IsBig = true, IsBigEndian = true }.With(TiffTag.Compression, 7).File(jpeg);
        yield return new TiffWriting(32, 2, TiffPhotometric.WhiteIsZero, 1).With(TiffTag.Compression, 4).File([0x26, 0xA8, 0x80, 0x10, 0x01]);
        yield return new TiffWriting(20, 18, TiffPhotometric.Palette, 4) { IsBigEndian = true }.With(TiffTag.ColorMap, [.. Enumerable.Range(0, 48).Select(i => i * 1000.0)])
            .With(TiffTag.TileWidth, 16).With(TiffTag.TileHeight, 16).With(TiffTag.Compression, 32773).File([.. Enumerable.Range(0, 4).Select(_ => (byte[])[129, 7])]);
    }

    private static void Check(byte[] file)
    {
        foreach (Action<ImageFormatException>? onDamage in (Action<ImageFormatException>?[])[null, _ => { }])
        {
            try
            {
                using FrameReader reader = new TiffCodec().OpenFrames(new MemoryStream(file), new DecodeOptions { Limits = Limits, OnDamage = onDamage });
                for (int i = 0; i < Math.Min(3, reader.Frames.Count); i++)
                {
                    using IRowSource page = reader.Open(i);
                    _ = Decoded.Read(page);
                }
            }
            catch (Exception exception) when (exception is ImageFormatException or UnsupportedImageException or ImageLimitException)
            {
            }
        }
    }
}
