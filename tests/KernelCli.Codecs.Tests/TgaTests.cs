using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests;

public sealed class TgaTests
{
    [Fact]
    public void Pictures_of_every_kind_are_read()
    {
        byte[] map = [1, 2, 3, 4, 5, 6];
        Check(File(1, 2, 1, 8, 0x20, [.. map, 1, 0], mapEntries: 2, mapBits: 24), PixelLayout.Rgb, [6, 5, 4, 3, 2, 1]);
        Check(File(9, 3, 1, 8, 0x20, [.. map, 0x81, 1, 0, 0], mapEntries: 2, mapBits: 24), PixelLayout.Rgb, [6, 5, 4, 6, 5, 4, 3, 2, 1]);
        Check(File(2, 2, 1, 24, 0x20, [1, 2, 3, 4, 5, 6]), PixelLayout.Rgb, [3, 2, 1, 6, 5, 4]);
        Check(File(2, 1, 2, 24, 0, [1, 2, 3, 4, 5, 6]), PixelLayout.Rgb, [6, 5, 4, 3, 2, 1]);
        Check(File(2, 2, 1, 24, 0x30, [1, 2, 3, 4, 5, 6]), PixelLayout.Rgb, [6, 5, 4, 3, 2, 1]);
        Check(File(2, 1, 1, 32, 0x28, [1, 2, 3, 4]), PixelLayout.Rgba, [3, 2, 1, 4]);
        Check(File(2, 1, 1, 32, 0x20, [1, 2, 3, 4]), PixelLayout.Rgb, [3, 2, 1]);
        Check(File(2, 1, 1, 16, 0x20, [0x1F, 0x7C]), PixelLayout.Rgb, [255, 0, 255]);
        Check(File(3, 3, 1, 8, 0x20, [7, 8, 9]), PixelLayout.Gray, [7, 8, 9]);
        Check(File(11, 1, 3, 8, 0, [0x81, 7, 0, 9]), PixelLayout.Gray, [9, 7, 7]);
    }

    [Fact]
    public void Missing_pixels_are_damage_or_zeros()
    {
        foreach (byte[] file in (byte[][])[File(3, 3, 1, 8, 0x20, [7, 8]), File(11, 3, 1, 8, 0x20, [1, 7, 8]), File(11, 3, 1, 8, 0x20, [1, 7, 8, 0xFF, 1])])
        {
            Assert.Throws<ImageFormatException>(() => Decoded.Read(file));
            List<string> problems = [];
            using IRowSource source = ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { OnDamage = damage => problems.Add(damage.Message) }, out _);
            Assert.Equal([7, 8, 0], Decoded.Read(source).Samples);
            Assert.Single(problems);
        }
    }

    [Fact]
    public void Any_byte_may_be_wrong()
    {
        byte[][] files = [File(9, 3, 1, 8, 0x20, [1, 2, 3, 4, 5, 6, 0x81, 1, 0, 0], mapEntries: 2, mapBits: 24), File(2, 1, 2, 24, 0, [1, 2, 3, 4, 5, 6])];
        foreach (byte[] whole in files)
            for (int at = 0; at < whole.Length; at++)
                foreach (int flip in (int[])[1, 2, 8, 16, 128, 255])
                {
                    byte[] file = [.. whole];
                    file[at] ^= (byte)flip;
                    Exception? exception = Record.Exception(() => Decoded.Read(new MemoryStream(file), new ImageLimits { MaxPixels = 1 << 20 }));
                    Assert.True(exception is null or ImageFormatException or UnsupportedImageException or ImageLimitException, $"{at} {flip}: {exception}");
                }
    }

    [Fact]
    public void Sizes_are_refused_by_the_header()
    {
        byte[] file = File(2, 65535, 65535, 32, 0, []);
        Assert.Throws<ImageLimitException>(() => Decoded.Read(file));
        Assert.Throws<ImageLimitException>(() => Decoded.Read(new MemoryStream(file), new ImageLimits { MaxPixels = long.MaxValue, MaxMemory = long.MaxValue }));
        Assert.Throws<UnsupportedImageException>(() => Decoded.Read(File(2, 1, 1, 20, 0, [1, 2, 3])));
        Assert.Throws<ImageFormatException>(() => Decoded.Read(File(2, 0, 1, 24, 0, [])));
    }

    private static void Check(byte[] file, PixelLayout layout, byte[] samples)
    {
        Decoded read = Decoded.Read(file);
        Assert.Equal(layout, read.Info.Format.Layout);
        Assert.Equal(samples, read.Samples);
    }

    private static byte[] File(byte kind, int width, int height, byte depth, byte descriptor, byte[] content, byte mapEntries = 0, byte mapBits = 0) =>
    [
        0, (byte)(mapEntries > 0 ? 1 : 0), kind, 0, 0, mapEntries, 0, mapBits, 0, 0, 0, 0,
        (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), depth, descriptor, .. content,
    ];
}
