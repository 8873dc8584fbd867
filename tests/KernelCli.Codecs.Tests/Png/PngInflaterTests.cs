using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Png;

/// <summary>A large picture whose data is decompressed on a thread of its own is the same picture, and damage the same damage.</summary>
public sealed class PngInflaterTests
{
    private static readonly ImageInfo Info = new(1500, 1600, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));

    [Fact]
    public void Threads_change_neither_rows_nor_errors()
    {
        byte[] file = RoundTripTests.Write("png", Info, RoundTripTests.Samples(new Random(8), Info), 1);
        List<byte[]> files = [file, file[..^20], file[..^12]];
        foreach (int at in (int[])[100, file.Length / 3, file.Length / 2, file.Length - 30])
        {
            byte[] broken = [.. file];
            broken[at] ^= 0x41;
            files.Add(broken);
            files.Add(file[..at]);
        }
        foreach (byte[] each in files)
        {
            (byte[] rows, string problems) = Read(each, threads: 1);
            (byte[] rowsAhead, string problemsAhead) = Read(each, threads: 2);
            Assert.Equal(problems, problemsAhead);
            Assert.True(rows.AsSpan().SequenceEqual(rowsAhead));
            Assert.Equal(Record.Exception(() => Strict(each, 1))?.Message, Record.Exception(() => Strict(each, 2))?.Message);
        }
    }

    [Fact]
    public void A_picture_may_be_left_after_any_row()
    {
        byte[] file = RoundTripTests.Write("png", Info, RoundTripTests.Samples(new Random(9), Info), 1);
        byte[] row = new byte[Info.RowBytes];
        foreach (int count in (int[])[0, 1, 500])
        {
            using IRowSource rows = ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { Threads = 2 });
            for (int y = 0; y < count; y++)
                rows.ReadRow(row);
        }
        using IRowSource unread = ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { Threads = 2 });
        unread.Complete();
    }

    private static void Strict(byte[] file, int threads)
    {
        using IRowSource rows = ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { Threads = threads });
        BufferedImage.ReadAll(rows);
    }

    private static (byte[] Rows, string Problems) Read(byte[] file, int threads)
    {
        var problems = new List<string>();
        using IRowSource rows = ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { Threads = threads, OnDamage = damage => problems.Add(damage.Message) });
        byte[] samples = new byte[Info.RowBytes * Info.Height];
        for (int y = 0; y < Info.Height; y++)
            rows.ReadRow(samples.AsSpan(y * Info.RowBytes, Info.RowBytes));
        rows.Complete();
        return (samples, string.Join('\n', problems));
    }
}
