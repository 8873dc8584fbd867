using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests;

public sealed class LimitTests
{
    public static TheoryData<string> Names => [.. ImageCodecs.All.Select(codec => codec.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Too_many_pixels_are_refused_by_the_header_alone(string format)
    {
        var info = new ImageInfo(40, 30, new PixelFormat(PixelLayout.Gray, ImageCodecs.ByName(format)!.WritableSamples[0]));
        byte[] file = RoundTripTests.Write(format, info, new byte[info.RowBytes * info.Height], 6);
        var exception = Assert.Throws<ImageLimitException>(() => ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { Limits = new ImageLimits { MaxPixels = 1199 } }, out _));
        Assert.Equal((1199, 1200), (exception.Value, exception.Needed));
        Assert.Contains("ImageLimits.MaxPixels", exception.Message, StringComparison.Ordinal);
        using (ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { Limits = new ImageLimits { MaxPixels = 1200 } }, out ImageCodec codec))
            Assert.Equal(format, codec.Name);
    }

    [Theory]
    [InlineData("P5 200000000 1 255\n")]
    [InlineData("P7\nWIDTH 99999999\nHEIGHT 9\nDEPTH 4\nMAXVAL 65535\nENDHDR\n")]
    public void Rows_and_pictures_too_large_for_memory_are_refused_by_the_header_alone(string header)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageLimitException>(() => Decoded.Read(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(header)), new ImageLimits { MaxMemory = 64 << 20 }));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    [Theory]
    [InlineData("bmp")]
    [InlineData("pfm")]
    public void Pictures_stored_upwards_are_read_in_pieces_from_a_file_and_kept_from_a_pipe(string format)
    {
        bool bmp = format == "bmp";
        const int width = 500, height = 1500;
        int rowBytes = bmp ? width : width * 4;
        byte[] header = bmp ? BmpHeader(width, height) : System.Text.Encoding.ASCII.GetBytes($"Pf\n{width} {height}\n-1.0\n");
        byte[] file = new byte[header.Length + (rowBytes * height)];
        header.CopyTo(file, 0);
        new Random(1).NextBytes(file.AsSpan(header.Length));
        Decoded seekable = Decoded.Read(file), piped = Decoded.Read(new TricklingStream(file));
        Assert.Equal(seekable.Samples, piped.Samples);
        Assert.Equal(file[header.Length..(header.Length + rowBytes)], seekable.Samples[^rowBytes..]);

        // The picture does not fit the limit, its pieces do.
        var small = new ImageLimits { MaxMemory = 500_000 };
        Assert.Equal(seekable.Samples, Decoded.Read(new MemoryStream(file), small).Samples);
        Assert.Throws<ImageLimitException>(() => Decoded.Read(new TricklingStream(file), small));
    }

    [Fact]
    public void Narrow_pictures_take_the_memory_of_their_pixels_and_no_more()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var image = new KernelCli.Rows.BufferedImage(new ImageInfo(1, 10_000_000, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), new ImageLimits { MaxMemory = 16 << 20 });
        for (int y = 0; y < image.Info.Height; y++)
            image.Row(y)[0] = (byte)y;
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 12 << 20);
        Assert.Equal((byte)(9_999_999 & 255), image.Row(9_999_999)[0]);
    }

    [Fact]
    public void An_empty_file_and_a_text_are_no_pictures()
    {
        Assert.Contains("empty", Assert.Throws<UnsupportedImageException>(() => Decoded.Read([])).Message, StringComparison.Ordinal);
        Assert.Contains("not a picture", Assert.Throws<UnsupportedImageException>(() => Decoded.Read("Once upon a time there was"u8.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_that_lies_about_its_length_takes_no_memory()
    {
        byte[] file = RoundTripTests.Write("png", new ImageInfo(2, 2, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), new byte[4], 6);
        byte[] lie = [.. file[..33], 0x7F, 0, 0, 0, (byte)'e', (byte)'X', (byte)'I', (byte)'f', .. file[33..]];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageFormatException>(() => Decoded.Read(lie));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    // 8 bits a pixel, bottom up, with a palette in which entry i is gray i.
    private static byte[] BmpHeader(int width, int height)
    {
        byte[] header = new byte[1078];
        "BM"u8.CopyTo(header);
        BitConverter.TryWriteBytes(header.AsSpan(10), header.Length);
        BitConverter.TryWriteBytes(header.AsSpan(14), 40);
        BitConverter.TryWriteBytes(header.AsSpan(18), width);
        BitConverter.TryWriteBytes(header.AsSpan(22), height);
        (header[26], header[28]) = (1, 8);
        for (int i = 0; i < 256; i++)
            header.AsSpan(54 + (4 * i), 3).Fill((byte)i);
        return header;
    }
}
