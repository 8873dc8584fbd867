using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Codecs.Tiff;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Tiff;

/// <summary>Strips and tiles, planes, bit orders, pages and metadata of files from elsewhere.</summary>
public sealed class TiffLayoutTests
{
    [Fact]
    public void Tiles_are_joined_and_what_is_outside_the_picture_is_left_out()
    {
        const int width = 21, height = 18;
        byte[][] tiles = [.. Enumerable.Range(0, 4).Select(tile => Enumerable.Range(0, 256).Select(i => (byte)((tile * 64) + (i / 16 * 3) + (i % 16))).ToArray())];
        Decoded picture = TiffSampleTests.Read(new TiffWriting(width, height, TiffPhotometric.BlackIsZero, 8).With(TiffTag.TileWidth, 16).With(TiffTag.TileHeight, 16).File(tiles));
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                Assert.Equal(tiles[(y / 16 * 2) + (x / 16)][(y % 16 * 16) + (x % 16)], picture.Samples[(y * width) + x]);
    }

    [Fact]
    public void Planes_are_interleaved()
    {
        byte[][] strips = [[1, 2], [3, 4], [5, 6], [7, 8], [9, 10], [11, 12]];
        var file = new TiffWriting(2, 2, TiffPhotometric.Rgb, 8, 8, 8).With(TiffTag.Planar, 2).With(TiffTag.RowsPerStrip, 1);
        Assert.Equal([1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12], TiffSampleTests.Read(file.File(strips)).Samples);
    }

    [Fact]
    public void Bits_may_be_stored_from_the_lowest_one()
    {
        var file = new TiffWriting(8, 1, TiffPhotometric.BlackIsZero, 1).With(TiffTag.FillOrder, 2);
        Assert.Equal([255, 0, 0, 0, 0, 0, 255, 255], TiffSampleTests.Read(file.File([0b1100_0001])).Samples);
    }

    [Fact]
    public void Runs_may_cross_rows_and_LZW_may_have_its_old_form()
    {
        byte[] packed = [unchecked((byte)-5), 7, 128, 2, 1, 2, 3];
        Assert.Equal([7, 7, 7, 7, 7, 7, 1, 2, 3], TiffSampleTests.Read(new TiffWriting(3, 3, TiffPhotometric.BlackIsZero, 8).With(TiffTag.Compression, 32773).File(packed)).Samples);

        // Codes of nine bits, lowest bits first: 256, 5, 258, 6, 257.
        ulong bits = 0;
        int[] codes = [256, 5, 258, 6, 257];
        for (int i = 0; i < codes.Length; i++)
            bits |= (ulong)codes[i] << (9 * i);
        Assert.Equal([5, 5, 5, 6], TiffSampleTests.Read(new TiffWriting(4, 1, TiffPhotometric.BlackIsZero, 8).With(TiffTag.Compression, 5).File(BitConverter.GetBytes(bits)[..6])).Samples);
    }

    [Fact]
    public void Lengths_of_strips_may_be_missing()
    {
        byte[] file = new TiffWriting(2, 2, TiffPhotometric.BlackIsZero, 8).With(TiffTag.RowsPerStrip, 1).With(TiffTag.StripLengths, TiffType.Long, 0).File([1, 2], [3, 4]);
        Assert.Equal([1, 2, 3, 4], TiffSampleTests.Read(file).Samples);
    }

    [Fact]
    public void Orientation_resolution_and_texts_are_read()
    {
        byte[] file = new TiffWriting(1, 1, TiffPhotometric.BlackIsZero, 8).With(TiffTag.Orientation, 6)
            .With(TiffTag.ResolutionX, TiffType.Rational, 100).With(TiffTag.ResolutionY, TiffType.Rational, 50.5).With(TiffTag.ResolutionUnit, 3)
            .With(TiffTag.Artist, TiffType.Ascii, [.. "Zoë\0"u8.ToArray().Select(b => (double)b)]).File([0]);
        ImageMetadata metadata = TiffSampleTests.Read(file).Info.Metadata;
        Assert.Equal((Orientation.Rotate90, new PixelDensity(10000, 5050)), (metadata.Orientation, metadata.Density));
        Assert.Equal([new("Author", "Zoë")], metadata.Texts);
    }

