using System.Buffers.Binary;
using System.IO.Hashing;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Png;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Png;

/// <summary>Animated PNG: frames as a viewer shows them, against a compositor of the test's own; and files that lie.</summary>
public sealed class AnimationTests
{
    private const int Width = 9;
    private const int Height = 7;

    private static readonly PngCodec Codec = new();

    public static TheoryData<byte, byte, byte, byte> Operations()
    {
        var data = new TheoryData<byte, byte, byte, byte>();
        for (byte dispose = 0; dispose < 3; dispose++)
            for (byte blend = 0; blend < 2; blend++)
                for (byte dispose2 = 0; dispose2 < 3; dispose2++)
                    for (byte blend2 = 0; blend2 < 2; blend2++)
                        data.Add(dispose, blend, dispose2, blend2);
        return data;
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Frames_are_what_a_naive_compositor_gives(byte dispose, byte blend, byte dispose2, byte blend2)
    {
        foreach (SampleType sample in (SampleType[])[SampleType.UInt8, SampleType.UInt16])
        {
            var random = new Random((dispose * 100) + (blend * 10) + dispose2);
            Piece[] pieces =
            [
                Piece.Create(random, 0, 0, Width, Height, sample, dispose, blend),
                Piece.Create(random, 2, 1, 5, 4, sample, dispose2, blend2),
                Piece.Create(random, 0, 3, 9, 3, sample, dispose, blend2),
                Piece.Create(random, 4, 0, 3, 7, sample, 0, blend),
            ];
            double[][] expected = Naive(pieces, sample);
            using FrameReader frames = Codec.OpenFrames(new MemoryStream(Write(pieces, sample)), DecodeOptions.Default);
            Assert.True(frames.IsAnimation);
            Assert.Equal(3, frames.Plays);
            Assert.Equal(pieces.Length, frames.Frames.Count);
            for (int i = 0; i < pieces.Length; i++)
            {
                Assert.Equal(new FrameDelay(i + 1, 30), frames.Frames[i].Delay);
                double[] actual = Samples(frames.Open(i));
                for (int at = 0; at < actual.Length; at++)
                {
                    // What has no alpha has no colour.
                    if (expected[i][at | 3] == 0 && (at & 3) != 3)
                        continue;
                    Assert.True(Math.Abs(actual[at] - expected[i][at]) <= 1, $"frame {i}, sample {at}: {actual[at]} instead of {expected[i][at]}");
                }
            }
            frames.Complete();
        }
    }

    [Theory]
    [InlineData(PixelLayout.Gray, SampleType.UInt8)]
    [InlineData(PixelLayout.GrayAlpha, SampleType.UInt8)]
    [InlineData(PixelLayout.Rgb, SampleType.UInt8)]
    [InlineData(PixelLayout.Rgba, SampleType.UInt8)]
    [InlineData(PixelLayout.Gray, SampleType.UInt16)]
    [InlineData(PixelLayout.Rgba, SampleType.UInt16)]
    public void What_is_written_is_read_again(PixelLayout layout, SampleType sample)
    {
        var info = new ImageInfo(21, 13, new PixelFormat(layout, sample));
        FrameDelay[] delays = [new(1, 10), new(0, 1), new(1001, 30000), new(65535, 1)];
        byte[][] pictures = [.. delays.Select((_, i) => Noise(info, i))];
        byte[] file = WriteWhole(info, pictures, delays, plays: 5);
        using FrameReader frames = Codec.OpenFrames(new MemoryStream(file), DecodeOptions.Default);
        Assert.Equal(5, frames.Plays);
        Assert.Equal(delays.Length, frames.Frames.Count);
        for (int i = 0; i < delays.Length; i++)
        {
            Assert.Equal(delays[i].Milliseconds, frames.Frames[i].Delay.Milliseconds, 1e-9);
            Assert.Equal(info.Format, frames.Frames[i].Info.Format);
            Assert.Equal(pictures[i], Bytes(frames.Open(i)));
        }
        using IRowSource still = Codec.Open(new MemoryStream(file), DecodeOptions.Default);
        Assert.Equal(delays.Length, still.Info.Metadata.Frames);
        Assert.Equal(pictures[0], Bytes(still));
    }

    [Fact]
    public void Frames_may_be_left_out_and_a_pipe_gives_the_same()
    {
        var info = new ImageInfo(21, 13, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        byte[][] pictures = [.. Enumerable.Range(0, 6).Select(i => Noise(info, i))];
        byte[] file = WriteWhole(info, pictures, [.. pictures.Select(_ => new FrameDelay(1, 7))], plays: 0);
        foreach (Stream stream in (Stream[])[new MemoryStream(file), new Support.TricklingStream(file)])
        {
            using FrameReader frames = Codec.OpenFrames(stream, DecodeOptions.Default);
            Assert.Equal(0, frames.Plays);
            Assert.Equal(pictures[2], Bytes(frames.Open(2)));
            Assert.Throws<ArgumentOutOfRangeException>(() => frames.Open(2));
            Assert.Equal(pictures[5], Bytes(frames.Open(5)));
            Assert.Throws<ArgumentOutOfRangeException>(() => frames.Open(6));
        }
    }

    [Fact]
    public void A_delay_beyond_16_bits_is_rounded_and_told()
    {
        var info = new ImageInfo(2, 2, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        var notes = new List<string>();
        byte[] file = WriteWhole(info, [new byte[4], new byte[4]], [new FrameDelay(100_003, 100_000), new FrameDelay(1, 1_000_000)], 1, notes.Add);
        using FrameReader frames = Codec.OpenFrames(new MemoryStream(file), DecodeOptions.Default);
        Assert.InRange(frames.Frames[0].Delay.Milliseconds, 1000.02, 1000.04);
        Assert.True(frames.Frames[1].Delay.Milliseconds > 0);
        Assert.NotEmpty(notes);
    }

    [Fact]
    public void A_default_image_outside_the_animation_is_no_frame()
    {
        Piece[] pieces = [.. Enumerable.Range(0, 2).Select(i => Piece.Create(new Random(i), 0, 0, Width, Height, SampleType.UInt8, 0, 0))];
        byte[] file = Write(pieces, SampleType.UInt8, separateDefault: true);
        var notes = new List<string>();
        using FrameReader frames = Codec.OpenFrames(new MemoryStream(file), DecodeOptions.Default with { OnNote = notes.Add });
        Assert.Contains(notes, note => note.Contains("beside the animation", StringComparison.Ordinal));
        Assert.Equal(2, frames.Frames.Count);
        Assert.Equal(pieces[0].Samples, Bytes(frames.Open(0)));
        using IRowSource still = Codec.Open(new MemoryStream(file), DecodeOptions.Default);
        Assert.All(Bytes(still), value => Assert.Equal(77, value));
    }

    [Theory]
    [InlineData("acTL", 3, 9, "were announced")]
    [InlineData("acTL", 3, 0, "no frames")]
    [InlineData("fcTL", 7, 200, "not inside the picture")]
    [InlineData("fcTL", 24, 7, "dispose_op 7")]
    [InlineData("fcTL", 25, 2, "blend_op 2")]
    [InlineData("fcTL", 3, 9, "has number 9, expected 0")]
    [InlineData("fdAT", 3, 9, "has number 9, expected 2")]
    public void A_file_that_lies_is_refused(string chunk, int at, byte value, string problem)
    {
        Piece[] pieces = [.. Enumerable.Range(0, 2).Select(i => Piece.Create(new Random(i), 0, 0, Width, Height, SampleType.UInt8, 0, 0))];
        byte[] file = Write(pieces, SampleType.UInt8);
        int start = Find(file, chunk);
        file[start + 4 + at] = value;
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(start - 4));
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(start + 4 + length), Crc32.HashToUInt32(file.AsSpan(start, 4 + length)));
        Assert.Contains(problem, Assert.Throws<ImageFormatException>(() => ReadAll(file, DecodeOptions.Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_anywhere_is_told_and_nothing_else_happens()
    {
        Piece[] pieces = [.. Enumerable.Range(0, 3).Select(i => Piece.Create(new Random(i), i, i, 4, 4, SampleType.UInt8, (byte)i, 1))];
        pieces[0] = Piece.Create(new Random(8), 0, 0, Width, Height, SampleType.UInt8, 2, 0);
        byte[] file = Write(pieces, SampleType.UInt8);
        var random = new Random(4);
        var lenient = new DecodeOptions { OnDamage = _ => { } };
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<ImageFormatException>(() => ReadAll(file[..length], DecodeOptions.Default));
            ReadTolerantly(file[..length], lenient);
        }
        for (int at = 8; at < file.Length; at++)
        {
            byte[] damaged = [.. file];
            damaged[at] ^= (byte)(1 << random.Next(8));
            ReadTolerantly(damaged, DecodeOptions.Default);
            ReadTolerantly(damaged, lenient);
        }
    }

    private static void ReadTolerantly(byte[] file, DecodeOptions options)
    {
        try
        {
            ReadAll(file, options with { Limits = new ImageLimits { MaxPixels = 100_000 } });
        }
        catch (Exception exception) when (exception is ImageFormatException or UnsupportedImageException or ImageLimitException)
        {
            Assert.NotEmpty(exception.Message);
        }
    }

    private static void ReadAll(byte[] file, DecodeOptions options)
    {
        using FrameReader frames = Codec.OpenFrames(new MemoryStream(file), options);
        for (int i = 0; i < frames.Frames.Count; i++)
            Bytes(frames.Open(i));
        frames.Complete();
    }

    private static byte[] WriteWhole(ImageInfo info, byte[][] pictures, FrameDelay[] delays, int plays, Action<string>? onDetail = null)
    {
        using var stream = new MemoryStream();
        using (FrameWriter writer = Codec.CreateFrames(stream, new FrameSequence(pictures.Length, plays), EncodeOptions.Default with { OnDetail = onDetail }))
        {
            for (int i = 0; i < pictures.Length; i++)
            {
                using IRowSink sink = writer.Begin(info, delays[i]);
                for (int y = 0; y < info.Height; y++)
                    sink.WriteRow(pictures[i].AsSpan(y * info.RowBytes, info.RowBytes));
                sink.Complete();
            }
            writer.Complete();
        }
        return stream.ToArray();
    }

    // A file by hand: each piece is compressed as a PNG of its own, whose image data is taken over.
    private static byte[] Write(Piece[] pieces, SampleType sample, bool separateDefault = false)
    {
        using var stream = new MemoryStream();
        stream.Write(PngCodec.Signature);
        var chunks = new PngChunkWriter(stream);
        chunks.Write("IHDR", new PngHeader(Width, Height, sample.Bytes() * 8, PngColorType.Rgba, IsInterlaced: false).ToBytes());
        byte[] control = new byte[8];
        (control[3], control[7]) = ((byte)pieces.Length, 3);
        chunks.Write("acTL", control);
        if (separateDefault)
        {
            byte[] picture = new byte[Width * Height * 4];
            Array.Fill(picture, (byte)77);
            chunks.Write("IDAT", ImageData(picture, Width, Height, sample));
        }
        uint sequence = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            Piece piece = pieces[i];
            byte[] data = new byte[PngFrame.Bytes];
            BinaryPrimitives.WriteUInt32BigEndian(data, sequence++);
            BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), piece.Width);
            BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), piece.Height);
            BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(12), piece.X);
            BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(16), piece.Y);
            (data[21], data[23], data[24], data[25]) = ((byte)(i + 1), 30, piece.Dispose, piece.Blend);
            chunks.Write("fcTL", data);
            byte[] pixels = ImageData(piece.Samples, piece.Width, piece.Height, sample);
            if (i == 0 && !separateDefault)
                chunks.Write("IDAT", pixels);
            else
            {
                // In two chunks, as a file may have it.
                chunks.Write("fdAT", sequence++, pixels.AsSpan(0, 5));
                chunks.Write("fdAT", sequence++, pixels.AsSpan(5));
            }
        }
        chunks.Write("IEND", []);
        return stream.ToArray();
    }

    private static byte[] ImageData(byte[] samples, int width, int height, SampleType sample)
    {
        var info = new ImageInfo(width, height, new PixelFormat(PixelLayout.Rgba, sample));
        using var stream = new MemoryStream();
        using (IRowSink sink = Codec.Create(stream, info, EncodeOptions.Default))
        {
            for (int y = 0; y < height; y++)
                sink.WriteRow(samples.AsSpan(y * info.RowBytes, info.RowBytes));
            sink.Complete();
        }
        byte[] file = stream.ToArray();
        int start = Find(file, "IDAT");
        return file[(start + 4)..(start + 4 + BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(start - 4)))];
    }

    private static int Find(byte[] file, string chunk) => file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(chunk));

    // In doubles from 0 to full range, by the formulas of the standard for colours that are premultiplied.
    private static double[][] Naive(Piece[] pieces, SampleType sample)
    {
        double full = sample.FullRange();
        double[] canvas = new double[Width * Height * 4];
        var shown = new List<double[]>();
        foreach (Piece piece in pieces)
        {
            double[] before = [.. canvas];
            double[] values = Values(piece.Samples, sample);
            for (int y = 0; y < piece.Height; y++)
                for (int x = 0; x < piece.Width; x++)
                {
                    int from = ((y * piece.Width) + x) * 4, to = (((piece.Y + y) * Width) + piece.X + x) * 4;
                    double a = values[from + 3] / full, b = canvas[to + 3] / full, alpha = a + (b * (1 - a));
                    for (int c = 0; c < 3; c++)
                        canvas[to + c] = piece.Blend == 0 ? values[from + c]
                            : alpha == 0 ? 0 : ((values[from + c] * a) + (canvas[to + c] * b * (1 - a))) / alpha;
                    canvas[to + 3] = piece.Blend == 0 ? values[from + 3] : Math.Floor((alpha * full) + 0.5);
                    for (int c = 0; c < 3; c++)
                        canvas[to + c] = Math.Floor(canvas[to + c] + 0.5);
                }
            shown.Add([.. canvas]);
            for (int y = piece.Y; y < piece.Y + piece.Height && piece.Dispose > 0; y++)
                for (int i = ((y * Width) + piece.X) * 4; i < ((y * Width) + piece.X + piece.Width) * 4; i++)
                    canvas[i] = piece.Dispose == 1 ? 0 : before[i];
        }
        return [.. shown];
    }

    private static double[] Values(byte[] bytes, SampleType sample) => sample is SampleType.UInt8
        ? [.. bytes.Select(value => (double)value)]
        : [.. Enumerable.Range(0, bytes.Length / 2).Select(i => (double)BitConverter.ToUInt16(bytes, 2 * i))];

    private static double[] Samples(IRowSource source) => Values(Bytes(source), source.Info.Format.Sample);

    private static byte[] Bytes(IRowSource source)
    {
        byte[] samples = new byte[source.Info.RowBytes * source.Info.Height];
        for (int y = 0; y < source.Info.Height; y++)
            source.ReadRow(samples.AsSpan(y * source.Info.RowBytes, source.Info.RowBytes));
        source.Complete();
        return samples;
    }

    private static byte[] Noise(ImageInfo info, int seed)
    {
        byte[] samples = new byte[info.RowBytes * info.Height];
        new Random(seed).NextBytes(samples);
        return samples;
    }

    private sealed record Piece(int X, int Y, int Width, int Height, byte Dispose, byte Blend, byte[] Samples)
    {
        // A third of the pixels is opaque, a third clear, the rest between.
        public static Piece Create(Random random, int x, int y, int width, int height, SampleType sample, byte dispose, byte blend)
        {
            byte[] samples = new byte[width * height * 4 * sample.Bytes()];
            random.NextBytes(samples);
            int pixel = 4 * sample.Bytes(), alpha = sample.Bytes();
            for (int i = 0; i < samples.Length; i += pixel)
                if (random.Next(3) is var kind && kind < 2)
                    samples.AsSpan(i + pixel - alpha, alpha).Fill((byte)(kind == 0 ? 255 : 0));
            return new Piece(x, y, width, height, dispose, blend, samples);
        }
    }
}
