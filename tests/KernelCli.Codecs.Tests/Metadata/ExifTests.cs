using KernelCli.Codecs.Metadata;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Metadata;

/// <summary>EXIF goes on, but nothing in it shows or says what the result is not.</summary>
public sealed class ExifTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thumbnail_never_reaches_the_result(bool isBigEndian)
    {
        byte[] thumbnail = ExifWriting.Picture(251), preview = ExifWriting.Picture(253);
        byte[] exif = ExifWriting.Camera(isBigEndian, thumbnail, preview), result = ExifBlock.ForResult(exif, 40, 30, out bool hadPictures);
        Assert.True(hadPictures);
        Assert.True(result.Length <= exif.Length - thumbnail.Length);
        Assert.DoesNotContain((byte)251, result);
        Assert.DoesNotContain((byte)253, result);

        // What is no picture stays, and stays in its place.
        foreach (string word in (string[])["Maker of cameras", "NOTE", "MORE"])
        {
            byte[] letters = System.Text.Encoding.ASCII.GetBytes(word);
            Assert.Equal(exif.AsSpan().IndexOf(letters), result.AsSpan().IndexOf(letters));
        }
        Assert.False(ExifBlock.ForResult(result, 40, 30, out _).AsSpan().IndexOf((byte)0xD8) >= 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Orientation_and_sizes_are_those_of_the_result(bool isBigEndian)
    {
        byte[] result = ExifBlock.ForResult(ExifWriting.Camera(isBigEndian, ExifWriting.Picture(1)), 70_000, 31, out _);
        ExifDirectories block = ExifDirectories.TryCreate(result)!;
        uint Number(int directory, ushort tag) => block.Number(block.Entries(directory).Find(entry => entry.Tag == tag));
        int exif = (int)Number(block.First, ExifTag.ExifDirectory);
        Assert.Equal((70_000u, 31u, 1u), (Number(block.First, ExifTag.ImageWidth), Number(block.First, ExifTag.ImageLength), Number(block.First, ExifTag.Orientation)));
        Assert.Equal((70_000u, 31u), (Number(exif, ExifTag.PixelWidth), Number(exif, ExifTag.PixelLength)));
        Assert.Equal(-1, block.Place(block.NextOf(block.First)));
    }

    [Theory]
    [InlineData(0x0201, 0x0202)]
    [InlineData(0x0111, 0x0117)]
    [InlineData(0x0144, 0x0145)]
    public void Picture_data_beside_the_first_directory_go_too(int places, int lengths)
    {
        byte[] pixels = [.. Enumerable.Repeat((byte)200, 50)];
        int at = 8 + 2 + (12 * 3) + 4;
        byte[] exif = ExifWriting.Of(false, pixels, (0x0112, 3, 1, 3), ((ushort)places, 4, 1, at), ((ushort)lengths, 4, 1, pixels.Length));
        byte[] result = ExifBlock.ForResult(exif, 5, 5, out bool hadPictures);
        Assert.True(hadPictures);
        Assert.DoesNotContain((byte)200, result);
        Assert.Equal([ExifTag.Orientation], ExifDirectories.TryCreate(result)!.Entries(8).Select(entry => entry.Tag));
    }

    [Fact]
    public void Directories_of_previews_go_with_their_pixels()
    {
        // One entry that leads to a directory of one strip.
        byte[] pixels = [.. Enumerable.Repeat((byte)200, 50)];
        int sub = 8 + 2 + 12 + 4;
        byte[] directory = ExifWriting.Of(false, pixels, (0x0111, 4, 1, sub + 2 + 24 + 4), (0x0117, 4, 1, 50))[8..];
        byte[] result = ExifBlock.ForResult(ExifWriting.Of(false, directory, (ExifTag.SubDirectories, 4, 1, sub)), 5, 5, out _);
        Assert.DoesNotContain((byte)200, result);
        Assert.Empty(ExifDirectories.TryCreate(result)!.Entries(8));
    }

    [Fact]
    public void Xmp_inside_goes_on_as_xmp()
    {
        byte[] packet = "<x xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:Orientation='6'/>"u8.ToArray();
        byte[] exif = ExifWriting.Of(true, packet, (ExifTag.Xmp, 1, packet.Length, 8 + 2 + 12 + 4));
        Assert.Equal(packet, ExifBlock.FindXmp(exif));
        Assert.True(ExifBlock.ForResult(exif, 5, 5, out bool hadPictures).AsSpan().IndexOf("tiff"u8) < 0);
        Assert.False(hadPictures);
    }

    [Fact]
    public void A_block_without_pictures_keeps_its_length()
    {
        byte[] exif = [.. ExifWriting.Of(false, [1, 2, 3, 0, 0], (0x0112, 3, 1, 8))];
        byte[] result = ExifBlock.ForResult(exif, 5, 5, out bool hadPictures);
        Assert.Equal((exif.Length, Orientation.Normal, false), (result.Length, ExifBlock.ReadOrientation(result), hadPictures));
        Assert.Equal(Orientation.Rotate270, ExifBlock.ReadOrientation(exif));
    }

    [Fact]
    public void Damaged_blocks_do_no_harm()
    {
        var random = new Random(5);
        foreach (bool isBigEndian in (bool[])[false, true])
            for (int i = 0; i < 4000; i++)
            {
                byte[] exif = ExifWriting.Camera(isBigEndian, ExifWriting.Picture(77), ExifWriting.Picture(99));
                for (int n = random.Next(1, 6); n > 0; n--)
                    exif[random.Next(8, exif.Length)] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
                Assert.True(ExifBlock.ForResult(exif[..random.Next(exif.Length / 2, exif.Length + 1)], 9, 9, out _).Length <= exif.Length);
            }
    }

    [Fact]
    public void Entries_that_name_the_same_bytes_again_and_again_take_no_time()
    {
        // Strips by the hundred thousand, each all of the block.
        const int strips = 200_000;
        int at = 8 + 2 + 24 + 4;
        byte[] numbers = new byte[8 * strips];
        for (int i = 0; i < strips; i++)
            BitConverter.TryWriteBytes(numbers.AsSpan(4 * (strips + i)), numbers.Length);
        byte[] exif = ExifWriting.Of(false, numbers, (0x0111, 4, strips, at), (0x0117, 4, strips, at + (4 * strips)));
        long before = Environment.TickCount64;
        ExifBlock.ForResult(exif, 5, 5, out _);
        Assert.True(Environment.TickCount64 - before < 20_000);
    }
}
