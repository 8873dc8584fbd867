using System.Runtime.InteropServices;
using System.Text;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Codecs.Tiff;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Tiff;

/// <summary>What is written: samples, metadata, the same bytes each time, and to pipes.</summary>
public sealed class TiffWriteTests
{
    public static TheoryData<PixelLayout, SampleType, TiffCompression> Kinds
    {
        get
        {
            var kinds = new TheoryData<PixelLayout, SampleType, TiffCompression>();
            foreach (PixelLayout layout in Enum.GetValues<PixelLayout>())
                foreach (SampleType sample in new TiffCodec().WritableSamples)
                    foreach (TiffCompression compression in Enum.GetValues<TiffCompression>())
                        kinds.Add(layout, sample, compression);
            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_pixels_survives_each_compression(PixelLayout layout, SampleType sample, TiffCompression compression)
    {
        foreach ((int width, int height) in ((int, int)[])[(1, 1), (37, 5), (301, 200)])
        {
            var info = new ImageInfo(width, height, new PixelFormat(layout, sample));
            var options = new EncodeOptions { TiffCompression = compression };
            byte[] file = Pages([info], options, out byte[][] samples);
            Decoded read = Decoded.Read(file);
            Assert.Equal((info.Format, 1), (read.Info.Format, read.Info.Metadata.Frames));
            Assert.Equal(samples[0], read.Samples);
            Assert.Equal(file, Pages([info], options with { Threads = 3 }, out _));
        }
    }

    [Fact]
    public void A_pipe_gets_the_same_bytes_as_a_file()
    {
        var info = new ImageInfo(200, 300, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        byte[] file = Pages([info, info], EncodeOptions.Default, out byte[][] samples);
        using var pipe = new Pipe();
        Write(pipe, [info, info], samples, EncodeOptions.Default);
        Assert.Equal(file, pipe.ToArray());
    }

    [Fact]
    public void Metadata_survives_and_what_is_lost_is_told()
    {
        byte[] profile = new byte[200];
        profile[3] = 200;
        "RGB "u8.CopyTo(profile.AsSpan(16));
        byte[] xmp = Encoding.UTF8.GetBytes("<x xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:Orientation='1'/>");
        byte[] iptc = [0x1C, 2, 5, 0, 1, (byte)'a'], exif = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var metadata = new ImageMetadata
        {
            IccProfile = profile,
            Xmp = xmp,
            Iptc = iptc,
            Exif = exif,
            Density = new PixelDensity(2835, 11811),
            Orientation = Orientation.Rotate90,
            Texts = [new("Title", "Blätter"), new("Comment", "none")],
        };
        var info = new ImageInfo(2, 2, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8)) { Metadata = metadata };
        List<string> notes = [];
        ImageMetadata read = Decoded.Read(Pages([info], new EncodeOptions { OnNote = notes.Add }, out _)).Info.Metadata;
        Assert.Equal(profile, read.IccProfile);
        Assert.Equal(xmp, read.Xmp);
        Assert.Equal(iptc, read.Iptc);
        Assert.Equal([new("Title", "Blätter")], read.Texts);
        Assert.Equal((2835, 11811), (Math.Round(read.Density!.Value.X), Math.Round(read.Density.Value.Y)));
        Assert.Equal(Orientation.Normal, read.Orientation);
        Assert.Equal("TIFF does not hold EXIF and the comment: left out", Assert.Single(notes));

        // None of it where it is not wanted; the aspect of pixels where there is no resolution.
        ImageMetadata bare = Decoded.Read(Pages([info], new EncodeOptions { KeepMetadata = false }, out _)).Info.Metadata;
        Assert.Equal((null, null, null, 0), (bare.IccProfile, bare.Xmp, bare.Density, bare.Texts.Count));
        var squeezed = new ImageInfo(2, 2, info.Format) { Metadata = new ImageMetadata { Aspect = new PixelAspect(59, 54) } };
        Assert.Equal(new PixelAspect(59, 54), Decoded.Read(Pages([squeezed], EncodeOptions.Default, out _)).Info.Metadata.Aspect);
    }

    [Fact]
    public void Only_files_that_may_pass_4_GiB_are_BigTIFFs()
    {
        foreach ((int height, byte version) in ((int, byte)[])[(1000, 42), (60000, 43)])
        {
            using var file = new MemoryStream();
            using (new TiffCodec().Create(file, new ImageInfo(20000, height, new PixelFormat(PixelLayout.Rgba, SampleType.UInt8)), EncodeOptions.Default))
                Assert.Equal(version, file.ToArray()[2]);
        }
    }

    [Fact]
    public void Pages_are_begun_and_completed_in_order()
    {
        var info = new ImageInfo(1, 1, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        using FrameWriter writer = new TiffCodec().CreateFrames(new MemoryStream(), new FrameSequence(2, 1), EncodeOptions.Default);
        IRowSink first = writer.Begin(info, FrameDelay.Zero);
        Assert.Throws<InvalidOperationException>(() => writer.Begin(info, FrameDelay.Zero));
        first.WriteRow([1]);
        first.Complete();
        Assert.Throws<InvalidOperationException>(writer.Complete);
        IRowSink second = writer.Begin(info, FrameDelay.Zero);
        second.WriteRow([2]);
        second.Complete();
        Assert.Throws<InvalidOperationException>(() => writer.Begin(info, FrameDelay.Zero));
        writer.Complete();
    }

    /// <summary>A file of noise and slopes; floats below 0 and above 1.</summary>
    internal static byte[] Pages(ImageInfo[] infos, EncodeOptions options, out byte[][] samples)
    {
        var random = new Random(4);
        samples = Array.ConvertAll(infos, info => RoundTripTests.Samples(random, info));
        foreach (byte[] page in samples.Where((_, i) => infos[i].Format.Sample is SampleType.Float32))
        {
            Span<float> numbers = MemoryMarshal.Cast<byte, float>(page.AsSpan());
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = (numbers[i] * 5) - 1;
        }
        using var file = new MemoryStream();
        Write(file, infos, samples, options);
        return file.ToArray();
    }

    private static void Write(Stream file, ImageInfo[] infos, byte[][] samples, EncodeOptions options)
    {
        using FrameWriter writer = new TiffCodec().CreateFrames(file, new FrameSequence(infos.Length, 1), options);
        for (int i = 0; i < infos.Length; i++)
        {
            IRowSink sink = writer.Begin(infos[i], FrameDelay.Zero);
            for (int y = 0; y < infos[i].Height; y++)
                sink.WriteRow(samples[i].AsSpan(y * infos[i].RowBytes, infos[i].RowBytes));
            sink.Complete();
        }
        writer.Complete();
    }

    private sealed class Pipe : MemoryStream
    {
        public override bool CanSeek => false;

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }
    }
}
