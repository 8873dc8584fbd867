using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary><c>--light linear</c>: decoded before the filters, encoded after.</summary>
public sealed class LightTests : IDisposable
{
    private readonly Workspace _work = new();

    public static TheoryData<string, PixelLayout, SampleType> Written => new()
    {
        { "png", PixelLayout.Gray, SampleType.UInt8 },
        { "png", PixelLayout.GrayAlpha, SampleType.UInt16 },
        { "png", PixelLayout.Rgb, SampleType.UInt16 },
        { "png", PixelLayout.Rgba, SampleType.UInt8 },
        { "tiff", PixelLayout.Rgb, SampleType.UInt8 },
        { "tiff", PixelLayout.Gray, SampleType.UInt16 },
        { "tiff", PixelLayout.Rgb, SampleType.Float32 },
        { "bmp", PixelLayout.Rgb, SampleType.UInt8 },
        { "tga", PixelLayout.Rgba, SampleType.UInt8 },
        { "qoi", PixelLayout.Rgb, SampleType.UInt8 },
        { "webp", PixelLayout.Rgba, SampleType.UInt8 },
        { "ppm", PixelLayout.Rgb, SampleType.UInt16 },
        { "pam", PixelLayout.GrayAlpha, SampleType.UInt8 },
        { "pfm", PixelLayout.Gray, SampleType.Float32 },
        { "npy", PixelLayout.Rgb, SampleType.Float32 },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void Every_format_is_decoded_and_encoded_to_itself_and_halved_in_light(string format, PixelLayout layout, SampleType sample)
    {
        string input = _work.Picture($"in.{format}", 60, 40, layout, sample);
        Tool.Run("apply", input, "-f", "identity", "--channels", "color", "--light", "linear", "-o", _work[$"same.{format}"]).Succeeded();
        Assert.Equal(_work.Read($"in.{format}").Samples, _work.Read($"same.{format}").Samples);
        Tool.Run("apply", input, "-f", "multiply:0.5", "--channels", "color", "--light", "linear", "-o", _work[$"half.{format}"]).Succeeded();
        (ImageInfo info, byte[] half) = _work.Read($"half.{format}");
        byte[] whole = _work.Read($"in.{format}").Samples;
        if (sample is SampleType.UInt8)
            for (int i = 0; i < half.Length; i++)
                Assert.Equal(info.Format.HasAlpha && i % info.Format.Channels == info.Format.Channels - 1 ? whole[i] : Halved(whole[i]), half[i]);
    }

    [Fact]
    public void A_thin_light_keeps_its_light_under_a_blur()
    {
        // One white column on black: its light is spread over the columns around it, and adds up to what it was.
        _work.Write("line.png", new ImageInfo(61, 20, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), (x, _, _) => x == 30 ? (byte)255 : (byte)0);
        Tool.Run("apply", _work["line.png"], "-f", "gaussian:2", "--light", "linear", "-o", _work["blurred.png"]).Succeeded();
        byte[] row = _work.Read("blurred.png").Samples[..61];
        Assert.InRange(row.Sum(level => Linear(level / 255.0)), 0.98, 1.02);
        Assert.Equal(124, row[30], 2.0);
    }

    [Fact]
    public void Floats_from_bytes_come_out_linear_and_bytes_from_floats_encoded()
    {
        _work.Write("in.png", new ImageInfo(16, 16, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), (x, y, _) => (byte)((y * 16) + x));
        Tool.Run("apply", _work["in.png"], "-f", "identity", "--light", "linear", "--depth", "f32", "-o", _work["f.npy"]).Succeeded();
        byte[] light = _work.Read("f.npy").Samples;
        for (int i = 0; i < 256; i++)
            Assert.Equal(Linear(i / 255.0), BitConverter.ToSingle(light, 4 * i), 1e-6);
        Tool.Run("apply", _work["f.npy"], "-f", "identity", "--light", "linear", "--depth", "8", "-o", _work["back.png"]).Succeeded();
        Assert.Equal(_work.Read("in.png").Samples, _work.Read("back.png").Samples);
    }

    [Fact]
    public void A_curve_that_the_file_names_is_used_and_one_that_is_not_known_is_told()
    {
        string known = Tagged("known.png", new ImageMetadata { Gamma = 100000 }), unknown = Tagged("unknown.png", new ImageMetadata { Chunks = [new("cICP", [9, 16, 0, 1])] });
        Tool.Run("apply", known, "-f", "multiply:0.5", "--light", "linear", "-o", _work["half.png"]).Succeeded();
        Assert.Equal((byte)100, _work.Read("half.png").Samples[0]);
        Assert.Contains("light: linear light, decoded by a table", Tool.Run("apply", known, "-f", "box:3", "--light", "linear", "-o", _work["v.png"], "-v").Error, StringComparison.Ordinal);
        Tool.Run("apply", unknown, "-f", "box:3", "--light", "linear", "-o", _work["u.png"])
            .Failed(0, "warning: ", "unknown.png: its cICP chunk names transfer 16, which is not a curve known here: light is decoded and encoded by that of sRGB");
        Assert.Equal("", Tool.Run("apply", unknown, "-f", "box:3", "-o", _work["u.png"]).Error);
    }

    [Fact]
    public void The_luma_of_a_photograph_is_that_of_its_light()
    {
        string input = _work.Write("red.png", new ImageInfo(8, 8, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8)), (_, _, c) => c == 0 ? (byte)200 : (byte)40);
        Tool.Run("apply", input, "-f", "identity", "--light", "linear", "-o", _work["gray.png"]).Succeeded();
        double light = (0.299 * Linear(200 / 255.0)) + (0.701 * Linear(40 / 255.0));
        Assert.Equal(Math.Floor((255 * ((1.055 * Math.Pow(light, 1 / 2.4)) - 0.055)) + 0.5), _work.Read("gray.png").Samples[0]);
        Tool.Run("apply", input, "-f", "identity", "--light", "linear", "--where", "0,0,4x4", "-o", _work["part.png"]).Succeeded();
        Assert.Equal(_work.Read("gray.png").Samples, _work.Read("part.png").Samples);
    }

    public void Dispose() => _work.Dispose();

    private string Tagged(string name, ImageMetadata metadata)
    {
        var info = new ImageInfo(20, 10, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)) { Metadata = metadata };
        using FileStream stream = File.Create(_work[name]);
        using IRowSink sink = ImageCodecs.ByExtension(name)!.Create(stream, info, EncodeOptions.Default);
        byte[] row = [.. Enumerable.Repeat((byte)200, 20)];
        for (int y = 0; y < 10; y++)
            sink.WriteRow(row);
        sink.Complete();
        return _work[name];
    }

    private static byte Halved(byte level)
    {
        double light = Linear(level / 255.0) / 2;
        return (byte)Math.Floor((255 * (light < 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055)) + 0.5);
    }

    private static double Linear(double value) => value < 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
}
