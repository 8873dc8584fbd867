using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Fuzzing;

/// <summary>
/// Every decoder on damaged files: a picture or a declared exception, in bounded time and memory, the same whether the file comes whole or in
/// single bytes.
/// </summary>
public sealed class FuzzTests
{
    private static readonly ImageLimits Limits = new() { MaxPixels = 16 << 20, MaxMemory = 128 << 20 };

    [Fact]
    public Task Damaged_files_end_in_a_picture_or_a_declared_error() => FuzzRun.Run(
        [.. Generated(), .. FuzzRun.FromCorpus(_ => true)], (file, run) => Check(file, trickles: run % 8 == 0));

    private static string? Check(byte[] file, bool trickles)
    {
        (string strict, string? problem) = FuzzRun.ReadBothWays(onDamage => Read(new MemoryStream(file), onDamage));
        if (problem is not null)
            return problem;
        return trickles && FuzzRun.Outcome(() => Read(new TricklingStream(file), null)) is { } other && other != strict
            ? $"in single bytes: {other}, not {strict}"
            : null;
    }

    private static string Read(Stream stream, Action<ImageFormatException>? onDamage)
    {
        using IRowSource source = ImageCodecs.Open(stream, new DecodeOptions { Limits = Limits, OnDamage = onDamage }, out _);
        byte[] row = new byte[source.Info.RowBytes];
        var digest = new HashCode();
        for (int y = 0; y < source.Info.Height; y++)
        {
            source.ReadRow(row);
            digest.AddBytes(row);
        }
        source.Complete();
        return $"picture {source.Info.Width}x{source.Info.Height} {source.Info.Format} {digest.ToHashCode()}";
    }

    private static IEnumerable<(string, byte[])> Generated()
    {
        foreach (ImageCodec codec in ImageCodecs.All)
            foreach (PixelLayout layout in Enum.GetValues<PixelLayout>())
                if (codec.CanWrite(layout))
                {
                    var info = new ImageInfo(37, 29, new PixelFormat(layout, codec.WritableSamples[0]));
                    yield return ($"{codec.Name} {layout}", RoundTripTests.Write(codec.Name, info, RoundTripTests.Samples(new Random(6), info), 6));
                }
        var colour = new ImageInfo(50, 40, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        yield return ("jpeg with restarts", JpegWriting.Write(colour, JpegWriting.Picture(50, 40, 3), new EncodeOptions { RestartRows = 1, OptimizeTables = true }));
        yield return ("jpeg of four components", JpegWriting.Flat([40, 189, 220, 16], [0x21, 0x11, 0x12, 0x11], [1, 2, 3, 4]));
        if (!JpegTools.ArePresent)
            yield break;
        byte[] ppm = [.. "P6\n50 40\n255\n"u8, .. JpegWriting.Picture(50, 40, 3)];
        yield return ("progressive jpeg", JpegTools.Run("cjpeg", ppm, "-progressive"));
        yield return ("progressive jpeg with restarts", JpegTools.Run("cjpeg", ppm, "-progressive", "-restart", "2B", "-sample", "2x1"));
    }
}
