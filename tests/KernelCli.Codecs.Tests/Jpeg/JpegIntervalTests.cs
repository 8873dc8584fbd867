using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Jpeg;

/// <summary>Restart intervals that are decoded side by side give the same picture, and damage is the same damage.</summary>
public sealed class JpegIntervalTests
{
    // Wide and high enough for batches of each kind, and no multiple of an MCU.
    private const int Width = 1021, Height = 1100;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Threads_change_neither_rows_nor_errors(int restartRows)
    {
        byte[] file = JpegWriting.Gray(Width, Height, new EncodeOptions { RestartRows = restartRows });
        int scan = JpegWriting.Find(file, JpegMarker.StartOfScan);
        foreach (byte[] each in ThreadedReading.WithDamage(file, scan + 60, file.Length / 7, file.Length / 3, file.Length / 2, file.Length * 9 / 10))
            ThreadedReading.ChangesNothing(each, DecodeOptions.Default, 2, 3);
    }

    [Theory]
    [InlineData(false, ChromaSubsampling.Quarter)]
    [InlineData(true, ChromaSubsampling.Quarter)]
    [InlineData(false, ChromaSubsampling.None)]
    [InlineData(true, ChromaSubsampling.None)]
    public void Colour_and_its_luma_alone_are_the_same(bool lumaOnly, ChromaSubsampling subsampling)
    {
        var info = new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        byte[] file = JpegWriting.Write(info, JpegWriting.Picture(Width, Height, 3), new EncodeOptions { RestartRows = 1, Subsampling = subsampling });
        foreach (byte[] each in ThreadedReading.WithDamage(file, file.Length / 3))
            ThreadedReading.ChangesNothing(each, new DecodeOptions { LumaOnly = lumaOnly }, 2, 5);
    }

    [Theory]
    [InlineData("64B")]
    [InlineData("128B")]
    [InlineData("60B")]
    [InlineData("256B")]
    public void Intervals_may_be_parts_of_rows(string interval)
    {
        Assert.SkipUnless(JpegTools.ArePresent, JpegTools.Absent);
        byte[] file = JpegTools.Run("jpegtran", JpegWriting.Gray(1024, Height), "-restart", interval);
        foreach (byte[] each in ThreadedReading.WithDamage(file, file.Length / 4, file.Length / 2))
            ThreadedReading.ChangesNothing(each, DecodeOptions.Default, 2);
    }

    [Fact]
    public void Where_memory_is_scarce_intervals_are_decoded_one_after_the_other()
    {
        byte[] file = JpegWriting.Gray(Width, Height, new EncodeOptions { RestartRows = 1 });
        ThreadedReading.ChangesNothing(file, new DecodeOptions { Limits = new ImageLimits { MaxMemory = 100_000 } }, 2);
    }

    [Fact]
    public void A_marker_that_is_missing_or_false_is_the_same_damage()
    {
        byte[] file = JpegWriting.Gray(Width, Height, new EncodeOptions { RestartRows = 1 });
        int third = file.AsSpan().IndexOf([(byte)0xFF, (byte)(JpegMarker.Restart + 2)]), fourth = file.AsSpan().IndexOf([(byte)0xFF, (byte)(JpegMarker.Restart + 3)]);
        ThreadedReading.ChangesNothing([.. file[..third], .. file[fourth..]], DecodeOptions.Default, 2);
        ThreadedReading.ChangesNothing([.. file[..fourth], .. file[third..]], DecodeOptions.Default, 2);
        ThreadedReading.ChangesNothing([.. file[..third], 1, 2, 3, 4, 5, 6, 7, 8, .. file[third..]], DecodeOptions.Default, 2);
        foreach (byte marker in (byte[])[JpegMarker.Restart, JpegMarker.Restart + 7, JpegMarker.EndOfImage, JpegMarker.HuffmanTables, 0])
        {
            byte[] other = [.. file];
            other[third + 1] = marker;
            ThreadedReading.ChangesNothing(other, DecodeOptions.Default, 2);
        }
    }
}
