using System.Buffers.Binary;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Fuzzing;

/// <summary>All frames of damaged GIF, WebP and TGA files: pictures or a declared exception, in bounded time and memory.</summary>
public sealed class FrameFuzzTests
{
    private static readonly ImageLimits Limits = new() { MaxPixels = 1 << 20, MaxMemory = 64 << 20 };

    [Fact]
    public async Task Damaged_animations_end_in_pictures_or_a_declared_error()
    {
        int run = 0, whole = 0;
        await FuzzRun.Run([.. Generated(), .. FuzzRun.FromCorpus(file => file.Format is "gif" or "webp")], (file, number) =>
        {
            (string strict, string? problem) = FuzzRun.ReadBothWays(onDamage => Read(file, onDamage));
            if (strict.StartsWith("picture", StringComparison.Ordinal))
                whole++;
            run = number + 1;
            return problem;
        }, (file, random) =>
        {
            if (random.Next(4) != 0)
                MendLength(file);
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{run} files, {whole} of them read to the end");
    }

    private static string Read(byte[] file, Action<ImageFormatException>? onDamage)
    {
        var options = new DecodeOptions { Limits = Limits, OnDamage = onDamage };
        using FrameReader reader = ImageCodecs.OpenFrames(new MemoryStream(file), options, out _);
        var digest = new HashCode();
        for (int i = 0; i < Math.Min(reader.Frames.Count, 20); i++)
        {
            using IRowSource source = reader.Open(i);
            byte[] row = new byte[source.Info.RowBytes];
            for (int y = 0; y < source.Info.Height; y++)
            {
                source.ReadRow(row);
                digest.AddBytes(row);
            }
            source.Complete();
        }
        return $"pictures {reader.Frames.Count} {reader.Plays} {reader.Frames[0].Info} {digest.ToHashCode()}";
    }

    private static IEnumerable<(string, byte[])> Generated()
    {
        foreach (PixelLayout layout in Enum.GetValues<PixelLayout>())
            foreach (string format in (string[])["gif", "webp"])
            {
                yield return ($"{format} animation {layout}", Animation.Generate(20, 15, 3, layout, 30, 2).Write(format));
                yield return ($"{format} still {layout}", Animation.Generate(33, 21, 1, layout, 200, 1).Write(format));
            }
        foreach (PixelLayout layout in (PixelLayout[])[PixelLayout.Gray, PixelLayout.Rgb, PixelLayout.Rgba])
            foreach (int compression in (int[])[0, 6])
                yield return ($"tga {layout} {compression}", Animation.Generate(23, 19, 1, layout, 3, 1).Write("tga", new EncodeOptions { Compression = compression }));
    }

    // The length of a RIFF file, so that the damage is found farther inside.
    private static void MendLength(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("RIFF"u8) && bytes.Length > 20)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        if (bytes.Length > 20 && bytes.AsSpan(12).StartsWith("VP8"u8) && bytes[15] is (byte)'L' or (byte)' ')
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), bytes.Length - 20);
    }
}
