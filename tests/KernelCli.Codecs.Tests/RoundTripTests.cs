using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests;

/// <summary>What is written is read again, sample for sample.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string, PixelLayout, SampleType> Formats()
    {
        var data = new TheoryData<string, PixelLayout, SampleType>();
        foreach (ImageCodec codec in ImageCodecs.All)
            foreach (PixelLayout layout in Enum.GetValues<PixelLayout>())
                foreach (SampleType sample in codec.WritableSamples.ToArray())
                    if (codec.CanWrite(layout))
                        data.Add(codec.Name, layout, sample);
        return data;
    }

    /// <summary>JPEG has tests of its own for how close its samples are, and GIF has 256 colours.</summary>
    public static IEnumerable<TheoryDataRow<string, PixelLayout, SampleType>> LosslessFormats() => Formats().Where(row => row.Data.Item1 is not ("jpeg" or "gif"));

    [Theory]
    [MemberData(nameof(LosslessFormats))]
    public void Every_writable_pixel_format_survives(string format, PixelLayout layout, SampleType sample)
    {
        var random = new Random(1);
        foreach ((int width, int height) in ((int, int)[])[(1, 1), (3, 5), (64, 2), (131, 17), (400, 300)])
            foreach (int compression in (int[])[0, 6, 9])
            {
                var info = new ImageInfo(width, height, new PixelFormat(layout, sample));
                byte[] samples = Samples(random, info);
                Decoded decoded = Decoded.Read(Write(format, info, samples, compression));

                // QOI and WebP have no gray.
                Decoded expected = format is "qoi" or "webp" || (format == "bmp" && layout is PixelLayout.GrayAlpha)
                    ? new Decoded(info.With(new PixelFormat(layout is PixelLayout.Gray or PixelLayout.Rgb ? PixelLayout.Rgb : PixelLayout.Rgba, sample)), samples)
                    : new Decoded(info, samples);
                Assert.Equal((width, height, expected.Info.Format), (decoded.Info.Width, decoded.Info.Height, decoded.Info.Format));
                if (expected.Info.Format == info.Format)
                    Assert.Equal(samples, decoded.Samples);
                else
                    Assert.Equal(new Decoded(info, samples).ToRgba8(), decoded.ToRgba8());
            }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_cut_anywhere_is_an_error(string format, PixelLayout layout, SampleType sample)
    {
        var info = new ImageInfo(9, 7, new PixelFormat(layout, sample));
        byte[] file = Write(format, info, Samples(new Random(2), info), 6);
        for (int length = 0; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            Exception? exception = Record.Exception(() => Decoded.Read(cut));
            Assert.True(exception is ImageFormatException or UnsupportedImageException, $"{length} of {file.Length} bytes: {exception?.ToString() ?? "no error"}");
        }
    }

    [Fact]
    public void Png_carries_metadata_and_leaves_no_orientation_in_it()
    {
        byte[] profile = new byte[200];
        (profile[3], profile[36]) = (200, (byte)'a');
        "GRAY"u8.CopyTo(profile.AsSpan(16));
        byte[] exif = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        var info = new ImageInfo(4, 4, new PixelFormat(PixelLayout.Gray, SampleType.UInt8))
        {
            Metadata = new ImageMetadata { IccProfile = profile, Exif = exif, Density = new PixelDensity(2835, 2835), Gamma = 45455, Texts = [new("Title", "Blätter")] },
        };
        ImageMetadata read = Decoded.Read(Write("png", info, new byte[16], 6)).Info.Metadata;
        Assert.Equal(profile, read.IccProfile);
        Assert.Equal((Orientation.Normal, (byte)1), (read.Orientation, read.Exif![18]));
        Assert.Equal((new PixelDensity(2835, 2835), 45455u), (read.Density!.Value, read.Gamma!.Value));
        Assert.Equal([new("Title", "Blätter")], read.Texts);

        // A gray profile says nothing of colours.
        var colour = new ImageInfo(4, 4, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8)) { Metadata = info.Metadata };
        Assert.Null(Decoded.Read(Write("png", colour, new byte[48], 6)).Info.Metadata.IccProfile);
    }

    internal static byte[] Write(string format, ImageInfo info, byte[] samples, int compression)
    {
        using var stream = new MemoryStream();
        using (IRowSink sink = ImageCodecs.ByName(format)!.Create(stream, info, new EncodeOptions { Compression = compression }))
        {
            for (int y = 0; y < info.Height; y++)
                sink.WriteRow(samples.AsSpan(y * info.RowBytes, info.RowBytes));
            sink.Complete();
        }
        return stream.ToArray();
    }

    // Half noise, half slopes; float samples are finite.
    internal static byte[] Samples(Random random, ImageInfo info)
    {
        byte[] samples = new byte[info.RowBytes * info.Height];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (byte)(i < samples.Length / 2 ? random.Next(256) : i / 7);
        if (info.Format.Sample is SampleType.Float32)
            for (int i = 3; i < samples.Length; i += 4)
                samples[i] = 0x3E;
        return samples;
    }
}
