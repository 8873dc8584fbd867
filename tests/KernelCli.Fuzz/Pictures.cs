using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Fuzz;

/// <summary>Small pictures of a format, of each layout and depth that it holds, and animations.</summary>
internal static class Pictures
{
    private const int Width = 9, Height = 7;

    public static IEnumerable<byte[]> Of(string format)
    {
        ImageCodec codec = format == "apng" ? ImageCodecs.ByName("png")! : ImageCodecs.ByName(format)!;
        foreach (PixelLayout layout in Enum.GetValues<PixelLayout>().Where(codec.CanWrite))
            foreach (SampleType sample in codec.WritableSamples.ToArray())
                if (Write(codec, new ImageInfo(Width, Height, new PixelFormat(layout, sample)), format == "apng" ? 3 : 1) is { } file)
                    yield return file;
        if (format is "gif" or "webp" or "tiff" && Write(codec, new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8)), 3) is { } frames)
            yield return frames;
    }

    private static byte[]? Write(ImageCodec codec, ImageInfo info, int frames)
    {
        using var stream = new MemoryStream();
        try
        {
            using FrameWriter writer = codec.CreateFrames(stream, new FrameSequence(frames, 0), EncodeOptions.Default);
            byte[] row = new byte[info.RowBytes];
            for (int i = 0; i < frames; i++)
            {
                using IRowSink sink = writer.Begin(info, new FrameDelay(1, 10));
                for (int y = 0; y < info.Height; y++)
                {
                    for (int x = 0; x < row.Length; x++)
                        row[x] = (byte)((x * x) + (y * (x + i) * 5));
                    sink.WriteRow(row);
                }
                sink.Complete();
            }
            writer.Complete();
            return stream.ToArray();
        }
        catch (UnsupportedImageException)
        {
            return null;
        }
    }
}
