using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests;

/// <summary>Every decoder and every encoder: what it answers to a span of another length, to a row too many or too few, and after its end.</summary>
public sealed class RowContractTests
{
    private const int Width = 37;
    private const int Height = 19;

    public static TheoryData<string, PixelLayout, SampleType> Writable
    {
        get
        {
            var data = new TheoryData<string, PixelLayout, SampleType>();
            foreach ((ImageCodec codec, PixelLayout layout, SampleType sample) in Combinations())
                if (codec.CanWrite(layout) && codec.CanWrite(sample))
                    data.Add(codec.Name, layout, sample);
            return data;
        }
    }

    [Fact]
    public void A_codec_creates_what_it_can_write_and_nothing_else()
    {
        foreach ((ImageCodec codec, PixelLayout layout, SampleType sample) in Combinations())
        {
            var info = new ImageInfo(Width, Height, new PixelFormat(layout, sample));
            if (codec.CanWrite(layout) && codec.CanWrite(sample))
                codec.Create(new MemoryStream(), info, EncodeOptions.Default).Dispose();
            else
                Assert.Throws<ArgumentException>(() => codec.Create(new MemoryStream(), info, EncodeOptions.Default));
        }
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public void A_sink_takes_rows_of_the_right_length_and_all_of_them(string name, PixelLayout layout, SampleType sample)
    {
        var info = new ImageInfo(Width, Height, new PixelFormat(layout, sample));
        byte[] expected = Write(Codec(name), info);
        using var file = new MemoryStream();
        using IRowSink sink = Codec(name).Create(file, info, EncodeOptions.Default);
        for (int y = 0; y < Height; y++)
        {
            foreach (int length in (int[])[0, 1, info.RowBytes - 1, info.RowBytes + 1, 2 * info.RowBytes])
                Assert.Throws<ArgumentException>(() => sink.WriteRow(new byte[length]));
            Assert.Throws<InvalidOperationException>(sink.Complete);
            sink.WriteRow(Row(info, y));
        }
        Assert.Throws<InvalidOperationException>(() => sink.WriteRow(Row(info, 0)));
        sink.Complete();
        sink.Complete();
        Assert.Throws<InvalidOperationException>(() => sink.WriteRow(Row(info, 0)));
        Assert.Equal(expected, file.ToArray());
        sink.Dispose();
        sink.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sink.WriteRow(Row(info, 0)));
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public void A_decoder_gives_rows_of_the_right_length_and_no_more_than_there_are(string name, PixelLayout layout, SampleType sample)
    {
        byte[] file = Write(Codec(name), new ImageInfo(Width, Height, new PixelFormat(layout, sample)));
        foreach (Action<ImageFormatException>? onDamage in (Action<ImageFormatException>?[])[null, _ => { }])
        {
            List<byte[]> expected = [];
            using (IRowSource plain = Open(file, onDamage))
                for (int y = 0; y < Height; y++)
                {
                    expected.Add(new byte[plain.Info.RowBytes]);
                    plain.ReadRow(expected[^1]);
                }

            IRowSource source = Open(file, onDamage);
            int bytes = source.Info.RowBytes;
            for (int y = 0; y < Height; y++)
            {
                foreach (int length in (int[])[0, 1, bytes - 1, bytes + 1, 2 * bytes])
                {
                    byte[] memory = new byte[(3 * bytes) + 64];
                    Assert.Throws<ArgumentException>(() => source.ReadRow(memory.AsSpan(32, length)));
                    Assert.All(memory, value => Assert.Equal(0, value));
                }
                byte[] row = new byte[bytes];
                source.ReadRow(row);
                Assert.Equal(expected[y], row);
            }
            Assert.Throws<InvalidOperationException>(() => source.ReadRow(new byte[bytes]));
            source.Complete();
            source.Complete();
            Assert.Throws<InvalidOperationException>(() => source.ReadRow(new byte[bytes]));
            source.Dispose();
            source.Dispose();
            Assert.Throws<ObjectDisposedException>(() => source.ReadRow(new byte[bytes]));

            using IRowSource unread = Open(file, onDamage);
            unread.Complete();
            Assert.Throws<InvalidOperationException>(() => unread.ReadRow(new byte[bytes]));
        }
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public void A_file_may_begin_anywhere_in_a_stream(string name, PixelLayout layout, SampleType sample)
    {
        byte[] file = Write(Codec(name), new ImageInfo(Width, Height, new PixelFormat(layout, sample)));
        byte[] expected = Samples(Open(file, null));
        var stream = new MemoryStream([.. new byte[123], .. file]) { Position = 123 };
        Assert.Equal(expected, Samples(ImageCodecs.Open(stream, DecodeOptions.Default, out _)));
    }

    [Theory]
    [MemberData(nameof(Writable))]
    public void A_sink_whose_stream_failed_takes_nothing_more(string name, PixelLayout layout, SampleType sample)
    {
        var info = new ImageInfo(400, 300, new PixelFormat(layout, sample));
        using IRowSink sink = Codec(name).Create(new FailingStream(), info, EncodeOptions.Default);
        Assert.Throws<IOException>(() =>
        {
            for (int y = 0; y < info.Height; y++)
                sink.WriteRow(Row(info, y));
            sink.Complete();
        });
        Assert.Throws<InvalidOperationException>(() => sink.WriteRow(Row(info, 0)));
        Assert.Throws<InvalidOperationException>(sink.Complete);
    }

    [Fact]
    public void Options_out_of_range_are_refused_when_they_are_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncodeOptions { Quality = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncodeOptions { Quality = 101 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncodeOptions { Compression = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncodeOptions { Compression = 10 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncodeOptions { RestartRows = 65536 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncodeOptions { Threads = 0 });
    }

    private static ImageCodec Codec(string name) => ImageCodecs.All.Single(codec => codec.Name == name);

    private static IEnumerable<(ImageCodec Codec, PixelLayout Layout, SampleType Sample)> Combinations() =>
        from codec in ImageCodecs.All
        from layout in Enum.GetValues<PixelLayout>()
        from sample in Enum.GetValues<SampleType>()
        select (codec, layout, sample);

    private static byte[] Row(ImageInfo info, int y)
    {
        byte[] row = new byte[info.RowBytes];
        new Random(y).NextBytes(row);
        if (info.Format.Sample is SampleType.Float32)
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(row.AsSpan()).Fill(y / 7f);
        return row;
    }

    private static byte[] Write(ImageCodec codec, ImageInfo info)
    {
        using var stream = new MemoryStream();
        using IRowSink sink = codec.Create(stream, info, EncodeOptions.Default);
        for (int y = 0; y < info.Height; y++)
            sink.WriteRow(Row(info, y));
        sink.Complete();
        return stream.ToArray();
    }

    private static IRowSource Open(byte[] file, Action<ImageFormatException>? onDamage) => ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { OnDamage = onDamage }, out _);

    private static byte[] Samples(IRowSource source)
    {
        using (source)
        {
            byte[] samples = new byte[source.Info.RowBytes * source.Info.Height];
            for (int y = 0; y < source.Info.Height; y++)
                source.ReadRow(samples.AsSpan(y * source.Info.RowBytes, source.Info.RowBytes));
            source.Complete();
            return samples;
        }
    }

    // Takes a header, then nothing.
    private sealed class FailingStream : MemoryStream
    {
        private long _taken;

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _taken += buffer.Length;
            if (_taken > 1500)
                throw new IOException("full");
        }
    }
}
