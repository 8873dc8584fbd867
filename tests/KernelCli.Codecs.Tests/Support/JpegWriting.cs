using KernelCli.Codecs.Jpeg;
using KernelCli.Codecs.Jpeg.Encoding;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>Makes JPEG files, common and strange.</summary>
internal static unsafe class JpegWriting
{
    /// <summary>Slopes, a disc and some noise: what a photograph has.</summary>
    public static byte[] Picture(int width, int height, int channels)
    {
        var random = new Random(width * height);
        byte[] samples = new byte[width * height * channels];
        for (int i = 0; i < samples.Length; i++)
        {
            int pixel = i / channels, x = pixel % width, y = pixel / width, channel = i % channels;
            bool inside = Math.Pow(x - (width / 2), 2) + Math.Pow(y - (height / 3), 2) < width * height / 9;
            samples[i] = (byte)Math.Clamp((x * (3 + channel)) + (y * 2) - (inside ? 90 * channel : 0) + random.Next(-12, 12), 0, 255);
        }
        return samples;
    }

    /// <summary>A whole file.</summary>
    public static byte[] Write(ImageInfo info, byte[] samples, EncodeOptions? options = null)
    {
        using var stream = new MemoryStream();
        using IRowSink sink = new JpegCodec().Create(stream, info, options ?? EncodeOptions.Default);
        for (int y = 0; y < info.Height; y++)
            sink.WriteRow(samples.AsSpan(y * info.RowBytes, info.RowBytes));
        sink.Complete();
        return stream.ToArray();
    }

    /// <summary>A gray picture of one size as a file.</summary>
    public static byte[] Gray(int width, int height, EncodeOptions? options = null) =>
        Write(new ImageInfo(width, height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), Picture(width, height, 1), options);

    /// <summary>A file of one unit, in which every component is one value all over.</summary>
    /// <param name="values">The value of each component.</param>
    /// <param name="sampling">Its sampling factors, as in 0x21.</param>
    /// <param name="ids">Its number.</param>
    /// <param name="segments">Segments in front.</param>
    public static byte[] Flat(byte[] values, byte[] sampling, byte[] ids, params (int Marker, byte[] Data)[] segments)
    {
        using var stream = new MemoryStream();
        var header = new JpegHeaderWriter(stream);
        header.WriteMarker(JpegMarker.StartOfImage);
        foreach ((int marker, byte[] data) in segments)
            header.WriteSegment(marker, data);
        byte[] ones = new byte[64];
        Array.Fill(ones, (byte)1);
        header.WriteQuantisers(0, ones);
        header.WriteSegment(JpegMarker.BaselineFrame, [8, 0, (byte)(8 * sampling.Max(s => s & 15)), 0, (byte)(8 * sampling.Max(s => s >> 4)), (byte)values.Length, .. values.SelectMany((_, i) => (byte[])[ids[i], sampling[i], 0])]);
        header.WriteHuffman(0, 0, StandardTables.LumaDc);
        header.WriteHuffman(1, 0, StandardTables.LumaAc);
        header.WriteSegment(JpegMarker.StartOfScan, [(byte)values.Length, .. ids.SelectMany(id => (byte[])[id, 0]), 0, 63, 0]);
        var codes = (new HuffmanCodes(StandardTables.LumaDc), new HuffmanCodes(StandardTables.LumaAc));
        var writer = new BlockWriter(new BitWriter(stream), [.. values.Select(_ => codes)], 0);
        short* block = stackalloc short[64];
        new Span<short>(block, 64).Clear();
        for (int i = 0; i < values.Length; i++)
            for (int n = 0; n < (sampling[i] >> 4) * (sampling[i] & 15); n++)
            {
                // A first coefficient is eight times the mean.
                block[0] = (short)(8 * (values[i] - 128));
                writer.Write(i, block);
            }
        writer.Complete();
        header.WriteMarker(JpegMarker.EndOfImage);
        return stream.ToArray();
    }

    /// <summary>The place of a marker.</summary>
    public static int Find(byte[] file, int marker) => file.AsSpan().IndexOf([(byte)0xFF, (byte)marker]);
}
