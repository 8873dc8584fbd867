using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
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
        foreach (byte[] each in ThreadedReading.WithDamage(file, 100, file.Length / 3, file.Length / 2, file.Length - 30))
            ThreadedReading.ChangesNothing(each, DecodeOptions.Default, 2);
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
}