    [Fact]
    public void Each_page_has_its_own_size_and_format_and_the_first_one_tells_their_number()
    {
        var infos = new[] { new ImageInfo(3, 2, new(PixelLayout.Rgb, SampleType.UInt8)), new ImageInfo(5, 1, new(PixelLayout.Gray, SampleType.Float32)), new ImageInfo(1, 4, new(PixelLayout.Rgba, SampleType.UInt16)) };
        byte[] file = TiffWriteTests.Pages(infos, EncodeOptions.Default, out byte[][] samples);
        foreach (Stream stream in (Stream[])[new MemoryStream(file), new TricklingStream(file)])
        {
            using FrameReader reader = ImageCodecs.OpenFrames(stream, DecodeOptions.Default, out ImageCodec codec);
            Assert.Equal(("tiff", false, true, infos.Length), (codec.Name, reader.IsAnimation, codec.StoresPages, reader.Frames.Count));
            for (int i = 0; i < infos.Length; i++)
            {
                Assert.Equal((infos[i].Width, infos[i].Height, infos[i].Format), (reader.Frames[i].Info.Width, reader.Frames[i].Info.Height, reader.Frames[i].Info.Format));
                using IRowSource page = reader.Open(i);
                Assert.Equal(samples[i], Decoded.Read(page).Samples);
            }
            reader.Complete();
        }
        Decoded first = Decoded.Read(file);
        Assert.Equal((infos.Length, 3), (first.Info.Metadata.Frames, first.Info.Width));
        Assert.Throws<UnsupportedImageException>(() => new TiffCodec().Open(new MemoryStream(file), new DecodeOptions { RejectMultiplePictures = true }));
    }

    [Fact]
    public void A_page_that_cannot_be_read_leaves_the_others_readable()
    {
        var info = new ImageInfo(3, 2, new(PixelLayout.Gray, SampleType.UInt8));
        byte[] file = TiffWriteTests.Pages([info, info, info], new EncodeOptions { KeepMetadata = false }, out byte[][] samples);
        foreach ((TiffTag tag, int value, Type expected) in ((TiffTag, int, Type)[])[(TiffTag.Compression, 50000, typeof(UnsupportedImageException)),
            (TiffTag.SamplesPerPixel, 0, typeof(ImageFormatException)), (TiffTag.Width, int.MaxValue, typeof(ImageLimitException))])
        {
            byte[] changed = [.. file];
            SetField(changed, 1, tag, value);
            using (FrameReader reader = new TiffCodec().OpenFrames(new MemoryStream(changed), DecodeOptions.Default))
            {
                Assert.Equal(3, reader.Frames.Count);
                Assert.Equal(samples[0], Page(reader, 0));
                Assert.Throws(expected, () => reader.Open(1));
                Assert.Equal(samples[2], Page(reader, 2));
            }

            // Where there is nothing else, the file is an error.
            SetField(changed, 0, tag, value);
            SetField(changed, 2, tag, value);
            Assert.Throws(expected, () => new TiffCodec().OpenFrames(new MemoryStream(changed), DecodeOptions.Default));
        }
    }

    private static byte[] Page(FrameReader reader, int index)
    {
        using IRowSource page = reader.Open(index);
        return Decoded.Read(page).Samples;
    }

    // Changes the value of a field in a directory of a file of ours.
    private static void SetField(byte[] file, int page, TiffTag tag, int value)
    {
        int at = BitConverter.ToInt32(file, 4);
        for (; page > 0; page--)
            at = BitConverter.ToInt32(file, at + 2 + (12 * BitConverter.ToUInt16(file, at)));
        for (int entry = at + 2; ; entry += 12)
            if (BitConverter.ToUInt16(file, entry) == (ushort)tag)
            {
                BitConverter.TryWriteBytes(file.AsSpan(entry + 8), value);
                return;
            }
    }
}
