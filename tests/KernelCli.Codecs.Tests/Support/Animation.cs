using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>All frames of a file, and what is said about them.</summary>
internal sealed record Animation(Decoded[] Frames, FrameDelay[] Delays, int Plays)
{
    public static Animation Read(byte[] file, DecodeOptions? options = null) => Read(new MemoryStream(file), options);

    public static Animation Read(Stream stream, DecodeOptions? options = null)
    {
        using FrameReader reader = ImageCodecs.OpenFrames(stream, options ?? DecodeOptions.Default, out _);
        var frames = new Decoded[reader.Frames.Count];
        for (int i = 0; i < frames.Length; i++)
            using (IRowSource source = reader.Open(i))
                frames[i] = Decoded.Read(source);
        reader.Complete();
        return new Animation(frames, [.. reader.Frames.Select(frame => frame.Delay)], reader.Plays);
    }

    /// <summary>Writes the frames with a codec.</summary>
    public byte[] Write(string format, EncodeOptions? options = null)
    {
        using var stream = new MemoryStream();
        using FrameWriter writer = ImageCodecs.ByName(format)!.CreateFrames(stream, new FrameSequence(Frames.Length, Plays), options ?? EncodeOptions.Default);
        for (int i = 0; i < Frames.Length; i++)
        {
            using IRowSink sink = writer.Begin(Frames[i].Info, Delays[i]);
            for (int y = 0; y < Frames[i].Info.Height; y++)
                sink.WriteRow(Frames[i].Samples.AsSpan(y * Frames[i].Info.RowBytes, Frames[i].Info.RowBytes));
            sink.Complete();
        }
        writer.Complete();
        return stream.ToArray();
    }

    /// <summary>Frames of a layout with at most <paramref name="colors"/> colours each; alpha is 0 or 255 unless it is said to be partial.</summary>
    public static Animation Generate(int width, int height, int frames, PixelLayout layout, int colors, int plays, bool hasPartialAlpha = false)
    {
        var random = new Random(frames + colors);
        var info = new ImageInfo(width, height, new PixelFormat(layout, SampleType.UInt8));
        int channels = info.Format.Channels;
        return new Animation([.. Enumerable.Range(0, frames).Select(_ => Frame())],
            [.. Enumerable.Range(1, frames).Select(i => new FrameDelay(7 * i, 100))], plays);

        Decoded Frame()
        {
            byte[] palette = new byte[colors * channels], samples = new byte[info.RowBytes * height];
            random.NextBytes(palette);
            for (int i = channels - 1; info.Format.HasAlpha && !hasPartialAlpha && i < palette.Length; i += channels)
                palette[i] = palette[i] < 128 ? (byte)0 : (byte)255;
            for (int i = 0; i < width * height; i++)
                palette.AsSpan(random.Next(colors) * channels, channels).CopyTo(samples.AsSpan(i * channels));
            return new Decoded(info, samples);
        }
    }
}
