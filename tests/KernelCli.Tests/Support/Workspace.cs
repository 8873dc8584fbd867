using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Tests.Support;

/// <summary>A folder for one test, with pictures made and read in it.</summary>
internal sealed class Workspace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("kernelcli-test-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Writes a reproducible picture; the name's ending says the format.</summary>
    public string Picture(string name, int width = 40, int height = 30, PixelLayout layout = PixelLayout.Rgb, SampleType sample = SampleType.UInt8)
    {
        var random = new Random(width + height);
        return Write(name, new ImageInfo(width, height, new PixelFormat(layout, sample)), random.NextBytes);
    }

    /// <summary>Writes a picture of bytes, painted sample by sample.</summary>
    public string Write(string name, ImageInfo info, Func<int, int, int, byte> paint)
    {
        int y = 0, channels = info.Format.Channels;
        return Write(name, info, row =>
        {
            for (int i = 0; i < row.Length; i++)
                row[i] = paint(i / channels, y, i % channels);
            y++;
        });
    }

    /// <summary>Writes an animation, or pages, of reproducible noise; the name's ending says the format.</summary>
    public string Animation(string name, int width, int height, PixelLayout layout, params (int Numerator, int Denominator)[] delays)
    {
        var random = new Random(width + height);
        var info = new ImageInfo(width, height, new PixelFormat(layout, SampleType.UInt8));
        using FileStream stream = File.Create(this[name]);
        using FrameWriter writer = ImageCodecs.ByExtension(name)!.CreateFrames(stream, new FrameSequence(delays.Length, 0), EncodeOptions.Default);
        byte[] row = new byte[info.RowBytes];
        foreach ((int numerator, int denominator) in delays)
        {
            using IRowSink sink = writer.Begin(info, new FrameDelay(numerator, denominator));
            for (int y = 0; y < height; y++)
            {
                random.NextBytes(row);
                sink.WriteRow(row);
            }
            sink.Complete();
        }
        writer.Complete();
        return this[name];
    }

    /// <summary>Writes a picture whose rows are filled one after the other.</summary>
    public string Write(string name, ImageInfo info, Action<byte[]> fill)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        using FileStream stream = File.Create(this[name]);
        using IRowSink sink = ImageCodecs.ByExtension(name)!.Create(stream, info, EncodeOptions.Default);
        byte[] row = new byte[info.RowBytes];
        for (int y = 0; y < info.Height; y++)
        {
            fill(row);
            sink.WriteRow(row);
        }
        sink.Complete();
        return this[name];
    }

    public static (ImageInfo Info, byte[] Samples) Read(byte[] file)
    {
        using IRowSource source = ImageCodecs.Open(new MemoryStream(file), DecodeOptions.Default, out _);
        byte[] samples = new byte[source.Info.RowBytes * source.Info.Height];
        for (int y = 0; y < source.Info.Height; y++)
            source.ReadRow(samples.AsSpan(y * source.Info.RowBytes, source.Info.RowBytes));
        source.Complete();
        return (source.Info, samples);
    }

    public (ImageInfo Info, byte[] Samples) Read(string name) => Read(File.ReadAllBytes(this[name]));

    /// <summary>The text of a file that is still being written.</summary>
    public string Shared(string name)
    {
        using var reader = new StreamReader(new FileStream(this[name], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <summary>SHA-256 of a file, as reports write it.</summary>
    public string Hash(string name) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(this[name])));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
